// Ed25519 with labels (crypto/KZ1.md 2.3). Verification is libsodium's and nobody else's (crypto/KZ1.md 2.4, T3).
import { concat, isZero } from './bytes.ts';
import { hash } from './hash.ts';
import { type Branded, type KeyId, keyId, type Signature, signature } from './ids.ts';
import { type Label, labelBytes } from './labels.ts';
import type { Random } from './random.ts';
import { type SigningSeed, signingSeed } from './secret.ts';
import { sodium } from './sodium.ts';

export type VerifyKey = Branded<'VerifyKey'>;

export type SigningKey = {
  readonly seed: SigningSeed;
  readonly verifyKey: VerifyKey;
  readonly keyId: KeyId;
};

const VERIFY_KEY_BYTES = 32;

/** Null for a wrong size and for the all-zero key. */
export function verifyKey(bytes: Uint8Array): VerifyKey | null {
  if (bytes.length !== VERIFY_KEY_BYTES || isZero(bytes)) return null;
  return bytes as VerifyKey;
}

/** keyid(pk) = the first 16 bytes of hash("kz1/keyid", pk). */
export function keyIdOf(key: VerifyKey): KeyId {
  return keyId(hash('kz1/keyid', key).slice(0, 16));
}

export function signingKeyFromSeed(seed: SigningSeed): SigningKey {
  const pair = sodium().crypto_sign_seed_keypair(seed.reveal());
  const key = verifyKey(pair.publicKey);
  sodium().memzero(pair.privateKey);
  if (key === null) throw new RangeError('all-zero verify key');
  return { seed, verifyKey: key, keyId: keyIdOf(key) };
}

export function generateSigningKey(random: Random): SigningKey {
  return signingKeyFromSeed(signingSeed(random.bytes(32)));
}

/** sign(sk, l, m) = Ed25519(sk, L(l) || m). */
export function sign(key: SigningKey, label: Label, ...message: readonly Uint8Array[]): Signature {
  const pair = sodium().crypto_sign_seed_keypair(key.seed.reveal());
  const made = sodium().crypto_sign_detached(concat(labelBytes(label), ...message), pair.privateKey);
  sodium().memzero(pair.privateKey);
  return signature(made);
}

export function verify(
  key: VerifyKey,
  label: Label,
  message: readonly Uint8Array[],
  made: Signature,
): boolean {
  return sodium().crypto_sign_verify_detached(made, concat(labelBytes(label), ...message), key);
}
