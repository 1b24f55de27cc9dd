import { beforeAll, describe, expect, test } from 'vitest';
import { appointmentId } from '../../src/crypto/ids.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { Call } from '../../src/net/calls.ts';
import { ConversationLog } from '../../src/worker/conversation_log.ts';
import type { AdvisorCard } from '../../src/worker/messages.ts';
import { talksOf } from '../../src/worker/talks.ts';
import { threadOf } from '../../src/worker/thread_view.ts';
import { present } from '../crypto/support/expect.ts';
import { newWords } from '../crypto/support/new_words.ts';
import { type Client, makeClient, NOW, Scenario } from '../crypto/support/scenario.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';

beforeAll(loadSodium);

const advisor = { firstName: 'Marieke' } as AdvisorCard;

async function reading(write: (scenario: Scenario) => void) {
  const scenario = new Scenario(seededRandom('thread_view'));
  scenario.append(scenario.makeCommit('create'));
  write(scenario);
  return readAs(scenario, scenario.client);
}

const refusing = (() => Promise.reject(new Error('nothing may be sent'))) as Call;

async function readAs(scenario: Scenario, client: Client) {
  const { conversation, share } = scenario;
  const log = new ConversationLog(
    { conversation, share, kemKeys: [client.kem], ownKey: client.signing.verifyKey },
    client.signing,
    {
      online: () => true,
      certificates: () => [scenario.device.certificate],
      revocations: () => [],
      refreshCertificates: () => Promise.resolve(true),
    },
    () => {},
  );
  await log.receive(scenario.log.map((entry, seq) => ({ seq, received_at: NOW, entry })));
  const facts = { advisor, nameOf: () => 'Marieke', block: null, consent: null, eraseAt: null };
  return { log, thread: threadOf(log, facts) };
}

describe('thread', () => {
  test('shows who said what, in order', async () => {
    const { thread } = await reading((scenario) => {
      scenario.append(scenario.makeMessage({ text: 'Hoi' }));
      scenario.append(scenario.makeMessage({ text: 'Dag' }, scenario.device.signing));
    });

    expect(thread.items).toMatchObject([
      { kind: 'message', own: true, text: 'Hoi', delivery: 'arrived' },
      { kind: 'message', own: false, text: 'Dag', author: 'Marieke' },
    ]);
  });

  test('a read mark of the advisor says read, up to where it says', async () => {
    const { thread } = await reading((scenario) => {
      scenario.append(scenario.makeMessage({ text: 'Een' }));
      scenario.append(scenario.makeMessage({ text: 'Twee' }));
      scenario.append(scenario.makeMessage({ readUpToSeq: 1 }, scenario.device.signing));
    });

    expect(thread.items).toMatchObject([{ delivery: 'read' }, { delivery: 'arrived' }]);
    expect(thread.items).toHaveLength(2);
  });

  test('a read mark of our own proves nothing', async () => {
    const { thread } = await reading((scenario) => {
      scenario.append(scenario.makeMessage({ text: 'Een', readUpToSeq: 1 }));
    });

    expect(thread.items).toMatchObject([{ delivery: 'arrived' }]);
  });

  test('the writer’s clock counts within the hour to which the server rounds, not beyond', async () => {
    const { thread } = await reading((scenario) => {
      scenario.append(scenario.makeMessage({ text: 'Nu', clientTimeMs: (NOW + 1800) * 1000 }));
      scenario.append(scenario.makeMessage({ text: 'Ooit', clientTimeMs: 1000 }));
    });

    expect(thread.items.map(({ at }) => at)).toEqual([NOW + 1800, NOW]);
  });

  test('a booking is a line of its own, and says how to call', async () => {
    const id = appointmentId(new Uint8Array(16).fill(7));
    const { thread, log } = await reading((scenario) => {
      const talk = {
        action: 'booked',
        id,
        start: NOW,
        end: NOW + 1800,
        kind: 'call',
        mode: 'advisor_calls',
        revision: 0,
      } as const;
      scenario.append(scenario.makeMessage({ talk }));
    });

    expect(thread.items).toMatchObject([
      { kind: 'appointment', own: true, talk: { action: 'booked', start: NOW } },
    ]);
    expect(talksOf(log.entries).get('07'.repeat(16))?.mode).toBe('advisor_calls');
  });

  test('a new epoch with the same people shows nothing', async () => {
    const { thread } = await reading((scenario) => {
      scenario.append(scenario.makeMessage({ text: 'Hoi' }));
      scenario.append(scenario.makeCommit('rotate'));
    });

    expect(thread.items).toHaveLength(1);
    expect(thread).toMatchObject({ state: 'open', tone: 'je', language: 'nl', brake: false });
  });
});

describe('thread: new words', () => {
  const card = (scenario: Scenario, successor: Client, epochs: readonly number[]) =>
    newWords(scenario, {
      reason: 'new_card',
      successor,
      signer: scenario.device.signing,
      history: epochs.map((epoch) => ({ epoch, key: present(scenario.writer.epochKeys.get(epoch)) })),
    });

  test('whoever comes with a card reads what it opens, and one line for all that is shut', async () => {
    const scenario = Scenario.usual(seededRandom('thread_view card'));
    const successor = makeClient(scenario.random);
    scenario.append(card(scenario, successor, [1]));

    const { thread } = await readAs(scenario, successor);

    expect(thread.items).toMatchObject([
      { kind: 'shut' },
      { kind: 'message', own: true, text: 'Ben je er nog?' },
      { kind: 'new_words', how: 'card', name: 'Marieke' },
    ]);
    expect(thread).toMatchObject({ state: 'open', cardFrom: 'Marieke', replaced: null });
  });

  test('whoever held the words before reads who replaced them, and writes no more', async () => {
    const scenario = Scenario.usual(seededRandom('thread_view replaced'));
    scenario.append(card(scenario, makeClient(scenario.random), []));

    const { thread, log } = await readAs(scenario, scenario.client);

    expect(thread).toMatchObject({ state: 'replaced', replaced: { how: 'card', name: 'Marieke', at: NOW } });
    expect(thread.items.filter(({ kind }) => kind === 'message')).toHaveLength(3);
    expect(await log.send({ kind: 'message', message: { text: 'Nog iets' } }, refusing)).toBe(false);
  });
});
