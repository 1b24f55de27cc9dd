import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat } from '../../src/crypto/bytes.ts';
import { fromHex, toUtf8 } from '../../src/crypto/encoding.ts';
import { signature } from '../../src/crypto/ids.ts';
import { generateSigningKey, sign, verify, verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium, sodium } from '../../src/crypto/sodium.ts';
import { flipped, present } from './support/expect.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

/** Every encoding of a point of small order, canonical or not (RFC 8032; "Taming the many EdDSAs", table 1). */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((text) => present(fromHex(text)));
const ZERO_S = new Uint8Array(32);
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const pairs = SMALL_ORDER.flatMap((key) =>
  SMALL_ORDER.map((point) => ({ key, made: concat(point, ZERO_S) })),
);

/** The same number modulo the group order, written larger: malleability that RFC 8032 forbids. */
function addOrder(made: Uint8Array): Uint8Array {
  const s = made.slice(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) + ORDER;
  return concat(
    made.slice(0, 32),
    Uint8Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 0xffn)),
  );
}

describe('T3: forged signatures that other libraries accept', () => {
  test(`libsodium refuses all ${pairs.length} small-order pairs`, () => {
    const message = toUtf8('kiezel');

    const accepted = pairs.filter(({ key, made }) =>
      sodium().crypto_sign_verify_detached(made, message, key),
    );

    expect(accepted).toEqual([]);
  });

  test('no source of ours asks WebCrypto, which has accepted some of these', () => {
    const folder = new URL('../../src/crypto/', import.meta.url);
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));

    const users = sources.filter((name) => readFileSync(new URL(name, folder), 'utf8').includes('subtle'));

    expect(sources.length).toBeGreaterThan(30);
    expect(users).toEqual([]);
  });

  test('S + L is refused', () => {
    const key = generateSigningKey(seededRandom('sign'));
    const made = sign(key, 'kz1/auth', toUtf8('kiezel'));

    expect(verify(key.verifyKey, 'kz1/auth', [toUtf8('kiezel')], signature(addOrder(made)))).toBe(false);
  });
});

describe('labelled signatures', () => {
  const key = () => generateSigningKey(seededRandom('sign'));
  const message = toUtf8('kiezel');

  test('verify under their own label and no other', () => {
    const made = sign(key(), 'kz1/auth', message);

    expect(verify(key().verifyKey, 'kz1/auth', [message], made)).toBe(true);
    expect(verify(key().verifyKey, 'kz1/entry', [message], made)).toBe(false);
  });

  test('a changed message, signature or key is refused', () => {
    const made = sign(key(), 'kz1/auth', message);
    const otherKey = present(verifyKey(generateSigningKey(seededRandom('other')).verifyKey));

    expect(verify(key().verifyKey, 'kz1/auth', [flipped(message, 0)], made)).toBe(false);
    expect(verify(key().verifyKey, 'kz1/auth', [message], signature(flipped(made, 40)))).toBe(false);
    expect(verify(otherKey, 'kz1/auth', [message], made)).toBe(false);
  });
});
