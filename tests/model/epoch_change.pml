/* Changing the key while others write (crypto/KZ1.md 5.2 to 5.4): a client removes an advisor, or rotates, while the
 * other members append. The server may keep any member waiting at an older beginning of the log; it cannot make
 * entries (log_fuzzer and the attack suite try the rest).
 *
 * Drawn after crypto/log_chain.cpp (the reader's rules), server/conversation/rules.cpp and append.lua (the server's).
 *
 * claim removed_is_out            whoever has read the removal writes with keys that the removed member never had
 * claim everybody_gets_to_write
 * reachable nothing_after_removal  somebody does write after having read the removal
 * mutation WRITER_KEEPS_KEY       a writer goes on with the key it sealed with before
 * mutation SERVER_SKIPS_COMPARE   the server takes an entry of an older epoch: the reader must still refuse it
 * mutation READER_SKIPS_EPOCH     ...and does not: old keys after the removal
 * mutation REMOVED_GETS_KEY       the commit wraps the new key to the removed member too
 */
#define MEMBERS 3           /* 0 client, 1 advisor, 2 the advisor who is removed */
#define REMOVED 2
#define COMMITS 2           /* a removal and a rotation, in an order that the client chooses */
#define LOG 7

byte epoch_of[LOG];         /* of each entry */
byte sender_of[LOG];
bool is_removal[LOG];
byte length = 1;            /* the founding commit stands at 0, epoch 0 */
bool has_key[12];           /* member 2 has the key of that epoch */
byte epoch = 0;             /* the server's */
bool removed = false;       /* the server's member set */
byte done = 0;
bool bad = false;

byte view[MEMBERS];         /* how much of the log each has read */
byte view_epoch[MEMBERS];
bool seen_removal[MEMBERS];
byte key[MEMBERS];          /* the epoch whose key the member seals with */

/* One entry more, checked as every reader does: a COMMIT starts the next epoch, the rest has the current one. */
inline read_one(m) {
  d_step {
    if
    :: is_removal[view[m]] || epoch_of[view[m]] == view_epoch[m] + 1 ->
       view_epoch[m] = epoch_of[view[m]];
       seen_removal[m] = seen_removal[m] || is_removal[view[m]];
#ifndef WRITER_KEEPS_KEY
       key[m] = view_epoch[m];
#endif
    :: else ->
#ifndef READER_SKIPS_EPOCH
       if
       :: epoch_of[view[m]] != view_epoch[m] -> refused = true
       :: else
       fi;
#endif
       /* What is read as written after the removal must be closed to the removed member. */
       assert(refused || !(seen_removal[m] && has_key[epoch_of[view[m]]]));
       skip
    fi;
    if
    :: !refused -> view[m]++
    :: else
    fi
  }
}

#if defined(SERVER_SKIPS_COMPARE) || defined(READER_SKIPS_EPOCH)
#define taken(m) (true)
#else
#define taken(m) (view[m] == length && key[m] == epoch && !(m == REMOVED && removed))
#endif

proctype member(byte m) {
  bool refused = false, wrote = false, stale = false;
end:
  do
  :: atomic { !refused && view[m] < length -> read_one(m); stale = false }  /* or the server lets it wait */
  :: atomic { !wrote && !refused && !stale ->
       /* Seals with what it has, and sends. Nothing is lost when it is refused: it reads on and seals anew. */
       if
       :: seen_removal[m] && has_key[key[m]] -> bad = true
       :: else
       fi;
       if
       :: taken(m) ->
          epoch_of[length] = key[m]; sender_of[length] = m; length++; wrote = true;
          if :: view[m] == length - 1 -> view[m] = length :: else fi;
          done++
       :: else -> stale = true                                              /* it reads on first */
       fi }
  :: atomic { m == REMOVED && removed && !wrote -> wrote = true; done++ }   /* refused for good: it stops */
  od
}

/* The client's commits. Each is one compare-and-set like any other entry. */
proctype committer() {
  bool did_remove = false, did_rotate = false;
  byte committed = 0;
end:
  do
  :: committed == COMMITS -> break
  :: atomic { committed < COMMITS && length < LOG && view[0] == length ->
       bool remove = false;
       if
       :: !did_remove -> remove = true; did_remove = true
       :: !did_rotate -> did_rotate = true
       fi;
       epoch++;
       has_key[epoch] = !(removed || remove);
#ifdef REMOVED_GETS_KEY
       has_key[epoch] = true;
#endif
       epoch_of[length] = epoch; sender_of[length] = 0; is_removal[length] = remove;
       length++; view[0] = length; view_epoch[0] = epoch; key[0] = epoch;
       if :: remove -> removed = true; seen_removal[0] = true :: else fi;
       committed++ }
  od
}

init {
  d_step {
    has_key[0] = true;
    view[0] = 1; view[1] = 1; view[2] = 1
  };
  atomic { run member(0); run member(1); run member(2); run committer() }
}

ltl removed_is_out { [] !bad }
ltl everybody_gets_to_write { <> (done == MEMBERS) }
ltl nothing_after_removal { [] !(done > 0 && seen_removal[1] && sender_of[length - 1] == 1) }
