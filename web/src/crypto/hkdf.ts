// HKDF-SHA-256 (RFC 5869) over libsodium's HMAC, and the labelled form of crypto/KZ1.md 2.3.
import { concat, u8 } from './bytes.ts';
import { type Label, labelBytes } from './labels.ts';
import { type Prk, secret32 } from './secret.ts';
import { sodium } from './sodium.ts';

const HASH_BYTES = 32;
const OUTPUT_BYTES_MAX = 255 * HASH_BYTES;

function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const library = sodium();
  const state = library.crypto_auth_hmacsha256_init(key);
  library.crypto_auth_hmacsha256_update(state, message);
  return library.crypto_auth_hmacsha256_final(state);
}

/** RFC 5869 section 2.2. An empty salt is the RFC's default salt of zeros. */
export function extract(salt: Uint8Array, inputKey: Uint8Array): Prk {
  return secret32('prk', hmac(salt, inputKey));
}

/** RFC 5869 section 2.3, `length` at most 8160 bytes. */
export function expandRaw(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  if (length > OUTPUT_BYTES_MAX) throw new RangeError('HKDF output too long');
  const blocks: Uint8Array[] = [];
  let previous: Uint8Array = new Uint8Array(0);
  for (let i = 1; blocks.length * HASH_BYTES < length; i++) {
    previous = hmac(prk, concat(previous, info, u8(i)));
    blocks.push(previous);
  }
  return concat(...blocks).slice(0, length);
}

/** expand(prk, l, ctx) = HKDF-Expand(prk, L(l) || ctx, 32). */
export function expand(prk: Uint8Array, label: Label, ...context: readonly Uint8Array[]): Uint8Array {
  return expandRaw(prk, concat(labelBytes(label), ...context), HASH_BYTES);
}
