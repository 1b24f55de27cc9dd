// How the keys of a client came into a conversation, and what makes a reader believe it (crypto/KZ1.md 5.4): the first
// COMMIT bears their own signature, or the COMMIT that brings them in carries one over all that came before.
import { equalBytes } from './bytes.ts';
import { type Commit, findMember, isClient, type Member, membersOf } from './commit.ts';
import { toHex } from './encoding.ts';
import type { VerifiedEntry } from './entry.ts';
import type { Roster } from './roster.ts';
import type { VerifyKey } from './sign.ts';
import { verifySuccession } from './succession.ts';

export type ClientRecord = {
  /** Founded the conversation; changed its words itself; or was given them by an advisor, on a card. */
  readonly how: 'founded' | 'own_words' | 'card';
  /** The member who signed: the client itself, or the advisor's identity key. */
  readonly by: VerifyKey;
  readonly seq: number;
  /** Unix seconds, as the server stamped it. */
  readonly at: number;
};

/** A COMMIT as it is read. */
export type ReadCommit = {
  readonly commit: Commit;
  readonly entry: VerifiedEntry;
  readonly before: readonly Member[];
  /** The member who signed. */
  readonly by: VerifyKey;
  readonly at: number;
};

/** The client whose keys this COMMIT brings in after the first; null when it does not. */
function successorIn({ commit, before }: ReadCommit): Member | null {
  if (commit.reason !== 'code_changed' && commit.reason !== 'new_card') return null;
  return membersOf(commit).find(({ role, id }) => isClient(role) && !findMember(before, id)) ?? null;
}

/** What one reader knows of the clients' keys in a conversation. */
export class ClientRecords {
  /** Our own signing key; undefined for advisors. */
  readonly #ownKey: VerifyKey | undefined;
  readonly #onCard = new Set<string>();
  #own: ClientRecord | null = null;
  #replaced: ClientRecord | null = null;

  constructor(ownKey: VerifyKey | undefined) {
    this.#ownKey = ownKey;
  }

  get own(): ClientRecord | null {
    return this.#own;
  }

  get replaced(): ClientRecord | null {
    return this.#replaced;
  }

  isOnCard(client: VerifyKey): boolean {
    return this.#onCard.has(toHex(client));
  }

  /**
   * Whether the keys that come in vouch for the history before them. Whoever cannot open the COMMIT's roster cannot
   * judge that; for our own keys it is no excuse.
   */
  admit(read: ReadCommit, roster: Roster | null): boolean {
    const successor = successorIn(read);
    if (successor === null) return true;
    if (roster === null) return this.#ownKey === undefined || !equalBytes(successor.id, this.#ownKey);
    const statement = { position: read.entry.header.position, kemId: successor.kemId };
    const { succession } = roster;
    return succession !== undefined && verifySuccession(statement, successor.id, succession);
  }

  learn(read: ReadCommit): void {
    const { commit, before, entry, by, at } = read;
    const successor = successorIn(read);
    if (successor && commit.reason === 'new_card') this.#onCard.add(toHex(successor.id));
    if (this.#ownKey === undefined) return;
    const place = { by, at, seq: entry.header.position.seq };
    const how = commit.reason === 'new_card' ? ('card' as const) : ('own_words' as const);
    if (before.length === 0 && equalBytes(entry.signer, this.#ownKey))
      this.#own = { how: 'founded', ...place };
    else if (successor && equalBytes(successor.id, this.#ownKey)) this.#own = { how, ...place };
    else if (successor && findMember(before, this.#ownKey) && !findMember(membersOf(commit), this.#ownKey)) {
      this.#replaced = { how, ...place };
    }
  }
}
