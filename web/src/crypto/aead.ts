// XChaCha20-Poly1305-IETF. Nonces are 24 random bytes drawn for each sealing.
import type { Nonce } from './ids.ts';
import type { AeadKey } from './secret.ts';
import { sodium } from './sodium.ts';

export const AEAD_TAG_BYTES = 16;
export const AEAD_NONCE_BYTES = 24;

export function aeadSeal(
  key: AeadKey,
  nonce: Nonce,
  associated: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const raw = key.reveal();
  return sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, associated, null, nonce, raw);
}

/** Null when the key, the nonce, the associated data or the ciphertext is not the sealed one. */
export function aeadOpen(
  key: AeadKey,
  nonce: Nonce,
  associated: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | null {
  if (ciphertext.length < AEAD_TAG_BYTES) return null;
  const library = sodium();
  try {
    return library.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      ciphertext,
      associated,
      nonce,
      key.reveal(),
    );
  } catch {
    return null;
  }
}
