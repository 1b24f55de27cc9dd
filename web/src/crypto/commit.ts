// The payload of a COMMIT: who reads from this epoch on, and the wrapped epoch secret for each (crypto/KZ1.md 5.4).
// Only the public structure; commit_seal.ts makes and opens it.
import { AEAD_NONCE_BYTES } from './aead.ts';
import { ByteReader, concat, equalBytes, isZero, u8, u16, u32 } from './bytes.ts';
import { CodeTable } from './code_table.ts';
import { WRAP_OVERHEAD_BYTES } from './hpke.ts';
import {
  type EntryHash,
  entryHash,
  type KemId,
  type KeyCommitment,
  kemId,
  keyCommitment,
  type Nonce,
  nonce,
} from './ids.ts';
import { isPaddedCiphertext } from './padding.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { type VerifyKey, verifyKey } from './sign.ts';
import { KEM_PUBLIC_KEY_BYTES, type KemPublicKey, kemIdOf, kemPublicKey } from './xwing.ts';

export const RECIPIENTS_MAX = 16;
/** Nineteen years of weekly epochs. */
export const HISTORY_GRANTS_MAX = 1024;

/** E(32) and the number of history grants. */
const WRAP_BYTES_MIN = WRAP_OVERHEAD_BYTES + 34;
const GRANT_BYTES = 36;
const WRAP_BYTES_MAX = WRAP_BYTES_MIN + HISTORY_GRANTS_MAX * GRANT_BYTES;

export type CommitReason =
  | 'create'
  | 'add'
  | 'remove'
  | 'rotate'
  | 'handover'
  | 'device_revoked'
  | 'code_changed'
  | 'recovered'
  | 'new_card';
export type Role = 'client' | 'advisor' | 'cover_advisor' | 'second_client';

const REASONS = new CodeTable<CommitReason>([
  [0, 'create'],
  [1, 'add'],
  [2, 'remove'],
  [3, 'rotate'],
  [4, 'handover'],
  [5, 'device_revoked'],
  [6, 'code_changed'],
  [7, 'recovered'],
  [8, 'new_card'],
]);
export const ROLES = new CodeTable<Role>([
  [1, 'client'],
  [2, 'advisor'],
  [3, 'cover_advisor'],
  [4, 'second_client'],
]);

export function isClient(role: Role): boolean {
  return role === 'client' || role === 'second_client';
}

/** One per client key and one per advisor device. */
export type Recipient = {
  readonly role: Role;
  /** A client's signing key in this conversation; an advisor's identity key (AIK). */
  readonly id: VerifyKey;
  /** Present for clients, so that anybody can open a new epoch to them; null for advisors, whose prekeys rotate. */
  readonly kemKey: KemPublicKey | null;
  readonly kemId: KemId;
  readonly wrapped: Uint8Array;
};

export type Commit = {
  readonly reason: CommitReason;
  /** The STATEMENT entry that permits this change, or zeros. */
  readonly authRef: EntryHash;
  readonly commitment: KeyCommitment;
  readonly recipients: readonly Recipient[];
  readonly rosterNonce: Nonce;
  readonly sealedRoster: Uint8Array;
};

/** Somebody who may write, as the latest COMMIT says. A client has one key, an advisor any number of devices. */
export type Member = {
  readonly role: Role;
  readonly id: VerifyKey;
  /** Clients only: their KEM key, which no one else may change but for a new card (5.4); zeros for advisors. */
  readonly kemId: KemId;
};

const NO_KEM: KemId = kemId(new Uint8Array(32));

/**
 * Lengths must add up (syntax); reason and role known, at least one recipient, key present exactly for clients, its
 * hash right, no device twice (shape); more recipients or grants than allowed (limit).
 */
export function parseCommit(payload: Uint8Array): Checked<Commit> {
  const reader = new ByteReader(payload);
  const reason = REASONS.name(reader.u8());
  const [authRef, commitment] = [reader.take(32), reader.take(32)];
  const count = reader.u8();
  if (reader.failed()) return refuse('syntax');
  if (reason === null || count === 0) return refuse('shape');
  if (count > RECIPIENTS_MAX) return refuse('limit');
  const recipients: Recipient[] = [];
  for (let i = 0; i < count; i++) {
    const recipient = parseRecipient(reader);
    if (!recipient.ok) return recipient;
    recipients.push(recipient.value);
  }
  const sealed = parseSealedRoster(reader);
  if (sealed === null) return refuse('syntax');
  if (!areConsistent(recipients)) return refuse('shape');
  return accept({
    reason,
    authRef: entryHash(authRef),
    commitment: keyCommitment(commitment),
    recipients,
    ...sealed,
  });
}

function parseRecipient(reader: ByteReader): Checked<Recipient> {
  const role = ROLES.name(reader.u8());
  const idBytes = reader.take(32);
  const kemBytes = reader.take(reader.u16());
  const kemIdBytes = reader.take(32);
  const wrapped = reader.take(reader.u16());
  if (reader.failed()) return refuse('syntax');
  const id = verifyKey(idBytes);
  if (role === null || id === null) return refuse('shape');
  if (kemBytes.length !== (isClient(role) ? KEM_PUBLIC_KEY_BYTES : 0)) return refuse('shape');
  const kemKey = kemPublicKey(kemBytes);
  if (isClient(role) && (kemKey === null || !equalBytes(kemIdOf(kemKey), kemIdBytes))) return refuse('shape');
  if (wrapped.length > WRAP_BYTES_MAX) return refuse('limit');
  if (wrapped.length < WRAP_BYTES_MIN || (wrapped.length - WRAP_BYTES_MIN) % GRANT_BYTES !== 0) {
    return refuse('shape');
  }
  return accept({ role, id, kemKey, kemId: kemId(kemIdBytes), wrapped });
}

function parseSealedRoster(reader: ByteReader): { rosterNonce: Nonce; sealedRoster: Uint8Array } | null {
  const length = reader.u32();
  if (reader.failed() || length !== reader.remaining() || length < AEAD_NONCE_BYTES) return null;
  const rosterNonce = nonce(reader.take(AEAD_NONCE_BYTES));
  const sealedRoster = reader.take(reader.remaining());
  return isPaddedCiphertext(sealedRoster.length) ? { rosterNonce, sealedRoster } : null;
}

/** One role for each id, one record for each client, one for each device, one client of the first role. */
function areConsistent(recipients: readonly Recipient[]): boolean {
  const differ = (a: Recipient, b: Recipient): boolean =>
    !equalBytes(a.kemId, b.kemId) && (!equalBytes(a.id, b.id) || (a.role === b.role && !isClient(a.role)));
  const allDiffer = recipients.every((a, i) => recipients.slice(i + 1).every((b) => differ(a, b)));
  return allDiffer && recipients.filter((recipient) => recipient.role === 'client').length === 1;
}

export function encodeCommit(commit: Commit): Uint8Array {
  const { recipients, rosterNonce, sealedRoster } = commit;
  return concat(
    u8(REASONS.code(commit.reason)),
    commit.authRef,
    commit.commitment,
    u8(recipients.length),
    ...recipients.map(encodeRecipient),
    u32(rosterNonce.length + sealedRoster.length),
    rosterNonce,
    sealedRoster,
  );
}

function encodeRecipient({ role, id, kemKey, kemId, wrapped }: Recipient): Uint8Array {
  const key = kemKey ?? new Uint8Array(0);
  return concat(u8(ROLES.code(role)), id, u16(key.length), key, kemId, u16(wrapped.length), wrapped);
}

/** Every id once, in the order of first appearance. */
export function membersOf(commit: Commit): readonly Member[] {
  const members: Member[] = [];
  for (const { role, id, kemKey, kemId } of commit.recipients) {
    if (members.some((member) => equalBytes(member.id, id))) continue;
    members.push({ role, id, kemId: kemKey === null ? NO_KEM : kemId });
  }
  return members;
}

export function findMember(members: readonly Member[], id: VerifyKey): Member | undefined {
  return members.find((member) => equalBytes(member.id, id));
}

/** Whether a commit says that nothing of the log permits it. */
export function hasNoAuthority(commit: Commit): boolean {
  return isZero(commit.authRef);
}
