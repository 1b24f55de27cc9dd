// A device was lost, joined, or came back alone: what the others do, and what everybody can read afterwards.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  advisorRecipient,
  type CommitPlan,
  clientRecipient,
  sealCommit,
} from '../../src/crypto/commit_seal.ts';
import { hashValue } from '../../src/crypto/ids.ts';
import { LogReader } from '../../src/crypto/log_reader.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { historyPlan } from '../../src/worker/history_plan.ts';
import { type RepairFacts, repairPlan } from '../../src/worker/repair_plan.ts';
import { present } from '../crypto/support/expect.ts';
import { readUpTo } from '../crypto/support/reading.ts';
import { type AdvisorDevice, makeDevice, NOW, PLAIN_ROSTER, Scenario } from '../crypto/support/scenario.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';

beforeAll(loadSodium);

const NO_HASH = hashValue(new Uint8Array(32).fill(1));

const factsOf = (by: AdvisorDevice, own: readonly AdvisorDevice[], revokedAt = 0): RepairFacts => ({
  identityKey: by.identity.verifyKey,
  own: own.map(({ prekey }) => prekey),
  ownKemId: by.kem.kemId,
  revokedAt,
  others: [],
});

function stage() {
  const scenario = Scenario.usual(seededRandom('repair'));
  const second = makeDevice(scenario.random, scenario.device.identity);
  const { conversation, share } = scenario;
  const readerOf = (device: AdvisorDevice) => new LogReader({ conversation, share, kemKeys: [device.kem] });
  const certificates = [scenario.device.certificate, second.certificate];
  const read = (reader: LogReader, log = scenario.log) =>
    log.map((entry) => reader.append(entry, scenario.context({ certificates })));
  const seal = (plan: CommitPlan, by: AdvisorDevice | null, reader: LogReader) =>
    present(
      sealCommit({
        plan,
        position: reader.next('commit'),
        share,
        signer: by ? by.signing : scenario.client.signing,
        random: scenario.random,
      }),
    ).entry;
  return { scenario, second, readerOf, read, seal, certificates };
}

describe('repair plan', () => {
  test('nothing to do while the devices are those that the epoch was wrapped to', () => {
    const { scenario } = stage();
    const reader = readUpTo(scenario.deviceReader(), scenario);

    expect(repairPlan(reader, factsOf(scenario.device, [scenario.device]))).toBeNull();
  });

  test('a device that joined gets the new epoch and all earlier ones', () => {
    const { scenario, second, readerOf, read, seal } = stage();
    const reader = readUpTo(scenario.deviceReader(), scenario);

    const plan = present(repairPlan(reader, factsOf(scenario.device, [scenario.device, second])));
    const entry = seal(plan, scenario.device, reader);

    expect(plan.reason).toBe('rotate');
    const joined = readerOf(second);
    read(joined);
    expect(joined.keys).toBeNull();
    const results = read(joined, [entry]);
    expect(results.map(({ ok }) => ok)).toEqual([true]);
    expect([...joined.epochKeys.keys()].sort()).toEqual([0, 1, 2]);
    expect(joined.roster?.school).toBe('00AB01');
    expect(read(scenario.clientReader(), [...scenario.log, entry]).every(({ ok }) => ok)).toBe(true);
  });

  test('a revoked device is left out of the next epoch, without the client', () => {
    const { scenario, second, readerOf, read, seal } = stage();
    const reader = readUpTo(scenario.deviceReader(), scenario);
    const shared = seal(
      present(repairPlan(reader, factsOf(scenario.device, [scenario.device, second]))),
      scenario.device,
      reader,
    );
    read(reader, [shared]);

    const plan = present(repairPlan(reader, factsOf(scenario.device, [scenario.device], NOW)));
    const entry = seal(plan, scenario.device, reader);

    expect(plan.reason).toBe('device_revoked');
    const lost = readerOf(second);
    read(lost, [...scenario.log, shared, entry]);
    expect(lost.epoch).toBe(3);
    expect(lost.keys).toBeNull();
    read(reader, [entry]);
    expect(reader.keys).not.toBeNull();
  });

  test('who reads nothing waits for another device, and is recovered only alone', () => {
    const { scenario, second, readerOf, read } = stage();
    const reader = readerOf(second);
    read(reader);

    expect(repairPlan(reader, factsOf(second, [scenario.device, second]))).toBeNull();
    expect(repairPlan(reader, factsOf(second, [second]))?.reason).toBe('recovered');
  });

  test('another advisor who cannot be reached is not put out', () => {
    const { scenario } = stage();
    const other = makeDevice(scenario.random);
    const added = scenario.makeCommit('add', [...scenario.recipients(), advisorRecipient(other.prekey)]);
    scenario.append(added);
    const reader = readUpTo(scenario.deviceReader(), scenario);
    const facts = factsOf(scenario.device, [scenario.device], NOW);

    expect(repairPlan(reader, facts)).toBeNull();
    expect(repairPlan(reader, { ...facts, others: [other.prekey] })?.recipients).toHaveLength(3);
  });
});

describe('all devices lost', () => {
  test('the client reads on, keeps its roster, and gives the history back', () => {
    const { scenario, second: next, readerOf, read, seal } = stage();
    const reader = readerOf(next);
    read(reader);
    const recovered = seal(present(repairPlan(reader, factsOf(next, [next]))), next, reader);
    const client = scenario.clientReader();
    expect(read(client, [...scenario.log, recovered]).every(({ ok }) => ok)).toBe(true);
    expect(client.roster?.school).toBe('00AB01');
    read(reader, [recovered]);
    expect(reader.keys).not.toBeNull();
    expect(reader.roster).toBeNull();

    const directory = { hash: NO_HASH, version: 1 };
    const { verifyKey } = scenario.client.signing;
    const facts = { ownKey: verifyKey, ownKemKey: scenario.client.kem.publicKey, directory, now: NOW };
    const to = next.identity.verifyKey;
    const plan = present(historyPlan(client, { ...facts, prekeys: [next.prekey], to }));
    const given = seal(plan, null, client);
    const [result] = read(reader, [given]);

    expect(result?.ok).toBe(true);
    expect(reader.roster?.school).toBe('00AB01');
    const texts = scenario.log.map((_, seq) => reader.epochKeys.has(seq < 3 ? 0 : 1));
    expect(texts.every(Boolean)).toBe(true);
  });

  test('a recovered COMMIT that says something in its roster is refused by who can read it', () => {
    const { scenario, second: next, readerOf, read, seal } = stage();
    const reader = readerOf(next);
    read(reader);
    const plan = present(repairPlan(reader, factsOf(next, [next])));
    const entry = seal({ ...plan, roster: PLAIN_ROSTER }, next, reader);

    const results = read(scenario.clientReader(), [...scenario.log, entry]);

    expect(results.at(-1)).toEqual({ ok: false, refusal: 'rule' });
  });

  test('only who lost it is given anything', () => {
    const { scenario, second: next } = stage();
    const other = makeDevice(scenario.random);
    scenario.append(scenario.makeCommit('add', [...scenario.recipients(), advisorRecipient(other.prekey)]));
    const directory = { hash: NO_HASH, version: 1 };
    const own = scenario.client;
    const facts = { ownKey: own.signing.verifyKey, ownKemKey: own.kem.publicKey, directory, now: NOW };
    const prekeys = [next.prekey, other.prekey];

    const plan = present(historyPlan(scenario.writer, { ...facts, prekeys, to: next.identity.verifyKey }));

    expect(plan.recipients.map(({ history }) => history.length)).toEqual([0, 3, 0]);
    expect(plan.recipients[0]).toEqual(clientRecipient(own.signing.verifyKey, own.kem.publicKey));
  });
});
