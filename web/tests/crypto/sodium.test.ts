import { execFile } from 'node:child_process';
import { inspect, promisify } from 'node:util';
import libsodium from 'libsodium-wrappers-sumo';
import { beforeAll, describe, expect, test } from 'vitest';
import { argon2id, argon2Salt } from '../../src/crypto/argon2id.ts';
import { isZero } from '../../src/crypto/bytes.ts';
import { share } from '../../src/crypto/secret.ts';
import { selfTest } from '../../src/crypto/self_test.ts';
import { verifyKey } from '../../src/crypto/sign.ts';
import { assertHealthy, loadSodium, missingNames, type Sodium, sodium } from '../../src/crypto/sodium.ts';
import { kemPublicKey } from '../../src/crypto/xwing.ts';

beforeAll(loadSodium);

const run = promisify(execFile);
const SODIUM_MODULE = new URL('../../src/crypto/sodium.ts', import.meta.url).href;

/** The library with one function replaced. */
function damaged(name: keyof Sodium, replacement: unknown): Sodium {
  return { ...libsodium, [name]: replacement };
}

/** What a process of its own prints that evaluates `preamble`, then loads the library. */
async function inProcess(preamble: string): Promise<string> {
  const before = `data:text/javascript,${encodeURIComponent(preamble)}`;
  const code = `import ${JSON.stringify(before)};
    import { loadSodium, sodium } from ${JSON.stringify(SODIUM_MODULE)};
    await loadSodium().then(() => console.log('loaded'), (error) => console.log('refused: ' + error.message));
    try { sodium(); console.log('usable'); } catch (error) { console.log(error.name); }`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    timeout: 20_000,
  });
  return stdout;
}

describe('T1: only the whole library is taken', () => {
  test('the installed build has everything', () => {
    expect(missingNames(libsodium)).toEqual([]);
  });

  test.each([
    'crypto_pwhash',
    'crypto_hash_sha256',
    'crypto_kem_xwing_dec',
    'crypto_pwhash_ALG_ARGON2ID13',
  ] as const)('%s is missed', (name) => {
    expect(missingNames(damaged(name, undefined))).toEqual([name]);
  });

  test('nothing can be used before loading', async () => {
    const code = `const { sodium } = await import(${JSON.stringify(SODIUM_MODULE)});
      try { sodium(); } catch (error) { console.log(error.name); }`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code]);

    expect(stdout.trim()).toBe('SodiumBroken');
  });
});

describe('T2: a library that computes wrongly stops everything', () => {
  const zeros = (length: number) => new Uint8Array(length);

  test('a healthy library passes', () => {
    expect(selfTest(sodium())).toBeNull();
  });

  test.each([
    ['crypto_hash_sha256', (): unknown => zeros(32), 'hashing'],
    ['crypto_auth_hmacsha256_final', (): unknown => zeros(32), 'hashing'],
    ['crypto_pwhash', (): unknown => zeros(32), 'argon2id'],
    ['crypto_sign_detached', (): unknown => zeros(64), 'signing'],
    [
      'crypto_sign_seed_keypair',
      (): unknown => ({ publicKey: new Uint8Array(32), privateKey: new Uint8Array(64) }),
      'signing',
    ],
    ['crypto_sign_verify_detached', (): unknown => true, 'signing'],
    ['crypto_aead_xchacha20poly1305_ietf_encrypt', (): unknown => zeros(19), 'sealing'],
    ['crypto_aead_chacha20poly1305_ietf_encrypt', (): unknown => zeros(19), 'sealing'],
    ['crypto_kem_xwing_dec', (): unknown => zeros(32), 'x-wing'],
  ] as const)('%s giving zeros or yes is noticed', (name, replacement, part) => {
    expect(selfTest(damaged(name, replacement))).toBe(part);
  });

  test('a function that throws is noticed too', () => {
    const throws = (): never => {
      throw new Error('memory');
    };

    expect(selfTest(damaged('crypto_pwhash', throws))).toBe('argon2id');
  });

  test('without WebAssembly loading fails loudly and nothing is usable', async () => {
    const printed = await inProcess('delete globalThis.WebAssembly;');

    expect(printed).toMatch(/^refused: .*WebAssembly/);
    expect(printed).toContain('SodiumBroken');
  });

  test('with WebAssembly the same process loads', async () => {
    expect(await inProcess('')).toBe('loaded\nusable\n');
  });

  test('Argon2id above 80 MiB is right and leaves the library healthy', () => {
    const output = argon2id(new Uint8Array([1]), argon2Salt(new Uint8Array(16)), {
      memoryKib: 131_072,
      passes: 1,
    });

    expect(output && isZero(output.reveal())).toBe(false);
    expect(assertHealthy).not.toThrow();
  });

  test('an impossible cost is refused without damage', () => {
    expect(
      argon2id(new Uint8Array(1), argon2Salt(new Uint8Array(16)), { memoryKib: 1, passes: 1 }),
    ).toBeNull();
    expect(assertHealthy).not.toThrow();
  });

  test('all-zero keys are no keys', () => {
    expect(verifyKey(new Uint8Array(32))).toBeNull();
    expect(kemPublicKey(new Uint8Array(1216))).toBeNull();
    expect(() => share(new Uint8Array(32))).toThrow(RangeError);
  });
});

describe('T6: secrets do not print', () => {
  const secret = share(new Uint8Array(32).fill(0xab));

  test.each([
    ['text', String(secret)],
    ['JSON', JSON.stringify({ secret })],
    ['inspection', inspect(secret, { depth: 5, showHidden: true })],
  ])('as %s', (_, printed) => {
    expect(printed).not.toMatch(/ab|171/);
  });
});
