// Argon2id version 1.3 (RFC 9106), one lane. The self test runs after every call, because this is
// the call that is known to leave a library quietly computing zeros (crypto/KZ1.md 2.4, T2).
import { isZero } from './bytes.ts';
import type { Branded } from './ids.ts';
import { Secret } from './secret.ts';
import { assertHealthy, sodium } from './sodium.ts';

export type Argon2Salt = Branded<'Argon2Salt'>;
export type Argon2Cost = { readonly memoryKib: number; readonly passes: number };

/** The return code and the safety number: 64 MiB is the most that is right in every browser engine (T2). */
export const CLIENT_ARGON2_COST: Argon2Cost = { memoryKib: 65_536, passes: 3 };
/** An advisor's passphrase: one device, which is known to be able to. */
export const VAULT_ARGON2_COST: Argon2Cost = { memoryKib: 262_144, passes: 3 };

const SALT_BYTES = 16;
const KEY_BYTES = 32;

export function argon2Salt(bytes: Uint8Array): Argon2Salt {
  if (bytes.length !== SALT_BYTES) throw new RangeError('an Argon2id salt has 16 bytes');
  return bytes as Argon2Salt;
}

/** Null when the memory cannot be had or the cost is outside libsodium's bounds. Throws SodiumBroken. */
export function argon2id(
  password: Uint8Array,
  salt: Argon2Salt,
  cost: Argon2Cost,
  outputBytes = KEY_BYTES,
): Secret<'argon2id'> | null {
  const output = argon2idBytes(password, salt, cost, outputBytes);
  assertHealthy();
  return output === null || isZero(output) ? null : new Secret('argon2id', output);
}

/** As argon2id, for bytes that are no secret and without the self test: whoever calls this often runs it himself. */
export function argon2idBytes(
  password: Uint8Array,
  salt: Argon2Salt,
  cost: Argon2Cost,
  outputBytes: number,
): Uint8Array | null {
  const library = sodium();
  const algorithm = library.crypto_pwhash_ALG_ARGON2ID13;
  const memoryBytes = cost.memoryKib * 1024;
  try {
    return library.crypto_pwhash(outputBytes, password, salt, cost.passes, memoryBytes, algorithm);
  } catch {
    return null;
  }
}
