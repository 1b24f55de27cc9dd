// How a client gives an advisor back what was written before all devices were lost (crypto/KZ1.md 5.4, reason 7).
import { equalBytes } from '../crypto/bytes.ts';
import { type CommitPlan, clientRecipient } from '../crypto/commit_seal.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import { isRolledBack } from './directory_book.ts';
import { advisorMembers, advisorRecipients, historyOf } from './member_recipients.ts';
import type { RotationFacts } from './rotation_plan.ts';

// `to`: the identity key of who lost it. Nobody else is given anything.
export type HistoryFacts = RotationFacts & { readonly to: VerifyKey };

// Null when a member could not be reached: giving one advisor something must put nobody out.
export function historyPlan(reader: LogReader, facts: HistoryFacts): CommitPlan | null {
  const { roster, members } = reader;
  if (!roster || isRolledBack(facts.directory, roster.directory)) return null;
  if (members.some(({ role }) => role === 'second_client')) return null;
  const history = historyOf(reader);
  const advisors = advisorMembers(reader).map((member) =>
    equalBytes(member.id, facts.to) ? { ...member, history } : member,
  );
  const devices = advisorRecipients(advisors, facts.prekeys);
  if (!devices) return null;
  return {
    reason: 'recovered',
    recipients: [clientRecipient(facts.ownKey, facts.ownKemKey), ...devices],
    roster: { ...roster, directory: facts.directory },
  };
}
