// The members of a conversation as the recipients of a new epoch, each as it is: pure.
import { equalBytes } from '../crypto/bytes.ts';
import { HISTORY_GRANTS_MAX, isClient, type Member } from '../crypto/commit.ts';
import {
  advisorRecipient,
  clientRecipient,
  type HistoryGrant,
  type NewRecipient,
} from '../crypto/commit_seal.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { Prekey } from '../crypto/prekey.ts';

export type AdvisorMember = Pick<Member, 'role' | 'id'> & { readonly history?: readonly HistoryGrant[] };

// Their keys stand in the latest COMMIT.
export function clientRecipients({ commit }: LogReader): readonly NewRecipient[] {
  return (commit?.recipients ?? []).flatMap(({ role, id, kemKey }) =>
    isClient(role) && kemKey ? [{ ...clientRecipient(id, kemKey), role }] : [],
  );
}

// One for each device. Null when somebody could not be reached: a new epoch must put nobody out.
export function advisorRecipients(
  advisors: readonly AdvisorMember[],
  prekeys: readonly Prekey[],
): readonly NewRecipient[] | null {
  const recipients: NewRecipient[] = [];
  for (const { role, id, history } of advisors) {
    const devices = prekeys.filter((prekey) => equalBytes(prekey.certificate.advisorKey, id));
    if (devices.length === 0) return null;
    recipients.push(...devices.map((prekey) => ({ ...advisorRecipient(prekey, history), role })));
  }
  return recipients;
}

export function advisorMembers({ members }: LogReader): readonly AdvisorMember[] {
  return members.filter(({ role }) => !isClient(role));
}

// Every epoch that this device can read; the latest when there are too many.
export function historyOf(reader: LogReader): readonly HistoryGrant[] {
  return [...reader.epochKeys]
    .map(([epoch, key]) => ({ epoch, key }))
    .filter(({ epoch }) => epoch <= reader.epoch)
    .sort((a, b) => a.epoch - b.epoch)
    .slice(-HISTORY_GRANTS_MAX);
}
