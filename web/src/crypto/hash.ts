// SHA-256, plain and labelled (crypto/KZ1.md 2.3: H and hash).
import { concat } from './bytes.ts';
import { type Hash, hashValue } from './ids.ts';
import { type Label, labelBytes } from './labels.ts';
import { sodium } from './sodium.ts';

export function sha256(...parts: readonly Uint8Array[]): Hash {
  return hashValue(sodium().crypto_hash_sha256(concat(...parts)));
}

/** hash(l, m) = H(L(l) || m). */
export function hash(label: Label, ...parts: readonly Uint8Array[]): Hash {
  return sha256(labelBytes(label), ...parts);
}
