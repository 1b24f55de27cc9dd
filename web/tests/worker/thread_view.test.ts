import { beforeAll, describe, expect, test } from 'vitest';
import { appointmentId } from '../../src/crypto/ids.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { ConversationLog } from '../../src/worker/conversation_log.ts';
import type { AdvisorCard } from '../../src/worker/messages.ts';
import { callModes, threadOf } from '../../src/worker/thread_view.ts';
import { NOW, Scenario } from '../crypto/support/scenario.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';

beforeAll(loadSodium);

const advisor = { firstName: 'Marieke' } as AdvisorCard;

async function reading(write: (scenario: Scenario) => void) {
  const scenario = new Scenario(seededRandom('thread_view'));
  scenario.append(scenario.makeCommit('create'));
  write(scenario);
  const { conversation, share, client } = scenario;
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
  const facts = { ownKey: client.signing.verifyKey, advisor, nameOf: () => 'Marieke' };
  return { log, thread: threadOf(log, { ...facts, block: null }) };
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
      const notice = { action: 'booked', id, start: NOW, end: NOW + 1800, mode: 'advisor_calls' } as const;
      scenario.append(scenario.makeMessage({ appointment: notice }));
    });

    expect(thread.items).toMatchObject([{ kind: 'appointment', action: 'booked', own: true, start: NOW }]);
    expect(callModes(log.entries).get('07'.repeat(16))).toBe('advisor_calls');
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
