/* Consent before adding (crypto/KZ1.md 5.4, 5.5) under a hostile server that keeps every signed entry, shows each
 * member any of them in any order, keeps back what it likes and shows members different histories. It works with the
 * advisor who wants a colleague in, so an ADD is signed on any history that the server likes.
 *
 * An entry is what it says, what it refers to and the entry before it; only its author can make it, once. A reader
 * takes an entry only behind the one it names (crypto/log_chain.cpp), and an ADD only with a GRANT in force. What a
 * reader takes depends on what it is shown and not on when it was made, so all is made first and then each reader is
 * shown what the server likes.
 *
 * claim no_reader_without_consent   no reader ever has the colleague in without a GRANT in force in what it has read
 * claim consent_is_the_clients      ...nor when the client never gave one
 * claim one_history                 two readers who took the same entry have read the same before it
 * reachable nobody_added            with consent the colleague does come in
 * mutation READER_SKIPS_GRANT       an ADD is taken on the server's word
 * mutation READER_SKIPS_WITHDRAW    a withdrawn GRANT still counts
 * mutation READER_SKIPS_PREVIOUS    entries are taken in any order
 */
#define ENTRIES 6           /* the founding is entry 0 */
#define NOBODY 255
#define FOUND 0
#define GRANT 1
#define WITHDRAW 2
#define ADD 3
#define SAY 4
#define READERS 2

byte kind[ENTRIES];
byte previous[ENTRIES];
byte ref[ENTRIES];          /* WITHDRAW: the GRANT; ADD: the GRANT it claims, or NOBODY */
byte made = 1;

byte at[READERS * ENTRIES]; /* the position at which a reader took an entry; 0 is not taken */
byte head, count;           /* of the reader whose turn it is */
bool in_force;              /* a GRANT that it read and nothing withdrew */
byte granted;
bool added = false, ever_granted = false, without = false, unasked = false;

#define taken(r, e) (at[(r) * ENTRIES + (e)])

/* The client signs on the history that the server shows: behind its own entries and any other that it takes. */
byte client_head = 0, last_grant = NOBODY;

inline client_signs(k, about) {
  kind[made] = k; previous[made] = client_head; ref[made] = about; client_head = made; made++
}

inline client_acts() {
  if
  :: last_grant == NOBODY -> last_grant = made; ever_granted = true; client_signs(GRANT, NOBODY)
  :: last_grant != NOBODY -> client_signs(WITHDRAW, last_grant); last_grant = NOBODY
  :: client_signs(SAY, NOBODY)
  fi
}

/* The advisor, in league with the server: an ADD behind any entry, naming any GRANT or none. */
inline advisor_acts() {
  select(behind : 0 .. made - 1);
  select(claimed : 0 .. made - 1);
  kind[made] = ADD; previous[made] = behind; ref[made] = (kind[claimed] == GRANT -> claimed : NOBODY); made++;
  behind = 0; claimed = 0
}

#define taken(r, e) (at[(r) * ENTRIES + (e)] > 0)

#ifdef READER_SKIPS_PREVIOUS
#define follows(e) (true)
#else
#define follows(e) (previous[e] == head)
#endif

#if defined(READER_SKIPS_GRANT)
#define permitted(r, e) (true)
#elif defined(READER_SKIPS_WITHDRAW)
#define permitted(r, e) (ref[e] != NOBODY && taken(r, ref[e]))
#else
#define permitted(r, e) (ref[e] != NOBODY && taken(r, ref[e]) && in_force && ref[e] == granted)
#endif

inline take(r, e) {
  count++; at[r * ENTRIES + e] = count; head = e;
  if
  :: kind[e] == GRANT -> in_force = true; granted = e
  :: kind[e] == WITHDRAW && in_force && ref[e] == granted -> in_force = false
  :: kind[e] == ADD ->
     added = true;
     without = without || !in_force;
     unasked = unasked || !ever_granted
  :: else
  fi
}

active proctype world() {
  byte behind, claimed, e, r;
  do
  :: made < ENTRIES -> atomic { client_acts() }
  :: made < ENTRIES -> atomic { advisor_acts() }
  :: break
  od;
  for (r : 0 .. READERS - 1) {
    atomic { head = 0; count = 0; in_force = false; granted = 0 }
    do
    :: atomic { select(e : 1 .. ENTRIES - 1);
         if
         :: e < made && !taken(r, e) && follows(e) && (kind[e] != ADD || permitted(r, e)) -> take(r, e)
         :: else
         fi;
         e = 0 }
    :: break
    od
  }
}

/* Both readers took entry x, but not as the same one in their row: then something before it differed. */
#define differ(x) (taken(0, x) && taken(1, x) && at[x] != at[ENTRIES + x])

ltl no_reader_without_consent { [] !without }
ltl consent_is_the_clients { [] !unasked }
ltl one_history { [] !(differ(1) || differ(2) || differ(3) || differ(4) || differ(5)) }
ltl nobody_added { [] !added }
