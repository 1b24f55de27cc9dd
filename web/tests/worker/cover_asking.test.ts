// Before an absence: how many said what to a colleague for these days, and one question to all who were not asked.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { CoverQuestions } from '../../src/worker/cover_messages.ts';
import { present } from '../crypto/support/expect.ts';
import { Pair, Stage } from './support/pair.ts';

const SETTING_MS = 120_000;
const DAY = 86_400;
const NONE = { total: 1, allowed: 0, waiting: 0, without: 0, unasked: 0 };
let stage: Stage;
let pair: Pair;

beforeAll(async () => {
  await loadSodium();
  stage = await Stage.set();
}, SETTING_MS);
afterAll(() => stage.strike());
beforeEach(async () => {
  pair = await Pair.of(stage);
  await pair.counsellor({ act: 'load' });
});

const question = (text: string) => ({ points: ['nieuw'], text });
const shown: CoverQuestions = { 'nl-je': question('je'), 'nl-u': question('u'), en: question('en') };
const days = (from = 0, until = stage.now + 7 * DAY, colleague = toHex(stage.amir.key.keyId)) => ({
  colleague,
  from,
  until,
});
const count = async (...of: Parameters<typeof days>) =>
  (await pair.beforeAbsence({ act: 'count', ...days(...of) })).counts;
const askAll = (...of: Parameters<typeof days>) => pair.beforeAbsence({ act: 'ask', ...days(...of), shown });

test('everybody but herself can be chosen', async () => {
  const { colleagues } = await pair.beforeAbsence({ act: 'load' });

  expect(colleagues.map(({ name }) => name)).toEqual(['Amir Yilmaz', 'Noor Voorbeeld']);
});

test('who was not asked is asked once, in the words that the family was promised', async () => {
  expect(await count()).toEqual({ ...NONE, unasked: 1 });

  expect(await askAll()).toMatchObject({ state: 'asked', counts: { ...NONE, waiting: 1 } });
  expect(pair.pupilCards).toMatchObject([
    { state: 'asked', purpose: 'cover', whom: 'Amir Yilmaz', points: ['nieuw'], until: days().until },
  ]);
  const { content } = present(pair.live.log?.entries.at(-1));
  expect(content).toMatchObject({ statement: { text: 'je', language: 'nl-je' } });

  const written = pair.server.entries.length;
  await askAll();
  expect(pair.server.entries).toHaveLength(written);
});

test('a yes counts for its own days and its own colleague', async () => {
  await askAll();
  await pair.allow();

  expect(await count()).toEqual({ ...NONE, allowed: 1 });
  expect(await count(stage.now + 8 * DAY, stage.now + 9 * DAY)).toEqual({ ...NONE, unasked: 1 });
});

test('a no is taken for an answer, and so is what was taken back', async () => {
  await askAll();
  await pair.pupil({ act: 'decline', card: present(pair.pupilCards[0]).id, answer: 'no' });
  expect(await count()).toEqual({ ...NONE, without: 1 });

  const written = pair.server.entries.length;
  await askAll();
  expect(pair.server.entries).toHaveLength(written);
});

test('whom the family keeps out is not asked about, and nothing says why', async () => {
  const { counts } = await askAll(0, stage.now + 7 * DAY, toHex(stage.noor.key.keyId));

  expect(counts).toEqual({ ...NONE, without: 1 });
  expect(pair.pupilCards).toEqual([]);
});

test('who wants to talk first still waits', async () => {
  await askAll();
  await pair.pupil({ act: 'decline', card: present(pair.pupilCards[0]).id, answer: 'talk_first' });

  expect(await count()).toEqual({ ...NONE, waiting: 1 });
});
