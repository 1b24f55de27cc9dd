import { beforeAll, describe, expect, test } from 'vitest';
import { advisorRecipient } from '../../src/crypto/commit_seal.ts';
import { signEntry } from '../../src/crypto/entry.ts';
import { nonce } from '../../src/crypto/ids.ts';
import { LogReader } from '../../src/crypto/log_reader.ts';
import { sealMessage } from '../../src/crypto/message.ts';
import { sealPrivate } from '../../src/crypto/private_seal.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { present } from './support/expect.ts';
import { contentOf, outcome, readUpTo, textOf } from './support/reading.ts';
import { makeDevice, Scenario } from './support/scenario.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const random = () => seededRandom('log_reader');

describe('log reader: what belongs is read', () => {
  test('client and advisor read the same conversation to the same head', () => {
    const scenario = Scenario.usual(random());
    const readers = [scenario.clientReader(), scenario.deviceReader()];

    const texts = readers.map((reader) =>
      scenario.log.map((entry) => textOf(reader.append(entry, scenario.context()))),
    );

    expect(texts[0]).toEqual([undefined, 'Hoi', 'Dag', undefined, 'Ben je er nog?']);
    expect(texts[1]).toEqual(texts[0]);
    expect(readers[0]?.headHash).toEqual(readers[1]?.headHash);
    expect(readers[1]?.roster?.school).toBe('00AB01');
  });

  test('the same seed writes the same bytes', () => {
    expect(Scenario.usual(random()).log).toEqual(Scenario.usual(random()).log);
  });

  test('reading can stop and go on', () => {
    const scenario = Scenario.usual(random());
    const reader = readUpTo(scenario.deviceReader(), scenario, 2);

    const rest = scenario.log.slice(2).map((entry) => outcome(reader.append(entry, scenario.context())));

    expect(rest).toEqual(['accept', 'accept', 'accept']);
    expect(reader.headSeq).toBe(4);
    expect(reader.epoch).toBe(1);
    expect(reader.entriesInEpoch).toBe(2);
  });

  test('a kept epoch key opens what the deleted prekey would have', () => {
    const scenario = Scenario.usual(random());
    const epochKeys = readUpTo(scenario.deviceReader(), scenario).epochKeys;
    const { conversation, share } = scenario;
    const reader = new LogReader({ conversation, share, kemKeys: [], epochKeys });

    const texts = scenario.log.map((entry) => textOf(reader.append(entry, scenario.context())));

    expect(texts[4]).toBe('Ben je er nog?');
  });

  test('without any key the chain is checked and everything stays sealed', () => {
    const scenario = Scenario.usual(random());
    const { conversation, share } = scenario;
    const reader = new LogReader({ conversation, share, kemKeys: [] });

    const kinds = scenario.log.map((entry) => contentOf(reader.append(entry, scenario.context())).kind);

    expect(kinds).toEqual(['commit', 'sealed', 'sealed', 'commit', 'sealed']);
    expect(reader.keys).toBeNull();
  });

  test('history that is granted later opens with reopen', () => {
    const scenario = Scenario.usual(random());
    const second = makeDevice(scenario.random, scenario.device.identity);
    const history = [...scenario.writer.epochKeys].map(([epoch, key]) => ({ epoch, key }));
    const recipients = [...scenario.recipients(), advisorRecipient(second.prekey, history)];
    scenario.append(scenario.makeCommit('rotate', recipients));
    const { conversation, share } = scenario;
    const reader = new LogReader({ conversation, share, kemKeys: [second.kem] });

    const results = scenario.log.map((entry) => reader.append(entry, scenario.context()));
    const first = results[1];

    expect(first?.ok && first.entry.content.kind).toBe('sealed');
    expect(first?.ok && reader.reopen(first.entry).content).toEqual({
      kind: 'message',
      message: { text: 'Hoi' },
    });
  });

  test('a private entry opens on the device and not with the return code', () => {
    const scenario = Scenario.usual(random());
    const details = { phoneNumber: '0612345678', voicemail: 'no' } as const;
    const { share, client, device } = scenario;
    const seal = {
      details,
      share,
      devices: [device.kem.publicKey],
      sender: client.signing,
      random: random(),
    };
    scenario.append(present(sealPrivate({ ...seal, position: scenario.writer.next() })));
    const onDevice = readUpTo(scenario.deviceReader(), scenario, 5);
    const withCode = readUpTo(scenario.clientReader(), scenario, 5);
    const entry = present(scenario.log[5]);

    const opened = contentOf(onDevice.append(entry, scenario.context()));

    expect(opened.kind === 'private' && opened.details).toMatchObject(details);
    expect(contentOf(withCode.append(entry, scenario.context())).kind).toBe('sealed');
  });

  test('a kept private key opens the entry after its prekey is gone', () => {
    const scenario = Scenario.usual(random());
    const { conversation, share, client, device } = scenario;
    const seal = { details: { note: 'x' }, share, devices: [device.kem.publicKey], sender: client.signing };
    scenario.append(present(sealPrivate({ ...seal, position: scenario.writer.next(), random: random() })));
    const first = readUpTo(scenario.deviceReader(), scenario, 5).append(
      present(scenario.log[5]),
      scenario.context(),
    );
    const content = contentOf(first);
    const privateKeys = content.kind === 'private' ? new Map([[5, content.key]]) : new Map();

    const later = readUpTo(new LogReader({ conversation, share, kemKeys: [], privateKeys }), scenario, 5);

    expect(contentOf(later.append(present(scenario.log[5]), scenario.context())).kind).toBe('private');
  });
});

test('log reader: a message that is no message is shown as unreadable, and reading goes on', () => {
  const scenario = Scenario.usual(random());
  const payload = new Uint8Array(528).fill(7);
  const position = scenario.writer.next();
  const seal = { nonce: nonce(new Uint8Array(24).fill(1)), payload };
  scenario.append(signEntry('message', position, seal, scenario.client.signing));

  const next = scenario.append(scenario.makeMessage({ text: 'verder' }));

  expect(
    contentOf(readUpTo(scenario.deviceReader(), scenario, 6).append(next, scenario.context())).kind,
  ).toBe('message');
});

test('messages: keys of another epoch are refused before anything is sealed', () => {
  const scenario = Scenario.usual(random());
  const keys = present(scenario.writer.keys);
  const position = { ...scenario.writer.next(), epoch: 0 };

  expect(
    sealMessage({ message: {}, position, keys, sender: scenario.client.signing, random: random() }),
  ).toBeNull();
});
