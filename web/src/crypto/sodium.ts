// The only door to libsodium. It waits for the library, checks that the sumo build with Argon2id and X-Wing was
// loaded (crypto/KZ1.md 2.4, T1), and runs the self test at load and whenever asked again (T2). WebCrypto and OpenSSL
// are never used to verify: they accept forged Ed25519 signatures under small-order keys (T3).
import sodiumLibrary from 'libsodium-wrappers-sumo';
import { selfTest } from './self_test.ts';

export type Sodium = typeof sodiumLibrary;

/** The library is absent, incomplete or computes wrongly. Nothing may be sealed or trusted any more. */
export class SodiumBroken extends Error {
  override readonly name = 'SodiumBroken';
}

const REQUIRED = [
  'crypto_pwhash',
  'crypto_hash_sha256',
  'crypto_auth_hmacsha256_init',
  'crypto_sign_seed_keypair',
  'crypto_sign_detached',
  'crypto_sign_verify_detached',
  'crypto_aead_xchacha20poly1305_ietf_encrypt',
  'crypto_aead_xchacha20poly1305_ietf_decrypt',
  'crypto_aead_chacha20poly1305_ietf_encrypt',
  'crypto_aead_chacha20poly1305_ietf_decrypt',
  'crypto_secretstream_xchacha20poly1305_init_push',
  'crypto_secretstream_xchacha20poly1305_push',
  'crypto_secretstream_xchacha20poly1305_init_pull',
  'crypto_secretstream_xchacha20poly1305_pull',
  'crypto_hash_sha256_init',
  'crypto_kem_xwing_seed_keypair',
  'crypto_kem_xwing_enc_deterministic',
  'crypto_kem_xwing_dec',
] as const;

let state: 'unloaded' | 'healthy' | 'broken' = 'unloaded';

/** Loads the library once; every other function here is synchronous afterwards. Throws SodiumBroken. */
export async function loadSodium(): Promise<void> {
  if (state === 'healthy') return;
  await sodiumLibrary.ready;
  for (const name of missingFunctions(sodiumLibrary)) throw broken(`libsodium lacks ${name}`);
  state = 'healthy';
  assertHealthy();
}

/** The names of needed functions that a library build does not have: empty for the right one. */
export function missingFunctions(library: object): readonly string[] {
  return REQUIRED.filter((name) => typeof Reflect.get(library, name) !== 'function');
}

/** The loaded library. Throws SodiumBroken before loading and for ever after a failed self test. */
export function sodium(): Sodium {
  if (state !== 'healthy') throw new SodiumBroken(`libsodium is ${state}`);
  return sodiumLibrary;
}

/** Repeats the self test; called after every Argon2id, the one call known to damage a build's memory. */
export function assertHealthy(): void {
  const failure = selfTest(sodium());
  if (failure !== null) throw broken(`libsodium self test failed: ${failure}`);
}

function broken(reason: string): SodiumBroken {
  state = 'broken';
  return new SodiumBroken(reason);
}
