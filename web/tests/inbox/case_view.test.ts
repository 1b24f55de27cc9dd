import { beforeAll, describe, expect, test } from 'vitest';
import { appointmentId } from '../../src/crypto/ids.ts';
import type { LogEntry } from '../../src/crypto/log_reader.ts';
import type { Message } from '../../src/crypto/message.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { callCard, caseItems, personOf, summaryOf } from '../../src/worker/case_view.ts';
import { NOW, PLAIN_ROSTER, Scenario } from '../crypto/support/scenario.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';

beforeAll(loadSodium);

type Line = { readonly from: 'client' | 'advisor'; readonly message: Message };
const said = (from: Line['from'], text: string): Line => ({ from, message: { text } });
const read = (seq: number): Line => ({ from: 'advisor', message: { readUpToSeq: seq } });

// A conversation as the advisor's device reads it; the first line has seq 1.
function reading(lines: readonly Line[]): { entries: readonly LogEntry[]; scenario: Scenario } {
  const scenario = new Scenario(seededRandom('case_view'));
  scenario.append(scenario.makeCommit('create'));
  for (const { from, message } of lines) {
    const sender = from === 'client' ? scenario.client.signing : scenario.device.signing;
    scenario.append(scenario.makeMessage(message, sender));
  }
  const reader = scenario.deviceReader();
  const entries = scenario.log.map((bytes) => {
    const result = reader.append(bytes, scenario.context());
    if (!result.ok) throw new Error(result.refusal);
    return result.entry;
  });
  return { entries, scenario };
}

function summary(lines: readonly Line[]) {
  const { entries, scenario } = reading(lines);
  return summaryOf(entries, scenario.device.identity.verifyKey);
}

describe('summary', () => {
  test('a first message is new and waits', () => {
    expect(summary([said('client', 'Hoi')])).toMatchObject({
      unread: 1,
      answered: false,
      waitingSince: NOW,
      readSeq: -1,
      theirLastSeq: 1,
    });
  });

  test('an answer ends the waiting and counts as read', () => {
    expect(summary([said('client', 'Hoi'), said('advisor', 'Dag')])).toMatchObject({
      unread: 0,
      answered: true,
      waitingSince: null,
    });
  });

  test('reading is no answer: it takes the badge away, not the waiting', () => {
    expect(summary([said('client', 'Hoi'), read(1)])).toMatchObject({
      unread: 0,
      answered: false,
      waitingSince: NOW,
      readSeq: 1,
    });
  });

  test('the oldest unanswered message says how long somebody waits', () => {
    const later = (text: string, minutes: number): Line => ({
      from: 'client',
      message: { text, clientTimeMs: (NOW + minutes * 60) * 1000 },
    });

    const found = summary([said('client', 'A'), said('advisor', 'B'), later('C', 1), later('D', 9)]);

    expect(found).toMatchObject({ waitingSince: NOW + 60, unread: 2 });
  });

  test('a booked call is something new and waits for no answer', () => {
    const talk = {
      action: 'booked' as const,
      id: appointmentId(new Uint8Array(16).fill(3)),
      start: NOW + 3600,
      end: NOW + 5400,
      kind: 'call' as const,
      mode: 'advisor_calls' as const,
      revision: 0,
    };

    const found = summary([said('client', 'A'), said('advisor', 'B'), { from: 'client', message: { talk } }]);

    expect(found).toMatchObject({ unread: 1, waitingSince: null });
  });
});

describe('items', () => {
  const facts = (scenario: Scenario) => ({
    ownKey: scenario.device.identity.verifyKey,
    nameOf: () => 'Amir',
    consent: new Map(),
    since: 0,
  });

  test('texts with their side; read marks show nothing', () => {
    const { entries, scenario } = reading([said('client', 'Hoi'), read(1), said('advisor', 'Dag')]);

    const items = caseItems(entries, [], facts(scenario));

    expect(items.map((item) => (item.kind === 'message' ? [item.text, item.own] : item.kind))).toEqual([
      ['Hoi', false],
      ['Dag', true],
    ]);
  });

  test('an entry that this device has no key for is a line, not a crash', () => {
    const { scenario } = reading([said('client', 'Hoi')]);
    const stranger = new Scenario(seededRandom('stranger'));
    const reader = scenario.deviceReader();
    const blind = new (reader.constructor as typeof import('../../src/crypto/log_reader.ts').LogReader)({
      conversation: scenario.conversation,
      share: scenario.share,
      kemKeys: [stranger.device.kem],
    });
    const entries = scenario.log.flatMap((bytes) => {
      const result = blind.append(bytes, scenario.context());
      return result.ok ? [result.entry] : [];
    });

    const items = caseItems(entries, [], facts(scenario));

    expect(items).toMatchObject([{ kind: 'unreadable', seq: 1 }]);
  });

  test('an answer on its way is shown with its state', () => {
    const { entries, scenario } = reading([said('client', 'Hoi')]);
    const draft = { kind: 'message', message: { text: 'Straks' } } as const;

    const items = caseItems(
      entries,
      [{ id: 4, draft, at: NOW, state: 'waiting', sealed: null }],
      facts(scenario),
    );

    expect(items.at(-1)).toMatchObject({ text: 'Straks', delivery: 'waiting', own: true });
  });
});

describe('person', () => {
  test('a school that the directory does not know keeps its code', () => {
    expect(personOf(PLAIN_ROSTER, NOW, () => undefined)?.school).toEqual({
      code: '00AB01',
      name: '',
      place: '',
    });
  });

  test('nothing is known without a roster', () => {
    expect(personOf(null, NOW, () => undefined)).toBeNull();
  });
});

describe('call card', () => {
  test('never carries the number itself', () => {
    const card = callCard({ phoneNumber: '06 12345678', codeWord: 'zonnebloem' });

    expect(card.hasNumber).toBe(true);
    expect(JSON.stringify(card)).not.toContain('12345678');
  });
});
