// When and how a visiting client starts a new epoch for the same members (crypto/KZ1.md 1.3, 5.4 reason 3).
import { type CommitPlan, clientRecipient } from '../crypto/commit_seal.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { Prekey } from '../crypto/prekey.ts';
import type { DirectoryHead } from '../crypto/roster.ts';
import { needsRotation } from '../crypto/rotation.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { KemPublicKey } from '../crypto/xwing.ts';
import { isRolledBack } from './directory_book.ts';
import { advisorMembers, advisorRecipients } from './member_recipients.ts';

export type RotationFacts = {
  readonly ownKey: VerifyKey;
  readonly ownKemKey: KemPublicKey;
  // Usable prekeys of the advisors who are members.
  readonly prekeys: readonly Prekey[];
  readonly directory: DirectoryHead;
  // Unix seconds.
  readonly now: number;
};

// Null when there is no need, or when a member could not be reached: a rotation must put nobody out.
export function rotationPlan(reader: LogReader, facts: RotationFacts): CommitPlan | null {
  const { commit, roster, members, epochStartedAt: startedAt, entriesInEpoch: entries } = reader;
  if (!commit || !roster || !needsRotation({ commit, startedAt, entries }, facts.prekeys, facts.now))
    return null;
  // What the members have seen of the directory is never lowered (crypto/KZ1.md 5.7).
  if (isRolledBack(facts.directory, roster.directory)) return null;
  // With a second client aboard the set of recipients is not ours alone to write down.
  if (members.some(({ role }) => role === 'second_client')) return null;
  const devices = advisorRecipients(advisorMembers(reader), facts.prekeys);
  if (!devices) return null;
  return {
    reason: 'rotate',
    recipients: [clientRecipient(facts.ownKey, facts.ownKemKey), ...devices],
    roster: { ...roster, directory: facts.directory },
  };
}
