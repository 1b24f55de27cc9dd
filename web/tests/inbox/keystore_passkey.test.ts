import { beforeAll, describe, expect, test } from 'vitest';
import { concat, u8 } from '../../src/crypto/bytes.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { secret32 } from '../../src/crypto/secret.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { passphraseBytes } from '../../src/crypto/vault.ts';
import {
  type Derive,
  type KeyOutput,
  Keystore,
  openIdentityPart,
  sealDevicePart,
  sealIdentityPart,
} from '../../src/worker/keystore.ts';
import { keepDevice, makeDevice, type NewDevice } from '../../src/worker/new_device.ts';
import { parseRecord, type Slot, type VaultRecord } from '../../src/worker/vault_store.ts';
import { present } from '../crypto/support/expect.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';
import { MemorySlots, MemoryVaultStore } from './memory_vault_store.ts';

const DERIVING_MS = 120_000;

const random = seededRandom('keystore');
let device: NewDevice;
let record: VaultRecord;

// Once with the product's own cost, because the record refuses any lower.
beforeAll(async () => {
  await loadSodium();
  device = makeDevice('Sanne', 1_790_000_000, random);
  const store = new MemoryVaultStore();
  present(await keepDevice(device, store, random));
  record = present(await store.read());
}, DERIVING_MS);

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
    const { lock, ...rest } = record;
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
