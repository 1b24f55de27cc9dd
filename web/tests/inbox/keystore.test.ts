import { beforeAll, describe, expect, test } from 'vitest';
import { parseDeviceCertificate, verifyDeviceCertificate } from '../../src/crypto/device_certificate.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { conversationId } from '../../src/crypto/ids.ts';
import { parsePrekey, verifyPrekey } from '../../src/crypto/prekey.ts';
import { epochKey, privateKey } from '../../src/crypto/secret.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { openVault, passphraseBytes, type VaultKeys, vaultKeys } from '../../src/crypto/vault.ts';
import { Keystore } from '../../src/worker/keystore.ts';
import {
  enrolmentOf,
  keepDevice,
  makeDevice,
  makePrekey,
  type NewDevice,
} from '../../src/worker/new_device.ts';
import { parseRecord, type VaultRecord } from '../../src/worker/vault_store.ts';
import { checkedValue, present } from '../crypto/support/expect.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';
import { MemoryVaultStore } from './memory_vault_store.ts';

const NOW = 1_790_000_000;
const DERIVING_MS = 120_000;
const CONVERSATION = conversationId(new Uint8Array(16).fill(7));
const OTHER = conversationId(new Uint8Array(16).fill(8));

const random = seededRandom('keystore');
const store = new MemoryVaultStore();
let device: NewDevice;
let key: VaultKeys;

const record = async (): Promise<VaultRecord> => present(await store.read());
const derive = async (passphrase: string): Promise<VaultKeys> =>
  present(
    vaultKeys({
      passphrase: passphraseBytes(passphrase),
      lock: (await record()).lock,
      share: device.share,
    }),
  );
const reopened = async (): Promise<Keystore> =>
  present(Keystore.open({ key: key.device, derive: () => null }, await record(), store));

// Once with the product's own cost, because the record refuses any lower.
beforeAll(async () => {
  await loadSodium();
  device = makeDevice('Sanne', NOW, random);
  present(await keepDevice(device, store, random));
  key = await derive(device.passphrase);
}, DERIVING_MS);

describe('a new device', () => {
  test('its vault opens with its passphrase and gives back its keys', async () => {
    const keystore = await reopened();

    expect(keystore.signing.verifyKey).toEqual(device.signing.verifyKey);
    expect(keystore.advisor).toEqual(device.identity.keyId);
    expect(keystore.notesKey.reveal()).toEqual(device.content.notesKey.reveal());
    expect(keystore.name).toBe('Sanne');
  });

  test(
    'another passphrase opens nothing',
    async () => {
      const wrong = await derive(`${device.passphrase.split(' ').reverse().join(' ')} x`);

      expect(Keystore.open({ key: wrong.device, derive: () => null }, await record(), store)).toBeNull();
    },
    DERIVING_MS,
  );

  test('the identity key lies apart, and is in the vault', async () => {
    const { identity, lock } = await record();

    expect(openVault(key.identity, { part: 'identity', device: lock.device }, identity)).toEqual(
      device.identity.seed.reveal(),
    );
    expect(openVault(key.device, { part: 'device', device: lock.device }, identity)).toBeNull();
  });

  test('what it enrols with is signed by its keys and holds no secret of the vault', () => {
    const request = enrolmentOf(device, new Uint8Array(16), NOW);

    const certificate = present(
      verifyDeviceCertificate(
        checkedValue(parseDeviceCertificate(request.certificate)),
        device.identity.verifyKey,
      ),
    );
    expect(verifyPrekey(checkedValue(parsePrekey(request.prekey)), certificate)).not.toBeNull();
    expect(request.unlock_token_hash).toEqual(sha256(device.unlockToken));
  });
});

describe('keystore', () => {
  test('case keys are there again after reopening, each with its own conversation', async () => {
    const keystore = await reopened();
    const [first, second] = [epochKey(random.bytes(32)), epochKey(random.bytes(32))];
    keystore.keepCase(CONVERSATION, new Map([[0, first]]), new Map());
    keystore.keepCase(OTHER, new Map([[3, second]]), new Map([[5, privateKey(random.bytes(32))]]));
    await keystore.saved();

    const again = await reopened();

    expect(again.epochKeysOf(CONVERSATION).get(0)?.reveal()).toEqual(first.reveal());
    expect(again.epochKeysOf(OTHER).get(3)?.reveal()).toEqual(second.reveal());
    expect([...again.privateKeysOf(OTHER).keys()]).toEqual([5]);
    expect(again.privateKeysOf(CONVERSATION).size).toBe(0);
  });

  test('nothing is written when nothing is new', async () => {
    const keystore = await reopened();
    const writes = store.writes;

    keystore.keepCase(CONVERSATION, keystore.epochKeysOf(CONVERSATION), new Map());
    await keystore.saved();

    expect(store.writes).toBe(writes);
  });

  test('keys of private entries that are no longer wanted are gone from the disk', async () => {
    const keystore = await reopened();

    keystore.keepCase(OTHER, keystore.epochKeysOf(OTHER), new Map());
    await keystore.saved();

    expect((await reopened()).privateKeysOf(OTHER).size).toBe(0);
  });

  test('a new prekey is on the disk when replacing is done', async () => {
    const keystore = await reopened();
    const next = makePrekey(2, NOW, random);

    await keystore.replacePrekeys([...keystore.prekeys, next]);

    const again = await reopened();
    expect(again.prekeys.map(({ number }) => number)).toEqual([1, 2]);
    expect(again.kemKeys.at(-1)?.publicKey).toEqual(keystore.kemKeys.at(-1)?.publicKey);
  });
});

describe('the record on the disk', () => {
  const stored = () => store.slots.kept.get('device') as Record<string, unknown>;

  test('names no word of the passphrase and no secret in the clear', () => {
    const seeds = [device.signing.seed, device.identity.seed, device.share, device.content.notesKey];
    const held = Object.values(stored()).flatMap((value) =>
      value instanceof Uint8Array ? [Buffer.from(value).toString('hex')] : [String(value)],
    );

    for (const seed of seeds) {
      const hex = Buffer.from(seed.reveal()).toString('hex');
      expect(held.some((value) => value.includes(hex))).toBe(false);
    }
    for (const word of device.passphrase.split(' ')) expect(held).not.toContain(word);
  });

  test.each([
    ['nothing', undefined],
    ['text', 'vault'],
    ['another version', { version: 1 }],
    ['a cheaper passphrase', { memoryKib: 1024 }],
    ['a single pass', { passes: 1 }],
    ['a short salt', { salt: new Uint8Array(8) }],
    ['a short token', { unlockToken: new Uint8Array(31) }],
    ['no sealed part', { device: undefined }],
    ['a name that is none', { name: 7 }],
    ['an all-zero identity', { identityKey: new Uint8Array(32) }],
  ])('is no record with %s', (_, part) => {
    const changed = typeof part === 'object' ? { ...stored(), ...part } : part;

    expect(parseRecord(changed)).toBeNull();
  });
});
