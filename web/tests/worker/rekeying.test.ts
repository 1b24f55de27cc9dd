// New words as they are sent: what the COMMIT opens, and what becomes of it when answers are late, lost or no.
import { beforeAll, describe, expect, test } from 'vitest';
import { equalBytes } from '../../src/crypto/bytes.ts';
import { clientAuthKey } from '../../src/crypto/client_keys.ts';
import { hashValue } from '../../src/crypto/ids.ts';
import { LogReader } from '../../src/crypto/log_reader.ts';
import { receivedSecret32 } from '../../src/crypto/secret.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { Call, CallError } from '../../src/net/calls.ts';
import { ConversationLog } from '../../src/worker/conversation_log.ts';
import type { ClientIdentity } from '../../src/worker/identity.ts';
import { grantsFrom } from '../../src/worker/new_words_plan.ts';
import { rekey } from '../../src/worker/rekeying.ts';
import { present } from '../crypto/support/expect.ts';
import { makeClient, makeDevice, NOW, Scenario } from '../crypto/support/scenario.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';

beforeAll(loadSodium);

const DIRECTORY = { hash: hashValue(new Uint8Array(32).fill(5)), version: 3 };

type Answer = 'done' | 'lost' | CallError;

// The advisor's device with two epochs read, and a server that gives these answers one after the other.
async function setting(answers: readonly Answer[], opensFrom: number | null = 0, reachable = true) {
  const scenario = Scenario.usual(seededRandom('rekeying'));
  const { conversation, share, device } = scenario;
  const log = new ConversationLog(
    { conversation, share, kemKeys: [device.kem] },
    device.signing,
    {
      online: () => true,
      certificates: () => [device.certificate],
      revocations: () => [],
      refreshCertificates: () => Promise.resolve(true),
    },
    () => {},
  );
  await log.receive(scenario.log.map((entry, seq) => ({ seq, received_at: NOW, entry })));
  const successor = makeClient(scenario.random);
  const identity = {
    kem: successor.kem,
    auth: clientAuthKey(present(receivedSecret32('client-root', scenario.random.bytes(32)))),
    signingKey: () => successor.signing,
    answerChallenge: () => Promise.resolve({ ok: true, value: { signature: new Uint8Array(64) } }),
  } as unknown as ClientIdentity;
  const sent: Uint8Array[] = [];
  const call = (async (_: string, { entry }: { entry: Uint8Array }) => {
    sent.push(entry);
    const answer = answers[sent.length - 1] ?? 'done';
    if (answer === 'done') return { ok: true, value: { seq: 5, received_at: NOW } };
    return { ok: false, error: answer === 'lost' ? { code: 'timeout', data: {} } : answer };
  }) as unknown as Call;
  const prekeys = reachable ? [device.prekey] : [makeDevice(scenario.random).prekey];
  const before = scenario.client.signing.verifyKey;
  const facts = { reason: 'new_card' as const, before, opensFrom, prekeys, directory: DIRECTORY };
  const failure = rekey({ conversation, log, identity, facts }, call);
  return { scenario, successor, log, sent, failure };
}

function readAs({ scenario, successor, sent }: Awaited<ReturnType<typeof setting>>): LogReader {
  const { conversation, share } = scenario;
  const reader = new LogReader({
    conversation,
    share,
    kemKeys: [successor.kem],
    ownKey: successor.signing.verifyKey,
  });
  for (const entry of [...scenario.log, present(sent.at(-1))]) {
    expect(reader.append(entry, scenario.context())).toMatchObject({ ok: true });
  }
  return reader;
}

describe('new words: what they open', () => {
  test.each([
    ['everything', 0, [0, 1, 2]],
    ['from an epoch on', 1, [1, 2]],
    ['nothing of before', null, [2]],
  ])('%s', async (_, opensFrom, epochs) => {
    const made = await setting(['done'], opensFrom);

    expect(await made.failure).toBeNull();

    const reader = readAs(made);
    expect([...reader.epochKeys.keys()].sort()).toEqual(epochs);
    expect(reader.record?.how).toBe('card');
    expect(reader.roster).toMatchObject({ school: '00AB01', directory: DIRECTORY });
  });

  test('never an epoch that lies before the one that was chosen', async () => {
    const { log } = await setting(['done']);

    expect(grantsFrom(log.reader, 1).map(({ epoch }) => epoch)).toEqual([1]);
    expect(grantsFrom(log.reader, 7)).toEqual([]);
    expect(grantsFrom(log.reader, null)).toEqual([]);
  });

  test('nothing is sent when a member cannot be reached: it would be put out', async () => {
    const { failure, sent } = await setting(['done'], 0, false);

    expect(await failure).toEqual({ kind: 'no_keys' });
    expect(sent).toEqual([]);
  });
});

describe('new words: until there is an answer', () => {
  test('a lost answer is asked for with the same bytes', async () => {
    const { failure, sent } = await setting(['lost', 'done']);

    expect(await failure).toBeNull();
    expect(sent).toHaveLength(2);
    expect(equalBytes(present(sent[0]), present(sent[1]))).toBe(true);
  });

  test('when somebody was first, the commit is made anew behind their entry', async () => {
    const stale = { code: 'stale_head', data: { head_seq: 5 } } as const;
    const { scenario, log, failure, sent } = await setting([stale, 'done']);
    const entry = scenario.append(scenario.makeMessage({ text: 'Eerst ik' }));
    await log.receive([{ seq: 5, received_at: NOW, entry }]);

    expect(await failure).toBeNull();
    expect(sent).toHaveLength(2);
    expect(equalBytes(present(sent[0]), present(sent[1]))).toBe(false);
  });

  test('a wait until tomorrow is said, not waited for', async () => {
    const error = { code: 'rate_limited', data: { retry_after_s: 80_000 } } as const;
    const { failure, sent } = await setting([error]);

    expect(await failure).toEqual({ kind: 'wait', seconds: 80_000 });
    expect(sent).toHaveLength(1);
  });

  test('a refusal is a refusal', async () => {
    const { failure, sent } = await setting([{ code: 'commit_refused', data: {} }]);

    expect(await failure).toEqual({ kind: 'refused' });
    expect(sent).toHaveLength(1);
  });
});
