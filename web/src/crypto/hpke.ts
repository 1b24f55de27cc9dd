// wrap and unwrap: HPKE base mode, single shot (RFC 9180), suite X-Wing 0x647a, HKDF-SHA256 1,
// ChaCha20Poly1305 3, used unmodified so that any HPKE library can check ours (crypto/KZ1.md 2.3).
import { concat, u16 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { expandRaw, extract } from './hkdf.ts';
import type { Random } from './random.ts';
import { sodium } from './sodium.ts';
import {
  decapsulate,
  encapsulate,
  KEM_CIPHERTEXT_BYTES,
  type KemKeyPair,
  type KemPublicKey,
} from './xwing.ts';

/** The KEM's ciphertext and the AEAD's tag. */
export const WRAP_OVERHEAD_BYTES = KEM_CIPHERTEXT_BYTES + 16;

export type WrapContext = { readonly info: Uint8Array; readonly associated: Uint8Array };

const EMPTY = new Uint8Array(0);
const SUITE_ID = concat(toUtf8('HPKE'), u16(0x647a), u16(1), u16(3));
const VERSION = toUtf8('HPKE-v1');
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const MODE_BASE = new Uint8Array([0]);

function labeledExtract(salt: Uint8Array, label: string, inputKey: Uint8Array): Uint8Array {
  return extract(salt, concat(VERSION, SUITE_ID, toUtf8(label), inputKey)).reveal();
}

function labeledExpand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  return expandRaw(prk, concat(u16(length), VERSION, SUITE_ID, toUtf8(label), info), length);
}

/** RFC 9180 section 5.1, KeySchedule in mode base; the first nonce is the base nonce itself. */
function keySchedule(sharedSecret: Uint8Array, info: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const pskIdHash = labeledExtract(EMPTY, 'psk_id_hash', EMPTY);
  const infoHash = labeledExtract(EMPTY, 'info_hash', info);
  const context = concat(MODE_BASE, pskIdHash, infoHash);
  const secret = labeledExtract(sharedSecret, 'secret', EMPTY);
  return {
    key: labeledExpand(secret, 'key', context, KEY_BYTES),
    nonce: labeledExpand(secret, 'base_nonce', context, NONCE_BYTES),
  };
}

/** enc(1120) || ciphertext || tag(16). Null when the public key is refused. Draws 64 random bytes. */
export function wrap(
  theirKey: KemPublicKey,
  context: WrapContext,
  plaintext: Uint8Array,
  random: Random,
): Uint8Array | null {
  const made = encapsulate(theirKey, random);
  if (made === null) return null;
  const { key, nonce } = keySchedule(made.sharedSecret, context.info);
  const library = sodium();
  const sealed = library.crypto_aead_chacha20poly1305_ietf_encrypt(
    plaintext,
    context.associated,
    null,
    nonce,
    key,
  );
  return concat(made.ciphertext, sealed);
}

/** Null when it does not open; no reason. */
export function unwrap(ourKey: KemKeyPair, context: WrapContext, wrapped: Uint8Array): Uint8Array | null {
  if (wrapped.length < WRAP_OVERHEAD_BYTES) return null;
  const sharedSecret = decapsulate(ourKey.seed, wrapped.slice(0, KEM_CIPHERTEXT_BYTES));
  if (sharedSecret === null) return null;
  const { key, nonce } = keySchedule(sharedSecret, context.info);
  const sealed = wrapped.slice(KEM_CIPHERTEXT_BYTES);
  try {
    const library = sodium();
    return library.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, context.associated, nonce, key);
  } catch {
    return null;
  }
}
