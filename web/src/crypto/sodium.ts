// The only door to libsodium. It waits for the library, checks that the sumo build with Argon2id and X-Wing was
// loaded (crypto/KZ1.md 2.4, T1), and runs the self test at load and whenever asked again (T2). WebCrypto and OpenSSL
// are never used to verify: they accept forged Ed25519 signatures under small-order keys (T3).
import sodiumLibrary from 'libsodium-wrappers-sumo';
import { selfTest } from './self_test.ts';
import { SODIUM_CONSTANTS, SODIUM_FUNCTIONS } from './sodium_names.ts';

// A function that is used and not named in sodium_names.ts does not compile.
export type Sodium = Pick<
  typeof sodiumLibrary,
  'memzero' | (typeof SODIUM_FUNCTIONS)[number] | (typeof SODIUM_CONSTANTS)[number]
>;

/** The library is absent, incomplete or computes wrongly. Nothing may be sealed or trusted any more. */
export class SodiumBroken extends Error {
  override readonly name = 'SodiumBroken';
}

let state: 'unloaded' | 'healthy' | 'broken' = 'unloaded';

/** Loads the library once; every other function here is synchronous afterwards. Throws SodiumBroken. */
export async function loadSodium(): Promise<void> {
  if (state === 'healthy') return;
  await sodiumLibrary.ready;
  for (const name of missingNames(sodiumLibrary)) throw broken(`libsodium lacks ${name}`);
  state = 'healthy';
  assertHealthy();
}

/** The names of needed functions and constants that a library build does not have: empty for the right one. */
export function missingNames(library: object): readonly string[] {
  const isA = (type: string) => (name: string) => typeof Reflect.get(library, name) === type;
  return [
    ...SODIUM_FUNCTIONS.filter((name) => !isA('function')(name)),
    ...SODIUM_CONSTANTS.filter((name) => !isA('number')(name)),
  ];
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
