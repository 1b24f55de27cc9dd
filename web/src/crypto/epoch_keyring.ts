// The epoch keys that one reader of a conversation has: opened from its wraps, granted by later COMMITs, or kept
// from before. A key counts only when it is the one that the log committed to (crypto/KZ1.md 5.3), so that nobody can
// show two members two different conversations.
import { equalBytes } from './bytes.ts';
import type { Commit } from './commit.ts';
import { type HistoryGrant, openCommit, openRoster } from './commit_seal.ts';
import type { VerifiedEntry } from './entry.ts';
import { deriveEpoch, type EpochKeys } from './epoch.ts';
import type { ConversationId, KeyCommitment } from './ids.ts';
import type { Roster } from './roster.ts';
import type { EpochKey, Share } from './secret.ts';
import type { KemKeyPair } from './xwing.ts';

export type KeyringOwner = {
  readonly conversation: ConversationId;
  readonly share: Share;
  readonly kemKeys: readonly KemKeyPair[];
};

export type OpenedEpoch = {
  readonly key: EpochKey;
  readonly history: readonly HistoryGrant[];
  readonly roster: Roster;
};

export class EpochKeyring {
  readonly #owner: KeyringOwner;
  readonly #keys: Map<number, EpochKey>;
  readonly #commitments = new Map<number, KeyCommitment>();
  readonly #derived = new Map<number, EpochKeys>();

  constructor(owner: KeyringOwner, kept: ReadonlyMap<number, EpochKey>) {
    this.#owner = owner;
    this.#keys = new Map(kept);
  }

  /** Keys by epoch, unchecked ones of epochs not yet read included. */
  get keys(): ReadonlyMap<number, EpochKey> {
    return this.#keys;
  }

  /**
   * What `commit` gives this reader; changes nothing. Null when it is no recipient and kept no key; 'refused' when it
   * was given another key than the commitment says, or a grant that is not the key of its epoch.
   */
  open(entry: VerifiedEntry, commit: Commit): OpenedEpoch | null | 'refused' {
    const { epoch } = entry.header.position;
    const ourKey = this.#owner.kemKeys.find((key) =>
      commit.recipients.some((recipient) => equalBytes(recipient.kemId, key.kemId)),
    );
    if (ourKey !== undefined) {
      const opened = openCommit(entry, ourKey, this.#owner.share);
      return opened?.history.every((grant) => this.#isCommitted(grant)) ? opened : 'refused';
    }
    const key = this.#keys.get(epoch);
    if (key === undefined) return null;
    const roster = openRoster(commit, this.#derive(epoch, key));
    return roster === null ? 'refused' : { key, history: [], roster };
  }

  /** Takes over what open() gave for this epoch. */
  learn(epoch: number, commit: Commit, opened: OpenedEpoch | null): void {
    this.#commitments.set(epoch, commit.commitment);
    if (opened === null) return;
    this.#keys.set(epoch, opened.key);
    for (const { epoch: earlier, key } of opened.history) this.#keys.set(earlier, key);
  }

  /** Null for an epoch that was not read or whose key this reader does not have. */
  keysOf(epoch: number): EpochKeys | null {
    const key = this.#commitments.has(epoch) ? this.#keys.get(epoch) : undefined;
    if (key === undefined) return null;
    const keys = this.#derived.get(epoch) ?? this.#derive(epoch, key);
    this.#derived.set(epoch, keys);
    return keys;
  }

  #isCommitted({ epoch, key }: HistoryGrant): boolean {
    const commitment = this.#commitments.get(epoch);
    return commitment !== undefined && equalBytes(this.#derive(epoch, key).commitment, commitment);
  }

  #derive(epoch: number, key: EpochKey): EpochKeys {
    return deriveEpoch(this.#owner.share, key, this.#owner.conversation, epoch);
  }
}
