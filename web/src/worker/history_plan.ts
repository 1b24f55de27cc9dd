// How a client gives an advisor back what was written before all devices were lost (crypto/KZ1.md 5.4, reason 7).
import { equalBytes } from '../crypto/bytes.ts';
import { HISTORY_GRANTS_MAX } from '../crypto/commit.ts';
import { advisorRecipient, type CommitPlan, clientRecipient } from '../crypto/commit_seal.ts';
import { toHex } from '../crypto/encoding.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import { isRolledBack } from './directory_book.ts';
import type { RotationFacts } from './rotation_plan.ts';

// `to`: the identity key of who lost it. Nobody else is given anything.
export type HistoryFacts = RotationFacts & { readonly to: VerifyKey };

// Null when a member could not be reached: giving one advisor something must put nobody out.
export function historyPlan(reader: LogReader, facts: HistoryFacts): CommitPlan | null {
  const { roster, members } = reader;
  if (!roster || isRolledBack(facts.directory, roster.directory)) return null;
  if (members.some(({ role }) => role === 'second_client' || role === 'cover_advisor')) return null;
  const reachable = new Set(facts.prekeys.map((prekey) => toHex(prekey.certificate.advisorKey)));
  const advisors = members.filter(({ role }) => role === 'advisor');
  if (!advisors.every(({ id }) => reachable.has(toHex(id)))) return null;
  const history = [...reader.epochKeys]
    .map(([epoch, key]) => ({ epoch, key }))
    .sort((a, b) => a.epoch - b.epoch)
    .slice(-HISTORY_GRANTS_MAX);
  return {
    reason: 'recovered',
    recipients: [
      clientRecipient(facts.ownKey, facts.ownKemKey),
      ...facts.prekeys.map((prekey) =>
        advisorRecipient(prekey, equalBytes(prekey.certificate.advisorKey, facts.to) ? history : []),
      ),
    ],
    roster: { ...roster, directory: facts.directory },
  };
}
