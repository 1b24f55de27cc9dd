import { beforeAll, expect, test } from 'vitest';
import {
  EPOCH_AGE_MAX,
  EPOCH_ENTRIES_MAX,
  type EpochFacts,
  needsRotation,
} from '../../src/crypto/rotation.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { present } from './support/expect.ts';
import { DAY, makeDevice, NOW, Scenario } from './support/scenario.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const scenario = () => Scenario.usual(seededRandom('rotation'));
const facts = (extra: Partial<EpochFacts> = {}): EpochFacts => ({
  commit: present(scenario().writer.commit),
  startedAt: NOW,
  entries: 2,
  ...extra,
});

test('rotation: not while the epoch is young and wrapped to the valid prekeys', () => {
  expect(needsRotation(facts(), [scenario().device.prekey], NOW)).toBe(false);
});

test('rotation: when the epoch is old or long', () => {
  const prekeys = [scenario().device.prekey];

  expect(needsRotation(facts(), prekeys, NOW + EPOCH_AGE_MAX)).toBe(false);
  expect(needsRotation(facts(), prekeys, NOW + EPOCH_AGE_MAX + 1)).toBe(true);
  expect(needsRotation(facts({ entries: EPOCH_ENTRIES_MAX + 1 }), prekeys, NOW)).toBe(true);
});

test('rotation: when a device has another prekey, joined or left', () => {
  const { device } = scenario();
  const random = seededRandom('devices');
  const renewed = makeDevice(random, device.identity).prekey;

  expect(needsRotation(facts(), [renewed], NOW)).toBe(true);
  expect(needsRotation(facts(), [device.prekey, renewed], NOW)).toBe(true);
});

test('rotation: never when nobody could read', () => {
  const { prekey } = scenario().device;

  expect(needsRotation(facts(), [], NOW + 8 * DAY)).toBe(false);
  expect(needsRotation(facts(), [prekey], NOW + 31 * DAY)).toBe(false);
});
