// Makes a COMMIT for its readers and opens one as a reader (crypto/KZ1.md 5.4).
import { AEAD_NONCE_BYTES, aeadOpen, aeadSeal } from './aead.ts';
import { ByteReader, concat, equalBytes, u8, u16, u32 } from './bytes.ts';
import {
  type Commit,
  type CommitReason,
  encodeCommit,
  HISTORY_GRANTS_MAX,
  isClient,
  parseCommit,
  RECIPIENTS_MAX,
  type Recipient,
  ROLES,
  type Role,
} from './commit.ts';
import {
  ENTRY_PAYLOAD_BYTES_MAX,
  type EntryPosition,
  NO_NONCE,
  signEntry,
  type VerifiedEntry,
} from './entry.ts';
import { deriveEpoch, type EpochKeys } from './epoch.ts';
import { hash } from './hash.ts';
import { unwrap, type WrapContext, wrap } from './hpke.ts';
import { type EntryHash, type KemId, NO_ENTRY, nonce } from './ids.ts';
import { labelBytes } from './labels.ts';
import { pad, unpad } from './padding.ts';
import type { Prekey } from './prekey.ts';
import type { Random } from './random.ts';
import { encodeRoster, parseRoster, type Roster } from './roster.ts';
import { type EpochKey, epochKey, receivedSecret32, type Share } from './secret.ts';
import type { SigningKey, VerifyKey } from './sign.ts';
import { type KemKeyPair, type KemPublicKey, kemIdOf } from './xwing.ts';

/** The secret of an earlier epoch, given to a reader who did not have it. */
export type HistoryGrant = { readonly epoch: number; readonly key: EpochKey };

export type NewRecipient = {
  readonly role: Role;
  readonly id: VerifyKey;
  readonly kemKey: KemPublicKey;
  /** Epochs ascending, each before the new one; at most HISTORY_GRANTS_MAX. */
  readonly history: readonly HistoryGrant[];
};

export type CommitPlan = {
  readonly reason: CommitReason;
  readonly authRef?: EntryHash;
  readonly recipients: readonly NewRecipient[];
  readonly roster: Roster;
};

export type CommitSeal = {
  readonly plan: CommitPlan;
  readonly position: EntryPosition;
  readonly share: Share;
  readonly signer: SigningKey;
  readonly random: Random;
};

export type SealedCommit = { readonly entry: Uint8Array; readonly key: EpochKey; readonly keys: EpochKeys };

export function clientRecipient(
  id: VerifyKey,
  kemKey: KemPublicKey,
  history: readonly HistoryGrant[] = [],
): NewRecipient {
  return { role: 'client', id, kemKey, history };
}

/** One for each device of an advisor; the prekey carries the identity key that vouches for it. */
export function advisorRecipient(prekey: Prekey, history: readonly HistoryGrant[] = []): NewRecipient {
  return { role: 'advisor', id: prekey.certificate.advisorKey, kemKey: prekey.fields.kemKey, history };
}

/** The whole signed entry that starts `position.epoch`. Null when a key is refused or a bound is passed. */
export function sealCommit({ plan, position, share, signer, random }: CommitSeal): SealedCommit | null {
  const key = epochKey(random.bytes(32));
  const keys = deriveEpoch(share, key, position.conversation, position.epoch);
  const payload = sealCommitPayload(plan, key, keys, random);
  if (payload === null) return null;
  return { entry: signEntry('commit', position, { nonce: NO_NONCE, payload }, signer), key, keys };
}

/** The payload of a COMMIT that starts `keys`' epoch; `key` is the one that `keys` were derived from. */
export function sealCommitPayload(
  plan: CommitPlan,
  key: EpochKey,
  keys: EpochKeys,
  random: Random,
): Uint8Array | null {
  if (plan.recipients.length < 1 || plan.recipients.length > RECIPIENTS_MAX) return null;
  const recipients: Recipient[] = [];
  for (const recipient of plan.recipients) {
    const sealed = sealRecipient(recipient, key, keys, random);
    if (sealed === null) return null;
    recipients.push(sealed);
  }
  const roster = sealRoster(plan.roster, keys, random);
  if (roster === null) return null;
  const { reason, authRef = NO_ENTRY } = plan;
  const payload = encodeCommit({ reason, authRef, commitment: keys.commitment, recipients, ...roster });
  // What we would refuse to read we do not write.
  return payload.length <= ENTRY_PAYLOAD_BYTES_MAX && parseCommit(payload).ok ? payload : null;
}

function sealRoster(
  roster: Roster,
  keys: EpochKeys,
  random: Random,
): Pick<Commit, 'rosterNonce' | 'sealedRoster'> | null {
  const tlv = encodeRoster(roster);
  const padded = parseRoster(tlv).ok ? pad(tlv) : null;
  if (padded === null) return null;
  const rosterNonce = nonce(random.bytes(AEAD_NONCE_BYTES));
  return { rosterNonce, sealedRoster: aeadSeal(keys.rosterKey, rosterNonce, rosterAssociated(keys), padded) };
}

function sealRecipient(
  recipient: NewRecipient,
  key: EpochKey,
  keys: EpochKeys,
  random: Random,
): Recipient | null {
  const { role, id, kemKey, history } = recipient;
  if (history.length > HISTORY_GRANTS_MAX || !ascendBefore(history, keys.epoch)) return null;
  const kemId = kemIdOf(kemKey);
  const grants = history.map((grant) => concat(u32(grant.epoch), grant.key.reveal()));
  const plaintext = concat(key.reveal(), u16(history.length), ...grants);
  const wrapped = wrap(kemKey, wrapContext(keys, { role, id, kemId }), plaintext, random);
  return wrapped && { role, id, kemKey: isClient(role) ? kemKey : null, kemId, wrapped };
}

export type OpenedCommit = {
  readonly key: EpochKey;
  readonly keys: EpochKeys;
  readonly history: readonly HistoryGrant[];
  readonly roster: Roster;
};

/**
 * Opens the wrap made for `ourKey` and checks it against the key commitment. Null when there is none for us, when it
 * does not open, or when the wrap and the key commitment disagree.
 */
export function openCommit(entry: VerifiedEntry, ourKey: KemKeyPair, share: Share): OpenedCommit | null {
  const commit = entry.header.kind === 'commit' ? parseCommit(entry.payload) : null;
  if (!commit?.ok) return null;
  const ours = commit.value.recipients.find((recipient) => equalBytes(recipient.kemId, ourKey.kemId));
  if (ours === undefined) return null;
  const { conversation, epoch } = entry.header.position;
  const place = { conversation, epoch, commitment: commit.value.commitment };
  const plaintext = unwrap(ourKey, wrapContext(place, ours), ours.wrapped);
  const opened = plaintext && parseWrapped(plaintext, epoch);
  if (!opened) return null;
  const keys = deriveEpoch(share, opened.key, conversation, epoch);
  const roster = openRoster(commit.value, keys);
  return roster && { ...opened, keys, roster };
}

/** Null when the key is not the one committed to, or the roster does not open with it. */
export function openRoster(commit: Commit, keys: EpochKeys): Roster | null {
  if (!equalBytes(keys.commitment, commit.commitment)) return null;
  const padded = aeadOpen(keys.rosterKey, commit.rosterNonce, rosterAssociated(keys), commit.sealedRoster);
  const tlv = padded && unpad(padded);
  const roster = tlv && parseRoster(tlv);
  return roster?.ok ? roster.value : null;
}

/** E_e || u16 n || n x (u32 epoch || E): epochs ascending and before this one. */
function parseWrapped(
  plaintext: Uint8Array,
  epoch: number,
): { key: EpochKey; history: HistoryGrant[] } | null {
  const reader = new ByteReader(plaintext);
  const key = receivedSecret32('epoch', reader.take(32));
  const count = reader.u16();
  if (key === null || count > HISTORY_GRANTS_MAX) return null;
  const history: HistoryGrant[] = [];
  for (let i = 0; i < count; i++) {
    const granted = { epoch: reader.u32(), key: receivedSecret32('epoch', reader.take(32)) };
    if (granted.key === null) return null;
    history.push({ epoch: granted.epoch, key: granted.key });
  }
  return reader.finished() && ascendBefore(history, epoch) ? { key, history } : null;
}

function ascendBefore(history: readonly HistoryGrant[], epoch: number): boolean {
  return history.every((grant, i) => grant.epoch < (history[i + 1]?.epoch ?? epoch));
}

function wrapContext(
  place: Pick<EpochKeys, 'conversation' | 'epoch' | 'commitment'>,
  recipient: { readonly role: Role; readonly id: VerifyKey; readonly kemId: KemId },
): WrapContext {
  const { conversation, epoch, commitment } = place;
  const role = u8(ROLES.code(recipient.role));
  return {
    info: labelBytes('kz1/epoch-wrap'),
    associated: hash(
      'kz1/wrap-ctx',
      conversation,
      u32(epoch),
      commitment,
      role,
      recipient.id,
      recipient.kemId,
    ),
  };
}

function rosterAssociated(keys: EpochKeys): Uint8Array {
  return concat(keys.context, keys.commitment);
}
