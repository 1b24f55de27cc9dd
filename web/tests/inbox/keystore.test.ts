import { beforeAll, describe, expect, test } from 'vitest';
import { concat, u8 } from '../../src/crypto/bytes.ts';
import { parseDeviceCertificate, verifyDeviceCertificate } from '../../src/crypto/device_certificate.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { conversationId } from '../../src/crypto/ids.ts';
import { parsePrekey, verifyPrekey } from '../../src/crypto/prekey.ts';
import { epochKey, privateKey, secret32 } from '../../src/crypto/secret.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { openVault, passphraseBytes, type VaultKeys, vaultKeys } from '../../src/crypto/vault.ts';
import {
  type Derive,
  type KeyOutput,
  Keystore,
  openIdentityPart,
  sealDevicePart,
  sealIdentityPart,
} from '../../src/worker/keystore.ts';
import {
  enrolmentOf,
  keepDevice,
  makeDevice,
  makePrekey,
  type NewDevice,
} from '../../src/worker/new_device.ts';
import { parseRecord, type Slot, type VaultRecord } from '../../src/worker/vault_store.ts';
import { checkedValue, present } from '../crypto/support/expect.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';
import { MemorySlots, MemoryVaultStore } from './memory_vault_store.ts';

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

describe('sealing anew with a passkey', () => {
  const output: KeyOutput = {
    credential: new Uint8Array([7, 7]),
    salt: new Uint8Array(32).fill(4),
    prf: new Uint8Array(32).fill(5),
  };
  // What costs a second is done once: the keys follow from the output alone here.
  const cheap: Derive = (passphrase, prf) => {
    const halves = concat(passphrase, prf ?? new Uint8Array(0));
    return {
      device: secret32('aead', sha256(concat(halves, u8(1)))),
      identity: secret32('aead', sha256(concat(halves, u8(2)))),
    };
  };
  const words = passphraseBytes('een twee drie vier vijf');

  // A vault on a disk of its own, under the passphrase alone.
  async function sealed() {
    const slots = new MemorySlots();
    const disk = new MemoryVaultStore(slots);
    const keys = present(cheap(words, undefined));
    const { lock, ...rest } = await record();
    const fresh = {
      ...rest,
      lock,
      device: sealDevicePart(keys.device, { lock }, device.content),
      identity: sealIdentityPart(keys.identity, { lock }, device.identity),
    };
    await disk.write(fresh);
    const keystore = present(Keystore.open({ key: keys.device, derive: cheap }, fresh, disk));
    return { slots, disk, keystore };
  }

  // With which of the two the vault on this disk opens, both parts of it.
  async function opensWith(disk: MemoryVaultStore): Promise<'passphrase' | 'passkey' | 'nothing'> {
    const kept = present(await disk.read());
    const opens = (prf: Uint8Array | undefined) => {
      const keys = present(cheap(words, prf));
      return (
        Keystore.open({ key: keys.device, derive: cheap, prf }, kept, disk) !== null &&
        openIdentityPart(keys, kept) !== null
      );
    };
    if (kept.securityKey) return opens(output.prf) ? 'passkey' : 'nothing';
    return opens(undefined) ? 'passphrase' : 'nothing';
  }

  test('both parts need the output from then on, also for what is written later, and no more once it is off', async () => {
    const { disk, keystore } = await sealed();
    expect(await opensWith(disk)).toBe('passphrase');

    expect(await keystore.reseal(words, output)).toBe(true);
    await keystore.rename(keystore.device, 'Laptop');
    expect(await opensWith(disk)).toBe('passkey');
    expect((await disk.read())?.securityKey).toEqual({ credential: output.credential, salt: output.salt });
    expect(keystore.openIdentity(words)?.verifyKey).toEqual(device.identity.verifyKey);
    expect(await keystore.opensFromDisk()).toBe(true);

    expect(await keystore.reseal(words, null)).toBe(true);
    expect(await opensWith(disk)).toBe('passphrase');
    expect(keystore.securityKey).toBeNull();
  });

  test('the output is nowhere on the disk', async () => {
    const { slots, keystore } = await sealed();
    await keystore.reseal(words, output);

    const held = Object.values(slots.kept.get('device') as object).map(String);
    expect(held).not.toContain(String(output.prf));
    expect(slots.kept.has('next')).toBe(false);
  });

  test('a wrong passphrase changes nothing', async () => {
    const { slots, keystore } = await sealed();
    const before = structuredClone(slots.kept);

    expect(await keystore.reseal(passphraseBytes('een twee'), output)).toBe(false);
    expect(slots.kept).toEqual(before);
  });

  test('what was written meanwhile is in the vault that takes its place', async () => {
    const { disk, keystore } = await sealed();
    const resealed = keystore.reseal(words, output);
    await keystore.rename(keystore.device, 'Laptop');
    await resealed;

    const keys = present(cheap(words, output.prf));
    const again = present(
      Keystore.open({ key: keys.device, derive: cheap }, present(await disk.read()), disk),
    );
    expect(again.nameOf(again.device)).toBe('Laptop');
  });

  test.each([
    [0, 'passphrase'],
    [1, 'passphrase'],
    [2, 'passphrase'],
    [3, 'passkey'],
  ])('the machine stops after %i steps: one vault opens, with the %s', async (steps, expected) => {
    const { slots, disk, keystore } = await sealed();
    slots.stepsLeft = steps;
    await keystore.reseal(words, output).catch(() => false);
    slots.stepsLeft = Number.POSITIVE_INFINITY;

    expect(await opensWith(disk)).toBe(expected);
    // Switched off halfway, what is left over would need less than the vault that is in force.
    expect(slots.kept.has('next')).toBe(false);
  });

  test('a disk that gives back something else keeps the vault that was there', async () => {
    class BadDisk extends MemorySlots {
      override async get(slot: Slot): Promise<unknown> {
        const kept = await super.get(slot);
        return slot === 'next' ? { ...(kept as object), device: new Uint8Array(200) } : kept;
      }
    }
    const { slots, keystore } = await sealed();
    const bad = new BadDisk();
    bad.kept.set('device', slots.kept.get('device'));
    const keys = present(cheap(words, undefined));
    const disk = new MemoryVaultStore(bad);
    const onBadDisk = present(
      Keystore.open({ key: keys.device, derive: cheap }, present(await disk.read()), disk),
    );

    expect(await onBadDisk.reseal(words, output)).toBe(false);
    expect(await opensWith(disk)).toBe('passphrase');
    expect(keystore.securityKey).toBeNull();
  });

  test.each([
    ['half of a passkey', { credential: new Uint8Array([1]) }],
    ['a passkey without a name', { credential: new Uint8Array(0), prfSalt: new Uint8Array(32) }],
    ['a short salt', { credential: new Uint8Array([1]), prfSalt: new Uint8Array(31) }],
  ])('is no record with %s', async (_, part) => {
    const { slots } = await sealed();

    expect(parseRecord({ ...(slots.kept.get('device') as object), ...part })).toBeNull();
  });
});
