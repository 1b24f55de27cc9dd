import { ml_kem768_x25519 as nobleXwing } from '@noble/post-quantum/hybrid.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat } from '../../src/crypto/bytes.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import {
  decapsulate,
  encapsulate,
  generateKemKeyPair,
  KEM_CIPHERTEXT_BYTES,
  KEM_PUBLIC_KEY_BYTES,
  kemPublicKey,
} from '../../src/crypto/xwing.ts';
import { flipped, present } from './support/expect.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const pair = () => generateKemKeyPair(seededRandom('xwing'));
const ML_KEM_PUBLIC_KEY_BYTES = 1184;
const ZERO_SHARE = new Uint8Array(32);

describe('x-wing: a second implementation gives the same bytes', () => {
  test.each(Array.from({ length: 20 }, (_, i) => i))('for seed %i', (i) => {
    const ours = generateKemKeyPair(seededRandom(`seed ${i}`));
    const coins = seededRandom(`coins ${i}`).bytes(64);
    const made = present(encapsulate(ours.publicKey, { bytes: () => coins.slice() }));

    const noble = nobleXwing.keygen(ours.seed.reveal().slice());
    const nobleMade = nobleXwing.encapsulate(noble.publicKey, coins.slice());

    expect(noble.publicKey).toEqual(Uint8Array.from(ours.publicKey));
    expect(nobleMade.cipherText).toEqual(made.ciphertext);
    expect(nobleMade.sharedSecret).toEqual(made.sharedSecret);
    expect(decapsulate(ours.seed, made.ciphertext)).toEqual(made.sharedSecret);
  });

  test('and the same answer to a damaged ciphertext', () => {
    const made = present(encapsulate(pair().publicKey, seededRandom('coins')));
    const damaged = flipped(made.ciphertext, 5);

    const ours = present(decapsulate(pair().seed, damaged));

    expect(ours).not.toEqual(made.sharedSecret);
    expect(nobleXwing.decapsulate(damaged, pair().seed.reveal().slice())).toEqual(ours);
  });
});

describe('T4: keys and ciphertexts that every implementation must refuse', () => {
  test('a public key with a coefficient that is not reduced', () => {
    const bytes = pair().publicKey.slice();
    bytes[0] = 0xff;
    bytes[1] = (bytes[1] ?? 0) | 0x0f;

    expect(encapsulate(present(kemPublicKey(bytes)), seededRandom('coins'))).toBeNull();
  });

  test('a public key with a zero X25519 share', () => {
    const bytes = concat(pair().publicKey.slice(0, ML_KEM_PUBLIC_KEY_BYTES), ZERO_SHARE);

    expect(encapsulate(present(kemPublicKey(bytes)), seededRandom('coins'))).toBeNull();
  });

  test('a public key that is too short or too long', () => {
    expect(kemPublicKey(pair().publicKey.slice(1))).toBeNull();
    expect(kemPublicKey(new Uint8Array(KEM_PUBLIC_KEY_BYTES + 1).fill(1))).toBeNull();
  });

  test('a ciphertext with a zero X25519 share', () => {
    const { ciphertext } = present(encapsulate(pair().publicKey, seededRandom('coins')));
    const zeroed = concat(ciphertext.slice(0, KEM_CIPHERTEXT_BYTES - 32), ZERO_SHARE);

    expect(decapsulate(pair().seed, zeroed)).toBeNull();
  });

  test('a ciphertext of another length', () => {
    expect(decapsulate(pair().seed, new Uint8Array(KEM_CIPHERTEXT_BYTES - 1))).toBeNull();
  });
});
