import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { trimmed, withoutUncalled } from '../../build/trim_sodium.ts';
import { selfTest } from '../../src/crypto/self_test.ts';
import { missingNames } from '../../src/crypto/sodium.ts';

const packages = new URL('../../node_modules/', import.meta.url);
const wrapper = readFileSync(
  new URL('libsodium-wrappers-sumo/dist/modules-sumo-esm/libsodium-wrappers.mjs', packages),
  'utf8',
);
const BETWEEN = '\n// between\n';
const loader = new URL('libsodium-sumo/dist/modules-sumo-esm/libsodium-sumo.mjs', packages);

test('what is left of the library has all that is used, passes the self test, and has nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiezel-sodium-'));
  try {
    const file = join(folder, 'trimmed.mjs');
    const own = trimmed(wrapper);
    // What a bundler puts into one chunk is judged as one, and lies in two files here.
    const [ownLoader] = withoutUncalled(`${readFileSync(loader, 'utf8')}${BETWEEN}${own}`).split(BETWEEN);
    writeFileSync(join(folder, 'loader.mjs'), ownLoader ?? '');
    writeFileSync(file, own.replace('"libsodium-sumo"', '"./loader.mjs"'));
    const { default: library } = await import(/* @vite-ignore */ pathToFileURL(file).href);
    await library.ready;

    expect(missingNames(library)).toEqual([]);
    expect(selfTest(library)).toBeNull();
    for (const unused of ['crypto_box_easy', 'crypto_pwhash_str', 'crypto_kem_mlkem768_dec'])
      expect(library).not.toHaveProperty(unused);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['another list of functions', (text: string) => text.replace('=["crypto_', '=[ "crypto_')],
  ['a function that is gone', (text: string) => text.replace('"crypto_kem_xwing_dec"', '"crypto_other"')],
  ['a constant that is gone', (text: string) => text.replaceAll('"crypto_pwhash_ALG_ARGON2ID13"', '"OTHER"')],
])('a library with %s stops the build', (_, change) => {
  expect(() => trimmed(change(wrapper))).toThrow('not laid out as expected');
});

test("only the loader's lines that nobody asks for go", () => {
  const code = 'g._a=A.f,g._b=A.g,g._c_max=A.i,g._malloc=A.h,e=A.d;r._b(1);r._malloc(2);["c_MAX"]';

  expect(withoutUncalled(code)).toBe(
    'g._b=A.g,g._c_max=A.i,g._malloc=A.h,e=A.d;r._b(1);r._malloc(2);["c_MAX"]',
  );
});
