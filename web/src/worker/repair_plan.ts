// When an advisor's device starts a new epoch by itself (crypto/KZ1.md 1.3, 5.4): pure. A device was lost, another one
// joined, or all were lost and this one came back with the recovery card.
import { equalBytes } from '../crypto/bytes.ts';
import { isClient, type Recipient } from '../crypto/commit.ts';
import { advisorRecipient, type CommitPlan, type NewRecipient } from '../crypto/commit_seal.ts';
import { toHex } from '../crypto/encoding.ts';
import type { KemId } from '../crypto/ids.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { Prekey } from '../crypto/prekey.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import { clientRecipients, historyOf } from './member_recipients.ts';

export type RepairFacts = {
  readonly identityKey: VerifyKey;
  // Usable prekeys of the own devices, this one among them; each stands for a device.
  readonly own: readonly Prekey[];
  // This device's newest.
  readonly ownKemId: KemId;
  // When the last of the own devices was revoked, unix seconds; 0 when none ever was.
  readonly revokedAt: number;
  // Usable prekeys of the other advisors in the conversation.
  readonly others: readonly Prekey[];
};

// Null when there is no need, or when somebody could not be reached: a new epoch must put nobody out.
export function repairPlan(reader: LogReader, facts: RepairFacts): CommitPlan | null {
  const { commit } = reader;
  const isOwn = ({ role, id }: { role: Recipient['role']; id: VerifyKey }) =>
    !isClient(role) && equalBytes(id, facts.identityKey);
  if (!commit?.recipients.some(isOwn) || facts.own.length === 0) return null;
  const reason = reasonFor(reader, facts, commit.recipients.filter(isOwn).length);
  const recipients = reason && recipientsFor(reader, facts, isOwn);
  if (!reason || !recipients) return null;
  // Whoever could not read the roster has nothing to say about it (crypto/KZ1.md 5.4).
  const roster = reason === 'recovered' ? null : reader.roster;
  return { reason, recipients, roster: roster ?? { excludedAdvisors: [], brake: false } };
}

function reasonFor(
  reader: LogReader,
  { own, revokedAt }: RepairFacts,
  wrapped: number,
): CommitPlan['reason'] | null {
  const revoked = reader.epochStartedAt <= revokedAt;
  const missing = wrapped < own.length;
  if (reader.keys === null) {
    // Another device of ours may have the key and will share it: only who is alone has lost it.
    return own.length === 1 ? 'recovered' : null;
  }
  if (!revoked && !missing) return null;
  if (reader.roster === null) return 'recovered';
  return revoked ? 'device_revoked' : 'rotate';
}

function recipientsFor(
  reader: LogReader,
  facts: RepairFacts,
  isOwn: (member: { role: Recipient['role']; id: VerifyKey }) => boolean,
): readonly NewRecipient[] | null {
  const recipients: NewRecipient[] = [...clientRecipients(reader)];
  for (const member of reader.members) {
    if (isClient(member.role)) continue;
    const prekeys = isOwn(member) ? facts.own : facts.others.filter((prekey) => isOf(prekey, member.id));
    if (prekeys.length === 0) return null;
    for (const prekey of prekeys) {
      const isSibling = isOwn(member) && !equalBytes(prekey.kemId, facts.ownKemId);
      // What this device can read, the others can too.
      const history = isSibling ? historyOf(reader) : [];
      recipients.push({ ...advisorRecipient(prekey, history), role: member.role });
    }
  }
  return recipients;
}

function isOf(prekey: Prekey, id: VerifyKey): boolean {
  return toHex(prekey.certificate.advisorKey) === toHex(id);
}
