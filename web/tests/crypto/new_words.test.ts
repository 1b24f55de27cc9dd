// What a reader makes of new words: of its own, of another client, and of a card that an advisor gave.
import { beforeAll, describe, expect, test } from 'vitest';
import type { HistoryGrant } from '../../src/crypto/commit_seal.ts';
import type { EntryPosition } from '../../src/crypto/entry.ts';
import { entryHash } from '../../src/crypto/ids.ts';
import { type LogEntry, LogReader, type LogResult } from '../../src/crypto/log_reader.ts';
import { sealMessage } from '../../src/crypto/message.ts';
import { epochKey } from '../../src/crypto/secret.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { present } from './support/expect.ts';
import { newWords } from './support/new_words.ts';
import { outcome, readUpTo, textOf } from './support/reading.ts';
import { type Client, makeClient, Scenario } from './support/scenario.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const random = () => seededRandom('new words');

const readerOf = ({ conversation, share }: Scenario, client: Client): LogReader =>
  new LogReader({ conversation, share, kemKeys: [client.kem], ownKey: client.signing.verifyKey });

const grants = (scenario: Scenario, ...epochs: readonly number[]): readonly HistoryGrant[] =>
  epochs.map((epoch) => ({ epoch, key: present(scenario.writer.epochKeys.get(epoch)) }));

function entryOf(result: LogResult): LogEntry {
  if (!result.ok) throw new Error(`refused: ${result.refusal}`);
  return result.entry;
}

function messageBy(scenario: Scenario, { signing }: Client, reader: LogReader): Uint8Array {
  const place = { position: reader.next(), keys: present(reader.keys) };
  const { random } = scenario;
  return present(sealMessage({ message: { text: 'Met nieuwe woorden' }, ...place, sender: signing, random }));
}

/** The usual scenario, then a client that changed its words, with both epochs granted. */
function changed(reason: 'code_changed' | 'new_card', epochs: readonly number[]) {
  const scenario = Scenario.usual(random());
  const successor = makeClient(scenario.random);
  const signer = reason === 'new_card' ? scenario.device.signing : scenario.client.signing;
  const history = grants(scenario, ...epochs);
  scenario.append(newWords(scenario, { reason, successor, signer, history }));
  return { scenario, successor };
}

describe('words that a client changed itself', () => {
  test('open everything, and nothing before they were brought in is believed', () => {
    const { scenario, successor } = changed('code_changed', [0, 1]);
    const reader = readUpTo(readerOf(scenario, successor), scenario, 5);
    const before = reader.record;

    expect(outcome(reader.append(present(scenario.log[5]), scenario.context()))).toBe('accept');

    expect(before).toBeNull();
    expect(reader.record).toMatchObject({ how: 'own_words', by: scenario.client.signing.verifyKey, seq: 5 });
    expect([...reader.epochKeys.keys()].sort()).toEqual([0, 1, 2]);
  });

  test('take the old ones out, and say so to whoever still has them', () => {
    const { scenario } = changed('code_changed', [0, 1]);
    const old = readUpTo(readerOf(scenario, scenario.client), scenario);

    expect(old.record?.how).toBe('founded');
    expect(old.replaced).toMatchObject({ how: 'own_words', seq: 5 });
    expect(old.keys).toBeNull();
  });

  test('are the writer of what follows, and no card', () => {
    const { scenario, successor } = changed('code_changed', [0, 1]);
    const reader = readUpTo(readerOf(scenario, successor), scenario);
    const device = readUpTo(scenario.deviceReader(), scenario);
    const message = messageBy(scenario, successor, reader);

    const read = device.append(message, scenario.context());

    expect(textOf(read)).toBe('Met nieuwe woorden');
    expect(read.ok && read.entry.sender.underCard).toBe(false);
  });
});

describe('a card from the advisor', () => {
  test('opens the epochs that were chosen and no more', () => {
    const { scenario, successor } = changed('new_card', [1]);
    const reader = readerOf(scenario, successor);
    const read = scenario.log.map((bytes) => entryOf(reader.append(bytes, scenario.context())));

    expect(read.map(({ content }) => content.kind)).toEqual([
      'commit',
      'sealed',
      'sealed',
      'commit',
      'sealed',
      'commit',
    ]);
    expect(read.map((entry) => reader.reopen(entry).content.kind)).toEqual([
      'commit',
      'sealed',
      'sealed',
      'commit',
      'message',
      'commit',
    ]);
    expect(reader.record).toMatchObject({ how: 'card', by: scenario.device.identity.verifyKey });
  });

  test('marks what is written under it, until the client makes words of its own', () => {
    const { scenario, successor } = changed('new_card', [0, 1]);
    const device = readUpTo(scenario.deviceReader(), scenario);
    const under = device.append(
      scenario.append(messageBy(scenario, successor, readUpTo(readerOf(scenario, successor), scenario))),
      scenario.context(),
    );
    const own = makeClient(scenario.random);
    const change = newWords(scenario, { reason: 'code_changed', successor: own, signer: successor.signing });
    device.append(scenario.append(change), scenario.context());
    const after = device.append(
      messageBy(scenario, own, readUpTo(readerOf(scenario, own), scenario)),
      scenario.context(),
    );

    expect(under.ok && under.entry.sender.underCard).toBe(true);
    expect(after.ok && after.entry.sender.underCard).toBe(false);
  });

  test('tells the old holder who replaced the words', () => {
    const { scenario } = changed('new_card', []);
    const old = readUpTo(readerOf(scenario, scenario.client), scenario);

    expect(old.replaced).toMatchObject({ how: 'card', by: scenario.device.identity.verifyKey });
  });

  test('is not refused for a closed history, but grants of another key are', () => {
    const scenario = Scenario.usual(random());
    const successor = makeClient(scenario.random);
    const history = [{ epoch: 0, key: epochKey(new Uint8Array(32).fill(3)) }];
    const entry = newWords(scenario, {
      reason: 'new_card',
      successor,
      signer: scenario.device.signing,
      history,
    });
    const reader = readUpTo(readerOf(scenario, successor), scenario);

    expect(outcome(reader.append(entry, scenario.context()))).toBe('decrypt');
    expect(reader.record).toBeNull();
  });

  test('by a device whose advisor is no member is refused', () => {
    const scenario = Scenario.usual(random());
    const [successor, stranger] = [makeClient(scenario.random), makeClient(scenario.random)];
    const entry = newWords(scenario, { reason: 'new_card', successor, signer: stranger.signing });
    const reader = readUpTo(readerOf(scenario, successor), scenario);

    expect(outcome(reader.append(entry, scenario.context()))).toBe('sender');
  });
});

describe('keys that nobody who has them vouches for', () => {
  test.each([
    ['say nothing', { vouching: null }],
    ['speak of another place', { place: (at: EntryPosition) => ({ ...at, seq: at.seq + 1 }) }],
    [
      'speak of another history',
      { place: (at: EntryPosition) => ({ ...at, prev: entryHash(new Uint8Array(32).fill(7)) }) },
    ],
  ] as const)('are refused when they %s', (_, part) => {
    for (const reason of ['code_changed', 'new_card'] as const) {
      const scenario = Scenario.usual(random());
      const successor = makeClient(scenario.random);
      const signer = reason === 'new_card' ? scenario.device.signing : scenario.client.signing;
      const entry = newWords(scenario, { reason, successor, signer, ...part });
      const readers = [readerOf(scenario, successor), scenario.deviceReader()];

      for (const reader of readers) {
        readUpTo(reader, scenario);
        expect(outcome(reader.append(entry, scenario.context()))).toBe('rule');
      }
    }
  });

  test('are refused when somebody else speaks for them', () => {
    const scenario = Scenario.usual(random());
    const successor = makeClient(scenario.random);
    const [signer, vouching] = [scenario.device.signing, scenario.client.signing];
    const entry = newWords(scenario, { reason: 'new_card', successor, signer, vouching });

    const reader = readUpTo(scenario.deviceReader(), scenario);

    expect(outcome(reader.append(entry, scenario.context()))).toBe('rule');
  });

  test('are not ours when a log is made up around them', () => {
    // The server knows our public keys from the real log, and nothing that only our words can sign.
    const scenario = Scenario.usual(random());
    const ours = makeClient(scenario.random);
    const reader = readUpTo(readerOf(scenario, ours), scenario);

    expect(reader.record).toBeNull();
  });
});
