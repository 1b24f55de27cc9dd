// The COMMIT that gives a client new words: its own change, or a card from an advisor (crypto/KZ1.md 5.4).
import { equalBytes } from '../crypto/bytes.ts';
import { isClient, type Recipient } from '../crypto/commit.ts';
import {
  type CommitPlan,
  clientRecipient,
  type HistoryGrant,
  type NewRecipient,
} from '../crypto/commit_seal.ts';
import { toHex } from '../crypto/encoding.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { Prekey } from '../crypto/prekey.ts';
import type { DirectoryHead } from '../crypto/roster.ts';
import type { SigningKey, VerifyKey } from '../crypto/sign.ts';
import { signSuccession } from '../crypto/succession.ts';
import type { KemKeyPair } from '../crypto/xwing.ts';
import { isRolledBack } from './directory_book.ts';

export type NewWordsFacts = {
  readonly reason: 'code_changed' | 'new_card';
  // The client's signing key that leaves.
  readonly before: VerifyKey;
  readonly successor: { readonly signing: SigningKey; readonly kem: KemKeyPair };
  // The first epoch that the new words open; null for none that has begun.
  readonly opensFrom: number | null;
  // Usable prekeys of the advisors who are members.
  readonly prekeys: readonly Prekey[];
  readonly directory: DirectoryHead;
};

// Every epoch from `first` on whose key is at hand, and not one before it.
export function grantsFrom(reader: LogReader, first: number | null): readonly HistoryGrant[] {
  if (first === null) return [];
  return [...reader.epochKeys]
    .filter(([epoch]) => epoch >= first && epoch <= reader.epoch)
    .sort(([left], [right]) => left - right)
    .map(([epoch, key]) => ({ epoch, key }));
}

// Null when a member could not be reached: new words must put nobody out.
export function newWordsPlan(reader: LogReader, facts: NewWordsFacts): CommitPlan | null {
  const { commit, roster, members } = reader;
  const { reason, before, successor, prekeys, directory } = facts;
  if (!commit || !roster || isRolledBack(directory, roster.directory)) return null;
  const reachable = new Set(prekeys.map((prekey) => toHex(prekey.certificate.advisorKey)));
  const advisors = members.filter(({ role }) => !isClient(role));
  if (!advisors.every(({ id }) => reachable.has(toHex(id)))) return null;
  const clients = commit.recipients.flatMap((recipient) => clientAfter(recipient, reader, facts));
  if (!clients.some(({ id }) => equalBytes(id, successor.signing.verifyKey))) return null;
  const devices = advisors.flatMap(({ id, role }): readonly NewRecipient[] =>
    prekeys
      .filter((prekey) => equalBytes(prekey.certificate.advisorKey, id))
      .map((prekey) => ({ role, id, kemKey: prekey.fields.kemKey, history: [] })),
  );
  const statement = { position: reader.next('commit'), kemId: successor.kem.kemId };
  const succession = signSuccession(statement, successor.signing);
  return { reason, recipients: [...clients, ...devices], roster: { ...roster, directory, succession } };

  function clientAfter(
    recipient: Recipient,
    from: LogReader,
    { opensFrom }: NewWordsFacts,
  ): readonly NewRecipient[] {
    const { role, id, kemKey } = recipient;
    if (!isClient(role) || kemKey === null) return [];
    if (!equalBytes(id, before)) return [{ role, id, kemKey, history: [] }];
    const { signing, kem } = successor;
    return [{ ...clientRecipient(signing.verifyKey, kem.publicKey, grantsFrom(from, opensFrom)), role }];
  }
}
