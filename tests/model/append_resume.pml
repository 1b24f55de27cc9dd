/* Appending and resuming (protocol/README.md, "Idempotence" and "Resume"): two writers and a reader over one log,
 * while replies are lost, connections break and the server crashes.
 *
 * Drawn after server/conversation/append.lua (one atomic step decides), server/event/feeds.cpp (a feed is a cursor,
 * hints only make it due) and tests/client/wire.hpp (after a lost reply the same entry is sent again).
 *
 * claim nothing_acknowledged_is_lost
 * claim every_message_is_read   in the end, once, in order (by the assertions)
 * reachable nothing_is_read
 * mutation BLIND_RETRY          after a lost reply the entry is built anew at the new head: doubled
 * mutation NO_COMPARE           the server does not compare seq with the head: an entry is overwritten
 * mutation ACKNOWLEDGE_EARLY    answered before it is on disk: lost in a crash
 * mutation RESUME_AT_HEAD       the reader subscribes from the head instead of from its own cursor: a gap
 * mutation HINT_IS_TRUTH        a lost hint is not made up for by reading after a reconnect: never read
 */
#define WRITERS 2
#define EACH 2
#define ALL (WRITERS * EACH)
#define FAULTS 3

#define message(w, i) ((w) * EACH + (i) + 1)

byte disk[ALL + 2];     /* the log; 0 is nothing */
byte on_disk = 0;       /* entries that a crash cannot take */
byte length = 0;        /* entries that the server answers from */
bool acknowledged[ALL + 1];
byte faults = 0;        /* so far: bounded, else nothing would have to end */

byte feed = 0;          /* the server's cursor for the reader's connection */
bool due = false;       /* the feed may have something new */
byte cursor = 0;        /* what the reader has verified */
chan socket = [2] of { byte, byte };

byte finished = 0;

inline append(seq, id, answer) {
  atomic {
#ifdef NO_COMPARE
    disk[seq] = id; length = (seq >= length -> seq + 1 : length); on_disk = length; answer = 1; due = true
#else
    if
    :: seq < length && disk[seq] == id -> answer = 1                       /* repeated: the first answer */
    :: seq < length && disk[seq] != id -> answer = 2                       /* stale */
    :: seq == length ->
       disk[length] = id; length++;
#ifndef ACKNOWLEDGE_EARLY
       on_disk = length;
#endif
       due = true; answer = 1
    fi
#endif
  }
}

proctype writer(byte w) {
  byte i = 0, seq = 0, id, answer;
  do
  :: i < EACH ->
     id = message(w, i); seq = length;
again:
     answer = 0;
     append(seq, id, answer);
     if
     :: atomic { faults < FAULTS -> faults++; answer = 0 }                  /* the reply is lost */
     :: true
     fi;
     if
     :: answer == 0 ->
#ifdef BLIND_RETRY
        seq = length;
#endif
        goto again
     :: answer == 2 -> seq = length; goto again                             /* read on, build anew */
     :: answer == 1 -> acknowledged[id] = true; i++
     fi
  :: i == EACH -> break
  od;
  finished++
}

/* A hint makes the feed due; one pump sends what lies after the cursor. */
active proctype pump() {
end:
  do
  :: atomic { due && feed < length && nfull(socket) -> socket ! feed, disk[feed]; feed++ }
  :: atomic { due && feed >= length -> due = false }
  od
}

active proctype reader() {
  byte seq, id;
end:
  do
  :: atomic { socket ? seq, id ->
       assert(seq == cursor);                                               /* no gap, no repeat, in order */
       cursor++ }
  :: atomic { faults < FAULTS -> faults++;                                  /* the connection breaks */
       do :: socket ? seq, id :: empty(socket) -> break od;
#ifdef RESUME_AT_HEAD
       feed = length;
#else
       feed = cursor;
#endif
       due = true }
  od
}

/* The server dies and comes back: hints and what was not on disk are gone. */
active proctype world() {
  byte seq, id;
end:
  do
  :: atomic { faults < FAULTS -> faults++;
       length = on_disk;
       do :: socket ? seq, id :: empty(socket) -> break od;
       feed = (cursor < length -> cursor : length); due = true }
  :: atomic { faults < FAULTS -> faults++; due = false;                     /* a hint is lost with its link... */
#ifndef HINT_IS_TRUTH
       due = true                                                           /* ...and the new link wakes every feed */
#endif
     }
#ifdef ACKNOWLEDGE_EARLY
  :: atomic { on_disk < length -> on_disk = length }                        /* the disk catches up, some time */
#endif
  od
}

byte m;
init {
  atomic { run writer(0); run writer(1) };
  finished == WRITERS;
  /* Each exactly once, and everybody's own in the order they were written. */
  d_step {
    assert(length == ALL);
    for (m : 0 .. ALL - 2) {
      assert(disk[m] != disk[m + 1]);
      assert(!((disk[m] - 1) / EACH == (disk[m + 1] - 1) / EACH && disk[m] > disk[m + 1]))
    }
  }
}

#define lost(x) (acknowledged[x] && !((on_disk > 0 && disk[0] == x) || (on_disk > 1 && disk[1] == x) || \
                                      (on_disk > 2 && disk[2] == x) || (on_disk > 3 && disk[3] == x)))

ltl nothing_acknowledged_is_lost { [] !(lost(1) || lost(2) || lost(3) || lost(4)) }
ltl every_message_is_read { <> (cursor == ALL) }
ltl nothing_is_read { [] (cursor == 0) }
