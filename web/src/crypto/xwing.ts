// X-Wing (ML-KEM-768 + X25519, draft-connolly-cfrg-xwing-kem): the key encapsulation of every wrap.
import { isZero } from './bytes.ts';
import { sha256 } from './hash.ts';
import { type Branded, type KemId, kemId } from './ids.ts';
import type { Random } from './random.ts';
import { type KemSeed, kemSeed } from './secret.ts';
import { sodium } from './sodium.ts';

export const KEM_PUBLIC_KEY_BYTES = 1216;
export const KEM_CIPHERTEXT_BYTES = 1120;
/** ML-KEM's message and X25519's ephemeral secret, in this order. */
export const KEM_RANDOMNESS_BYTES = 64;

export type KemPublicKey = Branded<'KemPublicKey'>;

export type KemKeyPair = {
  readonly seed: KemSeed;
  readonly publicKey: KemPublicKey;
  readonly kemId: KemId;
};

/** Checks the size only; a malformed key is refused by encapsulate, as in every implementation of T4. */
export function kemPublicKey(bytes: Uint8Array): KemPublicKey | null {
  return bytes.length === KEM_PUBLIC_KEY_BYTES && !isZero(bytes) ? (bytes as KemPublicKey) : null;
}

/** kem_id = H(kem_pk). */
export function kemIdOf(key: KemPublicKey): KemId {
  return kemId(sha256(key));
}

export function kemKeyPairFromSeed(seed: KemSeed): KemKeyPair {
  const pair = sodium().crypto_kem_xwing_seed_keypair(seed.reveal());
  const publicKey = kemPublicKey(pair.publicKey);
  sodium().memzero(pair.privateKey);
  if (publicKey === null) throw new RangeError('all-zero KEM key');
  return { seed, publicKey, kemId: kemIdOf(publicKey) };
}

export function generateKemKeyPair(random: Random): KemKeyPair {
  return kemKeyPairFromSeed(kemSeed(random.bytes(32)));
}

export type Encapsulation = { readonly ciphertext: Uint8Array; readonly sharedSecret: Uint8Array };

/** Draws 64 bytes. Null for a key with a non-reduced coefficient or a zero X25519 share (T4). */
export function encapsulate(key: KemPublicKey, random: Random): Encapsulation | null {
  try {
    const made = sodium().crypto_kem_xwing_enc_deterministic(key, random.bytes(KEM_RANDOMNESS_BYTES));
    return isZero(made.sharedSecret) ? null : made;
  } catch {
    return null;
  }
}

/** Null for a wrong size and a zero X25519 share; a damaged ML-KEM part gives another secret, by design. */
export function decapsulate(seed: KemSeed, ciphertext: Uint8Array): Uint8Array | null {
  if (ciphertext.length !== KEM_CIPHERTEXT_BYTES) return null;
  try {
    const shared = sodium().crypto_kem_xwing_dec(ciphertext, seed.reveal());
    return isZero(shared) ? null : shared;
  } catch {
    return null;
  }
}
