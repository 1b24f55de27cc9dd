import { beforeAll, describe, expect, test } from 'vitest';
import { advisorRecipient, clientRecipient } from '../../src/crypto/commit_seal.ts';
import { type ConsentLedger, foldConsent, isInForce } from '../../src/crypto/consent_ledger.ts';
import { hashValue, NO_ENTRY, statementId } from '../../src/crypto/ids.ts';
import type { LogContext, LogEntry, LogReader } from '../../src/crypto/log_reader.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { ASKED, addColleague, grantCover, say } from './support/consent.ts';
import { present } from './support/expect.ts';
import { newWords } from './support/new_words.ts';
import { outcome, readUpTo } from './support/reading.ts';
import { makeClient, makeDevice, NOW, Scenario } from './support/scenario.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const scene = () => Scenario.usual(seededRandom('consent'));

function entriesOf(scenario: Scenario, reader: LogReader = scenario.deviceReader()): readonly LogEntry[] {
  return scenario.log.map((bytes) => {
    const result = reader.append(bytes, scenario.context());
    if (!result.ok) throw new Error(result.refusal);
    return result.entry;
  });
}

const ledgerOf = (scenario: Scenario): ConsentLedger => foldConsent(entriesOf(scenario));
const headOf = (scenario: Scenario) => scenario.writer.headHash;

describe('consent ledger: what is in force', () => {
  test('asked, allowed, told, seen, withdrawn', () => {
    const scenario = scene();
    const { client, device } = scenario;
    const asked = say(scenario, device.signing, { action: 'propose', ...ASKED });
    const yes = say(scenario, client.signing, { action: 'grant', ...ASKED, ref: asked.hash });
    expect(ledgerOf(scenario).records.map((record) => isInForce(record, NOW))).toEqual([true]);
    const told = say(scenario, device.signing, {
      action: 'use',
      ref: yes.hash,
      whom: ASKED.whom,
      about: ASKED.about,
      toldAt: NOW,
    });
    say(scenario, client.signing, { action: 'acknowledge', ref: told.hash });
    say(scenario, client.signing, { action: 'withdraw', ref: yes.hash });

    const { records, ignored } = ledgerOf(scenario);

    expect(ignored).toEqual([]);
    expect(records).toHaveLength(1);
    const record = present(records[0]);
    expect(record.proposal?.statement).toEqual(asked);
    expect(record.grant?.statement).toEqual(yes);
    expect([record.uses.length, record.seen.length]).toEqual([1, 1]);
    expect(record.withdrawn).not.toBeNull();
    expect(isInForce(record, NOW)).toBe(false);
  });

  test('a yes has a beginning and an end', () => {
    const scenario = scene();
    say(scenario, scenario.client.signing, {
      action: 'grant',
      ...ASKED,
      validFrom: NOW,
      validUntil: NOW + 10,
    });
    const record = present(ledgerOf(scenario).records[0]);

    expect([NOW - 1, NOW, NOW + 9, NOW + 10].map((at) => isInForce(record, at))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('no is an answer, and yes may follow it; a second yes to one question does not count', () => {
    const scenario = scene();
    const { client, device } = scenario;
    const asked = say(scenario, device.signing, { action: 'propose', ...ASKED });
    say(scenario, client.signing, { action: 'decline', ref: asked.hash, answer: 'talk_first' });
    say(scenario, client.signing, { action: 'grant', ...ASKED, ref: asked.hash });
    say(scenario, client.signing, { action: 'grant', ...ASKED, ref: asked.hash });

    const { records, ignored } = ledgerOf(scenario);

    expect(records[0]?.declined?.answer).toBe('talk_first');
    expect(isInForce(present(records[0]), NOW)).toBe(true);
    expect(ignored).toEqual([scenario.writer.headSeq]);
  });

  test('telling under an oral yes counts, under a question that was not answered it does not', () => {
    const scenario = scene();
    const { device } = scenario;
    const oral = say(scenario, device.signing, { action: 'propose', ...ASKED, saidAt: NOW });
    const asked = say(scenario, device.signing, { action: 'propose', ...ASKED });
    for (const { hash } of [oral, asked]) {
      say(scenario, device.signing, { action: 'use', ref: hash, whom: 'a', about: 'b', toldAt: NOW });
    }

    const { records, ignored } = ledgerOf(scenario);

    expect(records.map(({ uses }) => uses.length)).toEqual([1, 0]);
    expect(ignored).toEqual([scenario.writer.headSeq]);
    expect(records.some((record) => isInForce(record, NOW))).toBe(false);
  });

  test('what does not count changes nothing: the wrong side, twice, about something else, about nothing', () => {
    const scenario = scene();
    const { client, device } = scenario;
    const id = statementId(new Uint8Array(16).fill(9));
    const yes = say(scenario, client.signing, { action: 'grant', ...ASKED, id });
    say(scenario, device.signing, { action: 'grant', ...ASKED });
    say(scenario, device.signing, { action: 'withdraw', ref: yes.hash });
    say(scenario, client.signing, { action: 'propose', ...ASKED });
    say(scenario, client.signing, { action: 'grant', ...ASKED, id });
    say(scenario, client.signing, { action: 'withdraw', ref: yes.hash, purpose: 'other' });
    say(scenario, client.signing, { action: 'withdraw', ref: hashValue(new Uint8Array(32).fill(1)) });

    const { records, ignored } = ledgerOf(scenario);

    expect(records).toHaveLength(1);
    expect(ignored).toHaveLength(6);
    expect(isInForce(present(records[0]), NOW)).toBe(true);
  });

  test('a danger notice stands by itself and can be seen', () => {
    const scenario = scene();
    const { client, device } = scenario;
    const told = say(scenario, device.signing, {
      action: 'notice',
      ...ASKED,
      toldAt: NOW,
      why: 'er was gevaar',
      consulted: 'een collega',
    });
    say(scenario, client.signing, { action: 'acknowledge', ref: told.hash });

    expect(ledgerOf(scenario).notices.map(({ seen }) => seen.length)).toEqual([1]);
  });
});

describe('consent before anybody is added', () => {
  const later = (seconds: number): Partial<LogContext> => ({ receivedAt: NOW + seconds });

  function attempt(scenario: Scenario, commit: Uint8Array, context: Partial<LogContext> = {}): string[] {
    return [scenario.clientReader(), scenario.deviceReader()].map((reader) =>
      outcome(readUpTo(reader, scenario).append(commit, scenario.context(context))),
    );
  }

  test('with a yes in force a colleague comes in, for everybody', () => {
    const scenario = scene();
    const colleague = makeDevice(scenario.random);
    grantCover(scenario, colleague);
    const commit = addColleague(scenario, colleague, headOf(scenario));

    expect(attempt(scenario, commit)).toEqual(['accept', 'accept']);
  });

  test('who hands over may leave in the same step, and nobody else may go', () => {
    const scenario = scene();
    const colleague = makeDevice(scenario.random);
    grantCover(scenario, colleague);
    const { client } = scenario;
    const recipients = [
      clientRecipient(client.signing.verifyKey, client.kem.publicKey),
      advisorRecipient(colleague.prekey),
    ];
    const commit = addColleague(scenario, colleague, headOf(scenario), { reason: 'handover', recipients });

    expect(attempt(scenario, commit)).toEqual(['accept', 'accept']);
  });

  test('no yes, another entry, a yes for somebody else, a yes for something else', () => {
    const scenario = scene();
    const [colleague, other] = [makeDevice(scenario.random), makeDevice(scenario.random)];
    expect(attempt(scenario, addColleague(scenario, colleague, NO_ENTRY))).toEqual(['rule', 'rule']);
    expect(attempt(scenario, addColleague(scenario, colleague, headOf(scenario)))).toEqual(['rule', 'rule']);
    grantCover(scenario, other);
    expect(attempt(scenario, addColleague(scenario, colleague, headOf(scenario)))).toEqual(['rule', 'rule']);
    say(scenario, scenario.client.signing, { action: 'grant', ...ASKED });
    expect(attempt(scenario, addColleague(scenario, colleague, headOf(scenario)))).toEqual(['rule', 'rule']);
  });

  test('a yes that was withdrawn, that has not begun, that is over', () => {
    const scenario = scene();
    const colleague = makeDevice(scenario.random);
    const yes = grantCover(scenario, colleague);
    const withdrawnRef = headOf(scenario);
    say(scenario, scenario.client.signing, {
      action: 'withdraw',
      purpose: 'cover',
      toAdvisor: colleague.identity.verifyKey,
      ref: yes.hash,
    });
    expect(attempt(scenario, addColleague(scenario, colleague, withdrawnRef))).toEqual(['rule', 'rule']);
    grantCover(scenario, colleague, { validFrom: NOW + 100, validUntil: NOW + 200 });
    const commit = addColleague(scenario, colleague, headOf(scenario));
    expect(attempt(scenario, commit, later(99))).toEqual(['rule', 'rule']);
    expect(attempt(scenario, commit, later(100))).toEqual(['accept', 'accept']);
    expect(attempt(scenario, commit, later(200))).toEqual(['rule', 'rule']);
  });

  test('the server cannot revive an ended yes with an old time', () => {
    const scenario = scene();
    const colleague = makeDevice(scenario.random);
    grantCover(scenario, colleague, { validUntil: NOW + 100 });
    const authRef = headOf(scenario);
    const late = scenario.makeMessage({ text: 'veel later' });
    const reader = readUpTo(scenario.deviceReader(), scenario);
    expect(outcome(reader.append(late, scenario.context({ receivedAt: NOW + 10_000 })))).toBe('accept');
    scenario.append(late);

    const commit = addColleague(scenario, colleague, authRef);

    expect(outcome(reader.append(commit, scenario.context({ receivedAt: NOW + 50 })))).toBe('rule');
  });

  test('a yes under a card permits nothing, nor does one from before the card', () => {
    const scenario = scene();
    const colleague = makeDevice(scenario.random);
    const history = [...scenario.writer.epochKeys].map(([epoch, key]) => ({ epoch, key }));
    grantCover(scenario, colleague);
    const before = headOf(scenario);
    const successor = makeClient(scenario.random);
    const signer = scenario.device.signing;
    scenario.append(newWords(scenario, { reason: 'new_card', successor, signer, history }));
    const reader = readUpTo(scenario.deviceReader(), scenario);
    const recipients = [
      clientRecipient(successor.signing.verifyKey, successor.kem.publicKey),
      advisorRecipient(scenario.device.prekey),
      advisorRecipient(colleague.prekey),
    ];

    const commit = addColleague(scenario, colleague, before, { recipients });

    expect(outcome(reader.append(commit, scenario.context()))).toBe('rule');
  });

  test('a later statement that cannot be opened may be the withdrawal', () => {
    const scenario = scene();
    const colleague = makeDevice(scenario.random);
    grantCover(scenario, colleague);
    const entries = entriesOf(scenario);
    const sealedOne = { ...present(entries.at(-1)), seq: 99, content: { kind: 'unreadable' as const } };

    const { unopened, lines } = foldConsent([...entries, sealedOne]);

    expect([...unopened.values()]).toEqual([99]);
    expect(lines.size).toBe(1);
  });
});
