// Makes and opens PRIVATE entries (crypto/KZ1.md 5.5).
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, aeadOpen, aeadSeal } from './aead.ts';
import { concat, equalBytes, u8, u64 } from './bytes.ts';
import { type EntryPosition, encodeHeader, entryHeader, signEntry, type VerifiedEntry } from './entry.ts';
import { sha256 } from './hash.ts';
import { expand, extract } from './hkdf.ts';
import { unwrap, type WrapContext, wrap } from './hpke.ts';
import { nonce } from './ids.ts';
import { labelBytes } from './labels.ts';
import { pad, unpad } from './padding.ts';
import {
  type CallDetails,
  encodeCallDetails,
  PRIVATE_DEVICES_MAX,
  parseCallDetails,
  parsePrivate,
} from './private_entry.ts';
import type { Random } from './random.ts';
import {
  type AeadKey,
  type PrivateKey,
  privateKey,
  receivedSecret32,
  type Share,
  secret32,
} from './secret.ts';
import type { SigningKey } from './sign.ts';
import { type KemKeyPair, type KemPublicKey, kemIdOf } from './xwing.ts';

export type PrivateSeal = {
  readonly details: CallDetails;
  readonly position: EntryPosition;
  readonly share: Share;
  /** 1 to 16: every device of the advisors who may call. */
  readonly devices: readonly KemPublicKey[];
  readonly sender: SigningKey;
  readonly random: Random;
};

/** The whole signed entry. Null when a key is refused or a bound is passed. */
export function sealPrivate(seal: PrivateSeal): Uint8Array | null {
  const { details, position, share, devices, sender, random } = seal;
  const tlv = encodeCallDetails(details);
  const padded = parseCallDetails(tlv).ok ? pad(tlv) : null;
  if (padded === null || devices.length < 1 || devices.length > PRIVATE_DEVICES_MAX) return null;
  const secret = privateKey(random.bytes(32));
  const sealNonce = nonce(random.bytes(AEAD_NONCE_BYTES));
  const wraps = wrapTo(devices, secret, position, random);
  if (wraps === null) return null;
  const payloadBytes = wraps.length + padded.length + AEAD_TAG_BYTES;
  const header = entryHeader('private', position, sender.keyId, { nonce: sealNonce, payloadBytes });
  const associated = concat(encodeHeader(header), sha256(wraps));
  const sealed = aeadSeal(contentKey(secret, share, position), sealNonce, associated, padded);
  return signEntry('private', position, { nonce: sealNonce, payload: concat(wraps, sealed) }, sender);
}

function wrapTo(
  devices: readonly KemPublicKey[],
  secret: PrivateKey,
  position: EntryPosition,
  random: Random,
): Uint8Array | null {
  const parts: Uint8Array[] = [u8(devices.length)];
  for (const device of devices) {
    const wrapped = wrap(device, wrapContext(position), secret.reveal(), random);
    if (wrapped === null) return null;
    parts.push(kemIdOf(device), wrapped);
  }
  return concat(...parts);
}

/** X, which lets a device read this entry after its prekey is gone. Null when no wrap is for `ourKey`. */
export function unwrapPrivate(entry: VerifiedEntry, ourKey: KemKeyPair): PrivateKey | null {
  const payload = entry.header.kind === 'private' ? parsePrivate(entry.payload) : null;
  if (!payload?.ok) return null;
  const ours = payload.value.wraps.find((candidate) => equalBytes(candidate.kemId, ourKey.kemId));
  const secret = ours && unwrap(ourKey, wrapContext(entry.header.position), ours.wrapped);
  return secret ? receivedSecret32('private', secret) : null;
}

export function openPrivate(entry: VerifiedEntry, secret: PrivateKey, share: Share): CallDetails | null {
  const payload = entry.header.kind === 'private' ? parsePrivate(entry.payload) : null;
  if (!payload?.ok) return null;
  const { position, nonce: sealNonce } = entry.header;
  const associated = concat(entry.headerBytes, sha256(payload.value.wrapsBytes));
  const padded = aeadOpen(contentKey(secret, share, position), sealNonce, associated, payload.value.sealed);
  const tlv = padded && unpad(padded);
  const details = tlv && parseCallDetails(tlv);
  return details?.ok ? details.value : null;
}

function place(position: EntryPosition): Uint8Array {
  return concat(position.conversation, u64(position.seq));
}

function wrapContext(position: EntryPosition): WrapContext {
  return { info: labelBytes('kz1/private-wrap'), associated: place(position) };
}

function contentKey(secret: PrivateKey, share: Share, position: EntryPosition): AeadKey {
  const prk = extract(share.reveal(), secret.reveal());
  return secret32('aead', expand(prk.reveal(), 'kz1/private-key', place(position)));
}
