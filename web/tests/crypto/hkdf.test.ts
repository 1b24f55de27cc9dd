import { createHash, hkdfSync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { concat } from '../../src/crypto/bytes.ts';
import { toUtf8 } from '../../src/crypto/encoding.ts';
import { hash, sha256 } from '../../src/crypto/hash.ts';
import { expand, expandRaw, extract } from '../../src/crypto/hkdf.ts';
import { labelBytes } from '../../src/crypto/labels.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

test.each([
  [0, 1, 0, 1],
  [32, 32, 20, 32],
  [32, 64, 7, 33],
  [65, 100, 300, 8160],
])('hkdf: equals OpenSSL for salt %i, key %i, info %i, output %i', (salt, key, info, length) => {
  const random = seededRandom('hkdf');
  const [saltBytes, keyBytes, infoBytes] = [random.bytes(salt), random.bytes(key), random.bytes(info)];

  const ours = expandRaw(extract(saltBytes, keyBytes).reveal(), infoBytes, length);

  expect(ours).toEqual(new Uint8Array(hkdfSync('sha256', keyBytes, saltBytes, infoBytes, length)));
});

test('hkdf: the labelled form puts the length of the label before it', () => {
  const prk = new Uint8Array(32).fill(1);

  const ours = expand(prk, 'kz1/vault', toUtf8('ctx'));

  expect(ours).toEqual(expandRaw(prk, concat(Uint8Array.of(9), toUtf8('kz1/vaultctx')), 32));
});

test('hkdf: more than 255 blocks is a bug', () => {
  expect(() => expandRaw(new Uint8Array(32), new Uint8Array(0), 8161)).toThrow(RangeError);
});

test('hash: equals OpenSSL, plain and labelled', () => {
  const message = toUtf8('kiezel');
  const openssl = (bytes: Uint8Array) => Uint8Array.from(createHash('sha256').update(bytes).digest());

  expect(sha256(message)).toEqual(openssl(message));
  expect(hash('kz1/keyid', message)).toEqual(openssl(concat(labelBytes('kz1/keyid'), message)));
});
