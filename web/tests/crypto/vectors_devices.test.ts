// The vectors of offers, bundles and recovery cards (protocol/vectors): the C++ tests run the same files.
import { beforeAll, expect, test } from 'vitest';
import { argon2Salt } from '../../src/crypto/argon2id.ts';
import { BUNDLE_PART_BYTES, openBundle, sealBundle } from '../../src/crypto/device_bundle.ts';
import {
  offerIdOf,
  parseDeviceOffer,
  signDeviceOffer,
  verifyDeviceOffer,
} from '../../src/crypto/device_offer.ts';
import { advisorId, deviceId, signature } from '../../src/crypto/ids.ts';
import {
  openIdentity,
  readRecoveryWords,
  recoveryCodeFromIndexes,
  recoveryCodeFromInteger,
  recoveryIndexes,
  recoveryRoot,
  recoveryToken,
  recoveryWords,
  sealIdentity,
  signRecoveryCard,
  signRevocation,
  verifyRecoveryCard,
  verifyRevocation,
} from '../../src/crypto/recovery_card.ts';
import { deviceDigits } from '../../src/crypto/safety_number.ts';
import { kemSeed, secret32, signingSeed } from '../../src/crypto/secret.ts';
import { signingKeyFromSeed } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { deviceShare, passphraseBytes, vaultKeys } from '../../src/crypto/vault.ts';
import { kemKeyPairFromSeed } from '../../src/crypto/xwing.ts';
import { present } from './support/expect.ts';
import { seededRandom } from './support/seeded_random.ts';
import { type Fields, givenRandom, testVectors } from './support/vector.ts';
import { keyFrom } from './support/vector_objects.ts';

beforeAll(loadSodium);

const signerOf = (vector: Fields) => signingKeyFromSeed(signingSeed(vector.hex('seed')));

testVectors('device_offer.json', {
  offer: (vector) => {
    const parsed = parseDeviceOffer(vector.hex('offer'));
    if (!parsed.ok) return parsed.refusal;
    const offer = verifyDeviceOffer(parsed.value);
    if (offer === null) return 'signature';
    expect(offer.fields.kemKey).toEqual(vector.hex('kem_key'));
    expect(signDeviceOffer(offer.fields.kemKey, signerOf(vector))).toEqual(vector.hex('offer'));
    return 'accept';
  },
  digits: (vector) => {
    const digits = present(deviceDigits(keyFrom(vector, 'device_key')));
    expect(digits).toBe(vector.text('digits'));
    expect(offerIdOf(digits)).toEqual(vector.hex('offer_id'));
    return 'accept';
  },
});

testVectors('device_bundle.json', {
  '': (vector) => {
    const bundle = { head: vector.hex('head'), parts: vector.hexList('parts') };
    const place = { advisor: advisorId(vector.hex('advisor')), device: deviceId(vector.hex('device')) };
    const pair = kemKeyPairFromSeed(kemSeed(vector.hex('kem_seed')));
    const content = openBundle(bundle, place, pair);
    if (content === null) return 'decrypt';
    expect(content).toEqual(vector.hex('content'));
    const random = givenRandom(vector.hex('random'));
    expect(sealBundle(content, place, pair.publicKey, random)).toEqual(bundle);
    expect(random.usedUp()).toBe(true);
    return 'accept';
  },
});

testVectors('vault.json', {
  keys: (vector) => {
    const prf = vector.hex('prf');
    const keys = vaultKeys({
      passphrase: passphraseBytes(vector.text('passphrase')),
      lock: {
        salt: argon2Salt(vector.hex('salt')),
        cost: { memoryKib: vector.number('memory_kib'), passes: vector.number('passes') },
        device: deviceId(vector.hex('device')),
      },
      share: deviceShare(vector.hex('share')),
      prf: prf.length === 0 ? undefined : prf,
    });
    if (keys === null) return 'decrypt';
    expect(keys.device.reveal()).toEqual(vector.hex('device_key'));
    expect(keys.identity.reveal()).toEqual(vector.hex('identity_key'));
    return 'accept';
  },
});

const rootOf = (vector: Fields) => secret32('recovery-root', vector.hex('root'));
const proofOf = (vector: Fields) =>
  [keyFrom(vector, 'identity_key'), signature(vector.hex('signature'))] as const;

testVectors('recovery_card.json', {
  code: (vector) => {
    const code = recoveryCodeFromInteger(vector.hex('integer'));
    if (code === null) return 'shape';
    expect(recoveryIndexes(code)).toEqual(vector.items('indexes'));
    expect(recoveryCodeFromIndexes(recoveryIndexes(code))?.reveal()).toEqual(code.reveal());
    expect(readRecoveryWords(recoveryWords(code).join(', '))?.reveal()).toEqual(code.reveal());
    const root = present(recoveryRoot(code, vector.text('deployment_id')));
    expect(root.reveal()).toEqual(vector.hex('root'));
    expect(recoveryToken(root).reveal()).toEqual(vector.hex('token'));
    return 'accept';
  },
  identity: (vector) => {
    const identity = openIdentity(vector.hex('sealed'), rootOf(vector));
    if (identity === null) return 'decrypt';
    expect(identity.seed.reveal()).toEqual(vector.hex('seed'));
    const random = givenRandom(vector.hex('random'));
    expect(sealIdentity(identity, rootOf(vector), random)).toEqual(vector.hex('sealed'));
    return 'accept';
  },
  card: (vector) => {
    const card = { tokenHash: vector.hex('token_hash'), sealed: vector.hex('sealed') };
    if (!verifyRecoveryCard(card, ...proofOf(vector))) return 'signature';
    expect(signRecoveryCard(card.tokenHash, card.sealed, signerOf(vector))).toEqual(vector.hex('signature'));
    return 'accept';
  },
  revocation: (vector) => {
    const revocation = { device: deviceId(vector.hex('device')), at: vector.number('at_s') };
    if (!verifyRevocation(revocation, ...proofOf(vector))) return 'signature';
    expect(signRevocation(revocation.device, revocation.at, signerOf(vector))).toEqual(
      vector.hex('signature'),
    );
    return 'accept';
  },
});

test('a bundle of several parts opens whole, in its order, or not at all', () => {
  const random = seededRandom('parts');
  const pair = kemKeyPairFromSeed(kemSeed(random.bytes(32)));
  const place = { advisor: advisorId(random.bytes(16)), device: deviceId(random.bytes(16)) };
  const content = new Uint8Array(2 * BUNDLE_PART_BYTES + 1).fill(7);
  const { head, parts } = present(sealBundle(content, place, pair.publicKey, random));
  const [first, second, third] = parts.map(present);

  expect(parts).toHaveLength(3);
  expect(openBundle({ head, parts }, place, pair)).toEqual(content);
  expect(openBundle({ head, parts: [second, first, third].map(present) }, place, pair)).toBeNull();
  expect(openBundle({ head, parts: [first, second].map(present) }, place, pair)).toBeNull();
});

test('recovery words: fewer, others, or none are no card', () => {
  for (const text of ['', 'appel', 'x '.repeat(12), 'qqqq '.repeat(12)])
    expect(readRecoveryWords(text)).toBeNull();
});
