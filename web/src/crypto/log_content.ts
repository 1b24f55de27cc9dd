// What an authentic entry says to a reader with these keys (crypto/KZ1.md 5.4, 5.5).
import { type CommitReason, type Member, membersOf, parseCommit } from './commit.ts';
import { openRoster } from './commit_seal.ts';
import type { VerifiedEntry } from './entry.ts';
import type { EpochKeys } from './epoch.ts';
import { type Message, openMessage } from './message.ts';
import type { CallDetails } from './private_entry.ts';
import { openPrivate, unwrapPrivate } from './private_seal.ts';
import type { Roster } from './roster.ts';
import type { PrivateKey, Share } from './secret.ts';
import type { VerifiedStatement } from './statement.ts';
import { openStatement } from './statement_entry.ts';
import type { KemKeyPair } from './xwing.ts';

export type LogContent =
  | {
      readonly kind: 'commit';
      readonly reason: CommitReason;
      readonly members: readonly Member[];
      /** Null when this reader has no key of the epoch. */
      readonly roster: Roster | null;
    }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'private'; readonly details: CallDetails; readonly key: PrivateKey }
  /** This reader has no key for it. */
  | { readonly kind: 'sealed' }
  /** The key fits and the content does not: whoever sent it is broken or mischievous. */
  | { readonly kind: 'unreadable' }
  /** Signed and sound; whether it counts is for consent_ledger.ts. */
  | { readonly kind: 'statement'; readonly statement: VerifiedStatement }
  /** The client's order to erase everything: the last entry. */
  | { readonly kind: 'erase' };

export type ContentKeys = {
  /** Of the entry's own epoch; null when this reader has none. */
  readonly epoch: EpochKeys | null;
  readonly share: Share;
  readonly kemKeys: readonly KemKeyPair[];
  /** Keys of PRIVATE entries that were kept, by seq. */
  readonly privateKeys: ReadonlyMap<number, PrivateKey>;
};

export function openContent(entry: VerifiedEntry, keys: ContentKeys): LogContent {
  switch (entry.header.kind) {
    case 'commit':
      return commitContent(entry, keys.epoch);
    case 'message':
      return messageContent(entry, keys.epoch);
    case 'private':
      return privateContent(entry, keys);
    case 'statement':
      return statementContent(entry, keys.epoch);
    case 'erase':
      return { kind: 'erase' };
  }
}

function commitContent(entry: VerifiedEntry, keys: EpochKeys | null): LogContent {
  const commit = parseCommit(entry.payload);
  if (!commit.ok) return { kind: 'unreadable' };
  const roster = keys && openRoster(commit.value, keys);
  return { kind: 'commit', reason: commit.value.reason, members: membersOf(commit.value), roster };
}

function messageContent(entry: VerifiedEntry, keys: EpochKeys | null): LogContent {
  if (keys === null) return { kind: 'sealed' };
  const message = openMessage(entry, keys);
  return message === null ? { kind: 'unreadable' } : { kind: 'message', message };
}

function statementContent(entry: VerifiedEntry, keys: EpochKeys | null): LogContent {
  if (keys === null) return { kind: 'sealed' };
  const statement = openStatement(entry, keys);
  return statement === null ? { kind: 'unreadable' } : { kind: 'statement', statement };
}

function privateContent(entry: VerifiedEntry, keys: ContentKeys): LogContent {
  const key = keys.privateKeys.get(entry.header.position.seq) ?? unwrapWithAny(entry, keys.kemKeys);
  if (key === null) return { kind: 'sealed' };
  const details = openPrivate(entry, key, keys.share);
  return details === null ? { kind: 'unreadable' } : { kind: 'private', details, key };
}

function unwrapWithAny(entry: VerifiedEntry, kemKeys: readonly KemKeyPair[]): PrivateKey | null {
  for (const ourKey of kemKeys) {
    const key = unwrapPrivate(entry, ourKey);
    if (key !== null) return key;
  }
  return null;
}
