import { beforeAll, describe, expect, test } from 'vitest';
import { argon2Salt } from '../../src/crypto/argon2id.ts';
import { fromHex } from '../../src/crypto/encoding.ts';
import { conversationId, deviceId, hashValue } from '../../src/crypto/ids.ts';
import { notesKey } from '../../src/crypto/note.ts';
import { epochKey, kemSeed, privateKey, signingSeed } from '../../src/crypto/secret.ts';
import { verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import {
  costAllowed,
  deviceShare,
  generatePassphrase,
  openVault,
  passphraseBytes,
  sealVault,
  VAULT_COST_MIN,
  type VaultUnlock,
  vaultKeys,
} from '../../src/crypto/vault.ts';
import { encodeVaultContent, parseVaultContent, type VaultContent } from '../../src/crypto/vault_content.ts';
import { flipped, present } from './support/expect.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const filled = (size: number, value: number): Uint8Array => new Uint8Array(size).fill(value);
const unlock = (extra: Partial<VaultUnlock> = {}): VaultUnlock => ({
  passphrase: passphraseBytes('een twee drie vier vijf'),
  // The smallest that libsodium takes: these tests are about the two halves, not about the cost.
  lock: {
    salt: argon2Salt(filled(16, 1)),
    cost: { memoryKib: 8, passes: 1 },
    device: deviceId(filled(16, 2)),
  },
  share: deviceShare(filled(32, 3)),
  ...extra,
});
const key = (extra: Partial<VaultUnlock> = {}) => present(vaultKeys(unlock(extra))).device;
const place = { part: 'device', device: deviceId(filled(16, 2)) } as const;
const content = filled(5000, 7);
const sealed = () => sealVault(key(), place, content, seededRandom('vault'));

describe('vault: both halves are needed', () => {
  test('it opens with the same passphrase, share and device', () => {
    expect(openVault(key(), place, sealed())).toEqual(content);
  });

  test.each([
    ['another passphrase', { passphrase: passphraseBytes('een twee drie vier zes') }],
    ['another share', { share: deviceShare(filled(32, 4)) }],
    ['another salt', { lock: { ...unlock().lock, salt: argon2Salt(filled(16, 9)) } }],
    ['another cost', { lock: { ...unlock().lock, cost: { memoryKib: 9, passes: 1 } } }],
    ['another device', { lock: { ...unlock().lock, device: deviceId(filled(16, 9)) } }],
    ['a security key’s output', { prf: filled(32, 5) }],
  ])('not with %s', (_, extra) => {
    expect(openVault(key(extra), place, sealed())).toBeNull();
  });

  test.each([
    ['another device', { ...place, device: deviceId(filled(16, 9)) }],
    ['another part', { ...place, part: 'identity' as const }],
  ])('not in the place of %s', (_, other) => {
    expect(openVault(key(), other, sealed())).toBeNull();
  });

  test('not when a byte changed or is missing', () => {
    const bytes = sealed();
    const opened = [0, 2, 3, 30, bytes.length - 1].filter((i) => openVault(key(), place, flipped(bytes, i)));

    expect(opened).toEqual([]);
    expect(openVault(key(), place, bytes.slice(0, -1))).toBeNull();
    expect(openVault(key(), place, present(fromHex('')))).toBeNull();
  });

  test('its size tells steps of four kilobytes', () => {
    const size = (length: number) => sealVault(key(), place, filled(length, 1), seededRandom('vault')).length;

    expect(size(0)).toBe(size(4092));
    expect(size(4093)).toBe(size(4092) + 4096);
  });
});

describe('vault: passphrases', () => {
  test('five words, written in any way', () => {
    const passphrase = generatePassphrase(seededRandom('passphrase'));

    expect(passphrase.split(' ')).toHaveLength(5);
    expect(passphraseBytes(`  ${passphrase.toUpperCase().replaceAll(' ', '\n ')} `)).toEqual(
      passphraseBytes(passphrase),
    );
  });

  test('a stored lock may not make guessing cheap', () => {
    expect(costAllowed(VAULT_COST_MIN)).toBe(true);
    expect(costAllowed({ ...VAULT_COST_MIN, memoryKib: VAULT_COST_MIN.memoryKib - 1 })).toBe(false);
    expect(costAllowed({ ...VAULT_COST_MIN, passes: VAULT_COST_MIN.passes - 1 })).toBe(false);
  });
});

describe('vault content', () => {
  const conversation = conversationId(filled(16, 1));
  const full: VaultContent = {
    deviceSeed: signingSeed(filled(32, 1)),
    notesKey: notesKey(filled(32, 2)),
    prekeys: [{ number: 4, notBefore: 10, notAfter: 20, seed: kemSeed(filled(32, 3)) }],
    caseKeys: [{ conversation, epoch: 2, key: epochKey(filled(32, 4)) }],
    privateKeys: [{ conversation, seq: 7, key: privateKey(filled(32, 5)) }],
    names: [{ device: deviceId(filled(16, 6)), name: 'laptop thuis' }],
    directorySeen: {
      head: { version: 9, hash: hashValue(filled(32, 6)) },
      rootKeys: [7, 8, 9].map((fill) => present(verifyKey(filled(32, fill)))),
      ownRecord: null,
    },
  };

  test('everything comes back', () => {
    const bytes = encodeVaultContent(full);
    const parsed = present(parseVaultContent(bytes));

    expect(encodeVaultContent(parsed)).toEqual(bytes);
    expect(parsed.prekeys[0]).toMatchObject({ number: 4, notBefore: 10, notAfter: 20 });
    expect(parsed.caseKeys[0]?.key.reveal()).toEqual(filled(32, 4));
    expect(parsed.privateKeys[0]?.seq).toBe(7);
    expect(parsed.directorySeen).toEqual(full.directorySeen);
    const before = { ...full, directorySeen: undefined };
    expect(present(parseVaultContent(encodeVaultContent(before))).directorySeen).toBeUndefined();
  });

  test('what was cut or holds zero keys is refused', () => {
    const bytes = encodeVaultContent(full);
    const zeroed = bytes.slice().fill(0, 6, 38);

    expect(parseVaultContent(bytes.slice(0, -1))).toBeNull();
    expect(parseVaultContent(zeroed)).toBeNull();
    expect(parseVaultContent(new Uint8Array(0))).toBeNull();
  });
});
