import { beforeAll, describe, expect, test } from 'vitest';
import { encodeCommit, parseCommit } from '../../src/crypto/commit.ts';
import {
  advisorRecipient,
  clientRecipient,
  sealCommit,
  sealCommitPayload,
} from '../../src/crypto/commit_seal.ts';
import { NO_NONCE, signEntry } from '../../src/crypto/entry.ts';
import { deriveEpoch } from '../../src/crypto/epoch.ts';
import { nonce } from '../../src/crypto/ids.ts';
import { LogReader } from '../../src/crypto/log_reader.ts';
import { epochKey, share } from '../../src/crypto/secret.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { checkedValue, flipped, present } from './support/expect.ts';
import { contentOf, outcome, readUpTo } from './support/reading.ts';
import { DAY, makeClient, makeDevice, NOW, PLAIN_ROSTER, Scenario } from './support/scenario.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const random = () => seededRandom('log_reader');

describe('log reader: what does not belong is refused and changes nothing', () => {
  const second = (scenario: Scenario) => present(scenario.log[1]);

  test('a dropped entry leaves a gap', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.deviceReader(), scenario, 1);

    expect(outcome(reader.append(present(scenario.log[2]), scenario.context()))).toBe('gap');
    expect(outcome(reader.append(second(scenario), scenario.context()))).toBe('accept');
  });

  test('swapped entries are refused', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.deviceReader(), scenario, 1);

    const swapped = [2, 1].map((i) => outcome(reader.append(present(scenario.log[i]), scenario.context())));

    expect(swapped).toEqual(['gap', 'accept']);
  });

  test('a replayed entry is named', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.deviceReader(), scenario);

    expect(outcome(reader.append(second(scenario), scenario.context()))).toBe('replay');
    expect(reader.headSeq).toBe(4);
  });

  test('another history of the same conversation is a fork', () => {
    const scenario = Scenario.usual(random());
    const fork = Scenario.usual(random());
    const other = fork.makeMessage({ text: 'Iets anders' });
    const reader = readUpTo(scenario.deviceReader(), scenario);
    scenario.append(scenario.makeMessage({ text: 'Hier' }));
    fork.append(other);
    fork.append(fork.makeMessage({ text: 'En verder' }));
    expect(outcome(reader.append(present(scenario.log[5]), scenario.context()))).toBe('accept');

    expect(outcome(reader.append(present(fork.log[6]), fork.context()))).toBe('fork');
  });

  test('every flipped byte of a message is noticed', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.deviceReader(), scenario, 1);
    const entry = second(scenario);
    // Header and signature byte by byte, the payload in steps.
    const indexes = [...entry.keys()].filter((i) => i < 108 || i >= entry.length - 64 || i % 97 === 0);

    const accepted = indexes.filter((i) => reader.append(flipped(entry, i), scenario.context()).ok);

    expect(accepted).toEqual([]);
    expect(reader.headSeq).toBe(0);
  });

  test('an entry of another conversation is foreign', () => {
    const scenario = Scenario.usual(random());
    const other = Scenario.usual(seededRandom('another'));
    const reader = readUpTo(scenario.deviceReader(), scenario, 1);

    expect(outcome(reader.append(second(other), other.context()))).toBe('foreign');
  });

  test('a wrong share opens nothing', () => {
    const scenario = Scenario.usual(random());
    const { conversation, device } = scenario;
    const wrong = share(new Uint8Array(32).fill(9));
    const reader = new LogReader({ conversation, share: wrong, kemKeys: [device.kem] });

    expect(outcome(reader.append(present(scenario.log[0]), scenario.context()))).toBe('decrypt');
  });

  test('a creator that gives two members two keys is caught by the second', () => {
    const scenario = new Scenario(random());
    const position = scenario.writer.next('commit');
    const make = (fill: number) => {
      const key = epochKey(new Uint8Array(32).fill(fill));
      const keys = deriveEpoch(scenario.share, key, scenario.conversation, 0);
      const plan = { reason: 'create', recipients: scenario.recipients(), roster: PLAIN_ROSTER } as const;
      return checkedValue(parseCommit(present(sealCommitPayload(plan, key, keys, random()))));
    };
    const [honest, other] = [make(1), make(2)];
    const recipients = [present(honest.recipients[0]), present(other.recipients[1])];
    const payload = encodeCommit({ ...honest, recipients });
    const entry = signEntry('commit', position, { nonce: NO_NONCE, payload }, scenario.client.signing);

    expect(outcome(scenario.clientReader().append(entry, scenario.context()))).toBe('accept');
    expect(outcome(scenario.deviceReader().append(entry, scenario.context()))).toBe('decrypt');
  });

  test('a history grant that is not the key of its epoch is refused', () => {
    const scenario = Scenario.usual(random());
    const history = [{ epoch: 0, key: epochKey(new Uint8Array(32).fill(3)) }];
    const recipients = [
      clientRecipient(scenario.client.signing.verifyKey, scenario.client.kem.publicKey),
      advisorRecipient(scenario.device.prekey, history),
    ];
    const entry = scenario.makeCommit('rotate', recipients);

    expect(outcome(readUpTo(scenario.clientReader(), scenario).append(entry, scenario.context()))).toBe(
      'accept',
    );
    expect(outcome(readUpTo(scenario.deviceReader(), scenario).append(entry, scenario.context()))).toBe(
      'decrypt',
    );
  });

  test('a wrap moved to another conversation does not open', () => {
    const scenario = new Scenario(random());
    const create = scenario.makeCommit('create');
    const { share, client } = scenario;
    const other = new Scenario(seededRandom('another'));
    const payload = create.slice(108, -64);
    const position = other.writer.next('commit');
    const moved = signEntry('commit', position, { nonce: NO_NONCE, payload }, client.signing);
    const reader = new LogReader({ conversation: other.conversation, share, kemKeys: [client.kem] });

    expect(outcome(reader.append(moved, other.context()))).toBe('decrypt');
  });

  test('a conversation that another key began is not the client’s own', () => {
    const scenario = new Scenario(random());
    const intruder = makeClient(scenario.random);
    const recipients = [
      clientRecipient(intruder.signing.verifyKey, intruder.kem.publicKey),
      advisorRecipient(scenario.device.prekey),
    ];
    const entry = scenario.makeCommit('create', recipients, intruder.signing);

    const reader = scenario.clientReader();
    expect(outcome(reader.append(entry, scenario.context()))).toBe('accept');
    expect(reader.record).toBeNull();
  });

  test('a ciphertext signed again by somebody else does not open', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.clientReader(), scenario);
    const original = scenario.makeMessage({ text: 'van mij' });
    const seal = { nonce: nonce(original.slice(80, 104)), payload: original.slice(108, -64) };
    const stolen = signEntry('message', scenario.writer.next(), seal, scenario.device.signing);

    expect(contentOf(reader.append(stolen, scenario.context())).kind).toBe('unreadable');
  });
});

describe('log reader: devices of advisors', () => {
  const fromDevice = (scenario: Scenario) => scenario.makeMessage({ text: 'Dag' }, scenario.device.signing);

  test('without its certificate a device is nobody, and with it everything goes on', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.clientReader(), scenario);
    const entry = fromDevice(scenario);

    expect(outcome(reader.append(entry, scenario.context({ certificates: [] })))).toBe('sender');
    expect(outcome(reader.append(entry, scenario.context()))).toBe('accept');
  });

  test('a device of another advisor is nobody', () => {
    const scenario = Scenario.usual(random());
    const stranger = makeDevice(scenario.random);
    const entry = scenario.makeMessage({ text: 'Dag' }, stranger.signing);
    const certificates = [stranger.certificate, scenario.device.certificate];

    const result = readUpTo(scenario.clientReader(), scenario).append(
      entry,
      scenario.context({ certificates }),
    );

    expect(outcome(result)).toBe('sender');
  });

  test.each([
    ['before its certificate', { receivedAt: NOW - 2 * DAY }],
    ['at the end of its certificate', { receivedAt: NOW + 30 * DAY }],
  ])('an entry %s is refused', (_, extra) => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.clientReader(), scenario);

    expect(outcome(reader.append(fromDevice(scenario), scenario.context(extra)))).toBe('rule');
  });

  test('a revoked device counts until it was revoked', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.clientReader(), scenario);
    const revocations = [{ device: scenario.device.signing.keyId, revokedAt: NOW }];
    const entry = fromDevice(scenario);

    expect(outcome(reader.append(entry, scenario.context({ revocations })))).toBe('rule');
    expect(outcome(reader.append(entry, scenario.context({ revocations, receivedAt: NOW - 1 })))).toBe(
      'accept',
    );
  });

  test('an entry of a revoked device cannot be dated back to before what was read', () => {
    const scenario = Scenario.usual(random());
    const later = NOW + 2 * 3600;
    const reader = readUpTo(scenario.clientReader(), scenario);
    scenario.append(scenario.makeMessage({ text: 'na de intrekking' }));
    const last = present(scenario.log[scenario.log.length - 1]);
    const revocations = [{ device: scenario.device.signing.keyId, revokedAt: NOW }];

    expect(outcome(reader.append(last, scenario.context({ revocations, receivedAt: later })))).toBe('accept');
    const datedBack = scenario.context({ revocations, receivedAt: NOW - 1 });
    expect(outcome(reader.append(fromDevice(scenario), datedBack))).toBe('rule');
  });

  test('an advisor may rotate but not add a colleague', () => {
    const scenario = Scenario.usual(random());
    const colleague = makeDevice(scenario.random);
    const added = [...scenario.recipients(), advisorRecipient(colleague.prekey)];
    const adding = scenario.makeCommit('add', added, scenario.device.signing);
    const rotating = scenario.makeCommit('rotate', scenario.recipients(), scenario.device.signing);
    const reader = readUpTo(scenario.clientReader(), scenario);

    expect(outcome(reader.append(adding, scenario.context()))).toBe('rule');
    expect(outcome(reader.append(rotating, scenario.context()))).toBe('accept');
  });
});

describe('log reader: exclusions', () => {
  test('an excluded advisor is not added, not even by the client', () => {
    const scenario = Scenario.usual(random());
    const colleague = makeDevice(scenario.random);
    const recipients = [...scenario.recipients(), advisorRecipient(colleague.prekey)];
    const roster = { ...PLAIN_ROSTER, excludedAdvisors: [colleague.identity.keyId] };
    const plan = { reason: 'add', recipients, roster } as const;
    const position = scenario.writer.next('commit');
    const signer = scenario.client.signing;
    const made = present(sealCommit({ plan, position, share: scenario.share, signer, random: random() }));

    const result = readUpTo(scenario.deviceReader(), scenario).append(made.entry, scenario.context());

    expect(outcome(result)).toBe('rule');
  });

  test('an advisor cannot shorten the list', () => {
    const scenario = new Scenario(random());
    const excluded = makeDevice(scenario.random).identity.keyId;
    const commit = (
      reason: 'create' | 'rotate',
      excludedAdvisors: readonly (typeof excluded)[],
      signer = scenario.client.signing,
    ) => {
      const plan = {
        reason,
        recipients: scenario.recipients(),
        roster: { ...PLAIN_ROSTER, excludedAdvisors },
      };
      const position = scenario.writer.next('commit');
      return present(sealCommit({ plan, position, share: scenario.share, signer, random: scenario.random }))
        .entry;
    };
    scenario.append(commit('create', [excluded]));
    const reader = readUpTo(scenario.clientReader(), scenario);

    expect(outcome(reader.append(commit('rotate', [], scenario.device.signing), scenario.context()))).toBe(
      'rule',
    );
    expect(outcome(reader.append(commit('rotate', []), scenario.context()))).toBe('accept');
  });
});
