// The steps that MESSAGE and later kinds share: pad, seal with the sender's key and the header as associated data,
// sign (crypto/KZ1.md 5.5). The sender is in the key and in the header, so a ciphertext cannot be signed again as
// somebody else's.
import { AEAD_TAG_BYTES, aeadOpen, aeadSeal } from './aead.ts';
import { equalBytes } from './bytes.ts';
import {
  type EntryKind,
  type EntryPosition,
  encodeHeader,
  entryHeader,
  signEntry,
  type VerifiedEntry,
} from './entry.ts';
import type { EpochKeys } from './epoch.ts';
import type { Nonce } from './ids.ts';
import { pad, unpad } from './padding.ts';
import type { SigningKey } from './sign.ts';

export type EntrySeal = {
  readonly position: EntryPosition;
  readonly keys: EpochKeys;
  readonly sender: SigningKey;
  readonly nonce: Nonce;
};

/** Null when the plaintext is too long to pad, or the keys are of another epoch or conversation. */
export function sealEntry(kind: EntryKind, tlv: Uint8Array, seal: EntrySeal): Uint8Array | null {
  const { position, keys, sender, nonce } = seal;
  const padded = pad(tlv);
  if (padded === null || !belongs(position, keys)) return null;
  const payloadBytes = padded.length + AEAD_TAG_BYTES;
  const header = encodeHeader(entryHeader(kind, position, sender.keyId, { nonce, payloadBytes }));
  const payload = aeadSeal(keys.senderKey(sender.keyId), nonce, header, padded);
  return signEntry(kind, position, { nonce, payload }, sender);
}

/** The TLV inside. Null when it does not open or the padding is wrong. */
export function openEntry(entry: VerifiedEntry, keys: EpochKeys): Uint8Array | null {
  const { position, sender, nonce } = entry.header;
  if (!belongs(position, keys)) return null;
  const padded = aeadOpen(keys.senderKey(sender), nonce, entry.headerBytes, entry.payload);
  return padded && unpad(padded);
}

function belongs(position: EntryPosition, keys: EpochKeys): boolean {
  return position.epoch === keys.epoch && equalBytes(position.conversation, keys.conversation);
}
