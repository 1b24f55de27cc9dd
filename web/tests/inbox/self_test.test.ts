// The silent test of a device's keys: all is well with its own, and each thing that is wrong has its name.
import { beforeAll, expect, test } from 'vitest';
import { deviceId } from '../../src/crypto/ids.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { OwnDevice } from '../../src/protocol/messages.ts';
import type { Keystore } from '../../src/worker/keystore.ts';
import {
  keepDevice,
  makeDevice,
  makePrekey,
  type NewDevice,
  presentationOf,
  signedPrekey,
} from '../../src/worker/new_device.ts';
import { OwnDevices } from '../../src/worker/own_devices.ts';
import { selfTest } from '../../src/worker/self_test.ts';
import { present } from '../crypto/support/expect.ts';
import { MemoryVaultStore } from './memory_vault_store.ts';

const NOW = Math.floor(Date.now() / 1000);
const DERIVING_MS = 120_000;
const store = new MemoryVaultStore();
let made: NewDevice;
let keystore: Keystore;

beforeAll(async () => {
  await loadSodium();
  made = makeDevice('Sanne', NOW, systemRandom);
  keystore = present(await keepDevice(made, store, systemRandom));
}, DERIVING_MS);

const kept = (): OwnDevice => {
  const { certificate, prekey } = presentationOf(made, NOW);
  return { device: made.signing.keyId, certificate, prekey };
};

// What the server would answer; nothing else of the context is used.
async function faultsWith(devices: readonly OwnDevice[], now = NOW): Promise<readonly string[]> {
  const call = async (method: string) =>
    method === 'device.list'
      ? { ok: true, value: { devices } }
      : { ok: true, value: { devices: [], retired: [] } };
  const own = new OwnDevices({ call } as never, keystore, () => []);
  await own.refresh();
  return (await selfTest({ keystore, own, identityOpened: true, now })).faults;
}

test('a device in order has no faults', async () => {
  expect(await faultsWith([kept()])).toEqual([]);
});

test('a server that does not have it, or has something else, is named', async () => {
  const other = makePrekey(2, NOW, systemRandom);
  const foreign = signedPrekey(other, made.identity.keyId, made.signing);

  expect(await faultsWith([])).toEqual(['server']);
  expect(await faultsWith([{ ...kept(), device: deviceId(systemRandom.bytes(16)) }])).toEqual(['server']);
  expect(await faultsWith([{ ...kept(), prekey: foreign }])).toEqual(['prekey']);
  expect(await faultsWith([kept()], NOW + 36 * 86_400)).toEqual(['prekey']);
  expect(await faultsWith([kept()], NOW + 181 * 86_400)).toEqual(['certificate']);
});
