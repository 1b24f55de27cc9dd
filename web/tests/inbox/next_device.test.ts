// From one device to the next (crypto/KZ1.md 4.3): what is sealed on one opens on the other, whole, and nowhere else.
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeBundleContent, parseBundleContent } from '../../src/crypto/bundle_content.ts';
import { conversationId, deviceId, signature } from '../../src/crypto/ids.ts';
import { notesKey } from '../../src/crypto/note.ts';
import { verifyRecoveryCard } from '../../src/crypto/recovery_card.ts';
import { epochKey, privateKey, signingSeed } from '../../src/crypto/secret.ts';
import { generateSigningKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { DEVICE_NAME_BYTES_MAX, nameOf, withName } from '../../src/crypto/vault_content.ts';
import { keyWarnings } from '../../src/feature/inbox/keys_screen.tsx';
import type { DeviceRow } from '../../src/worker/advisor_messages.ts';
import { makeCard } from '../../src/worker/recovery.ts';
import { RENEW_BEFORE_S, renewalIsDue } from '../../src/worker/renewal.ts';
import { present } from '../crypto/support/expect.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';

beforeAll(loadSodium);

const filled = (size: number, value: number): Uint8Array => new Uint8Array(size).fill(value);
const DEVICE = deviceId(filled(16, 9));
const DAY = 86_400;

describe('bundle content', () => {
  const conversation = conversationId(filled(16, 1));
  const content = {
    identitySeed: signingSeed(filled(32, 1)),
    passphrase: 'een twee drie vier vijf',
    advisorName: 'Sanne',
    notesKey: notesKey(filled(32, 2)),
    caseKeys: [{ conversation, epoch: 3, key: epochKey(filled(32, 3)) }],
    privateKeys: [{ conversation, seq: 5, key: privateKey(filled(32, 4)) }],
    names: [{ device: DEVICE, name: 'Laptop thuis' }],
  };

  test('everything comes back, and its size says little', () => {
    const bytes = encodeBundleContent(content);
    const parsed = present(parseBundleContent(bytes));

    expect(encodeBundleContent(parsed)).toEqual(bytes);
    expect(parsed.passphrase).toBe(content.passphrase);
    expect(nameOf(parsed.names, DEVICE)).toBe('Laptop thuis');
    expect(bytes.length % 4096).toBe(0);
  });

  test('what is cut, empty or without an identity key is refused', () => {
    const bytes = encodeBundleContent(content);

    expect(parseBundleContent(bytes.slice(0, 100))).toBeNull();
    expect(parseBundleContent(new Uint8Array(0))).toBeNull();
    expect(parseBundleContent(encodeBundleContent({ ...content, passphrase: '' }))).toBeNull();
  });
});

describe('names of devices', () => {
  test('a new name takes the place of the old, and a long one is cut', () => {
    const once = withName([], DEVICE, ' Laptop ');
    const twice = withName(once, DEVICE, 'é'.repeat(100));

    expect(nameOf(once, DEVICE)).toBe('Laptop');
    expect(twice).toHaveLength(1);
    expect(new TextEncoder().encode(nameOf(twice, DEVICE)).length).toBeLessThanOrEqual(DEVICE_NAME_BYTES_MAX);
    expect(nameOf(twice, deviceId(filled(16, 8)))).toBe('');
  });
});

describe('recovery card', () => {
  test('it has twelve words, and what the server gets is vouched for', () => {
    const identity = generateSigningKey(seededRandom('card'));
    const card = present(makeCard(identity, 'kiezel.example'));
    const { token_hash: tokenHash, sealed, proof } = card.request;

    expect(card.words).toHaveLength(12);
    expect(verifyRecoveryCard({ tokenHash, sealed }, identity.verifyKey, signature(proof))).toBe(true);
  });
});

describe('what needs attention', () => {
  const row = (part: Partial<DeviceRow>): DeviceRow => ({
    id: '1',
    name: '',
    isThis: false,
    certifiedUntil: 100 * DAY,
    prekeySince: 0,
    prekeyUntil: 35 * DAY,
    revokedAt: null,
    ...part,
  });

  test.each([
    ['two devices and a card', [row({ isThis: true }), row({})], 1, []],
    ['one device', [row({ isThis: true }), row({ revokedAt: 5 })], 1, ['one_device']],
    ['no card', [row({ isThis: true }), row({})], null, ['no_card']],
    [
      'a certificate that ends',
      [row({ isThis: true, certifiedUntil: 13 * DAY }), row({})],
      1,
      ['certificate'],
    ],
  ] as const)('%s', (_, list, card, expected) => {
    expect(keyWarnings(list, card, 0)).toEqual(expected);
  });

  test('a certificate is renewed two months before its end', () => {
    expect(renewalIsDue(RENEW_BEFORE_S + 1, 0)).toBe(false);
    expect(renewalIsDue(RENEW_BEFORE_S, 0)).toBe(true);
  });
});
