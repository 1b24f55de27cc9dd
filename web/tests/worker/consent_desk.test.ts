// What an advisor asks, tells and writes down: only about whom, and only what, she may.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { present } from '../crypto/support/expect.ts';
import { Pair, SHOWN, Stage } from './support/pair.ts';

const SETTING_MS = 120_000;
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

const newest = () => present(pair.deskCards[0]);
const lastStatement = () => {
  const { content } = present(pair.live.log?.entries.at(-1));
  if (content.kind !== 'statement') throw new Error('no statement');
  return content.statement;
};

describe('asking', () => {
  test('waits with the pupil, signed by the device', async () => {
    expect(await pair.ask()).toBe(true);

    expect(pair.pupilCards).toMatchObject([{ state: 'asked', name: 'Sanne', points: ['één', 'twee'] }]);
    expect(lastStatement()).toMatchObject({ action: 'propose', purpose: 'tell', toAdvisor: undefined });
    expect(toHex(lastStatement().issuer)).toBe(toHex(stage.keystore.signing.verifyKey));
  });

  test('a spoken yes may be told under until the pupil denies it', async () => {
    expect(await pair.ask({ saidAt: stage.now - 60 })).toBe(true);
    expect(newest()).toMatchObject({ state: 'said', saidAt: stage.now - 60 });

    const { id } = newest();
    expect(await pair.counsellor({ act: 'told', card: id, points: ['één'], toldAt: stage.now })).toBe(true);
    await pair.pupil({ act: 'decline', card: id, answer: 'no' });

    expect(await pair.counsellor({ act: 'told', card: id, points: ['twee'], toldAt: stage.now })).toBe(false);
  });

  test('a colleague is offered who is neither herself nor kept out by the pupil', () => {
    expect(pair.advisor.get('consent').colleagues).toEqual([
      { id: toHex(stage.amir.key.keyId), name: 'Amir Yilmaz' },
    ]);
  });

  test('a colleague is named by key and by the name in the directory', async () => {
    const colleague = toHex(stage.amir.key.keyId);

    expect(await pair.ask({ purpose: 'cover', colleague, whom: 'Noor Voorbeeld' })).toBe(true);

    expect(lastStatement()).toMatchObject({ purpose: 'cover', whom: 'Amir Yilmaz' });
    expect(lastStatement().toAdvisor).toEqual(stage.amir.key.verifyKey);
  });

  test('standing in needs a colleague, and nobody can be meant who was kept out', async () => {
    const written = pair.server.entries.length;
    const kept = toHex(stage.noor.key.keyId);

    expect(await pair.ask({ purpose: 'cover' })).toBe(false);
    expect(await pair.ask({ purpose: 'cover', colleague: kept })).toBe(false);
    expect(await pair.ask({ purpose: 'joint', colleague: kept })).toBe(false);

    expect(pair.server.entries).toHaveLength(written);
  });

  test('discussing may be with the school, or with a colleague', async () => {
    expect(await pair.ask({ purpose: 'joint', whom: 'de schoolleiding' })).toBe(true);
    expect(lastStatement()).toMatchObject({
      purpose: 'joint',
      whom: 'de schoolleiding',
      toAdvisor: undefined,
    });

    expect(await pair.ask({ purpose: 'joint', colleague: toHex(stage.amir.key.keyId) })).toBe(true);
    expect(pair.pupilCards[0]).toMatchObject({ purpose: 'joint', colleague: 'known', whom: 'Amir Yilmaz' });
  });
});

describe('what was told', () => {
  const told = (points: readonly string[]) =>
    pair.counsellor({ act: 'told', card: newest().id, points, toldAt: stage.now });

  test('is written down under a yes, and only what it is about', async () => {
    await pair.ask();
    expect(await told(['één'])).toBe(false);
    await pair.allow(['twee']);

    expect(await told(['één'])).toBe(false);
    expect(await told(['één', 'twee'])).toBe(true);

    expect(pair.pupilCards).toMatchObject([{ told: [{ points: ['twee'], name: 'Sanne' }] }]);
  });

  test('cannot be written down under a yes that was taken back', async () => {
    await pair.ask();
    await pair.allow();
    await pair.pupil({ act: 'withdraw', card: newest().id });

    expect(await told(['één'])).toBe(false);
  });

  test('without consent is a notice of its own', async () => {
    const danger = { whom: 'Veilig Thuis', points: ['dat er geslagen wordt'], toldAt: stage.now };
    const reasons = { why: 'gevaar', consulted: 'een collega' };

    expect(await pair.counsellor({ act: 'told_without', ...danger, ...reasons, shown: SHOWN })).toBe(true);

    expect(pair.pupilCards).toMatchObject([
      { state: 'told_without', whom: 'Veilig Thuis', notice: { at: stage.now, ...reasons } },
    ]);
  });
});

test('what fails says so, and is put away', async () => {
  await pair.ask({ purpose: 'cover' });
  expect(pair.advisor.get('consent').sending).toBe('failed');

  await pair.counsellor({ act: 'settle' });

  expect(pair.advisor.get('consent').sending).toBe('none');
});
