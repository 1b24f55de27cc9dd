// A colleague stands in after a yes: who lets her in, what she reads, and when it is over. Real keys on all three sides.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { Case } from '../../src/worker/case.ts';
import { present } from '../crypto/support/expect.ts';
import { Pair, Stage } from './support/pair.ts';

const SETTING_MS = 120_000;
const DAY = 86_400;
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
afterEach(() => {
  vi.useRealTimers();
});

const readers = () => pair.case.log.reader.members.map(({ role }) => role);
const texts = ({ log }: Case) =>
  log.entries.flatMap(({ content }) => (content.kind === 'message' ? (content.message.text ?? []) : []));
const amirs = () => pair.case.log.reader.members.find(({ role }) => role === 'cover_advisor');
const commits = () => pair.case.log.entries.filter(({ content }) => content.kind === 'commit').length;
const later = (seconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime((stage.now + seconds) * 1000);
};

async function asked(points: readonly string[] = ['nieuw', 'eerder'], until = stage.now + 7 * DAY) {
  const colleague = toHex(stage.amir.key.keyId);
  expect(await pair.ask({ purpose: 'cover', colleague, points, until })).toBe(true);
}

async function standsIn(points = ['nieuw'], until = stage.now + 7 * DAY): Promise<void> {
  await asked(['nieuw', 'eerder'], until);
  expect(await pair.allow(points)).toBe(true);
  await pair.look();
  expect(readers()).toEqual(['client', 'advisor', 'cover_advisor']);
}

describe('after a yes', () => {
  test('the advisor lets in whom the pupil named, and both sides take it', async () => {
    await standsIn();

    expect(toHex(present(amirs()).id)).toBe(toHex(stage.amir.key.verifyKey));
    expect(pair.live.log?.state).toBe('good');
    expect(pair.live.log?.reader.members).toHaveLength(3);
    expect(pair.case.log.reader.roster?.covers).toEqual([
      { advisor: stage.amir.key.keyId, until: stage.now + 7 * DAY },
    ]);
    expect(pair.case.log.reader.commit?.reason).toBe('handover');
  });

  test('the colleague reads and answers what comes, and nothing of before', async () => {
    await pair.says('Van vroeger.');
    await standsIn();
    const amir = await pair.atAmirs();

    await pair.says('Is er iemand?');
    expect(await amir.case.reply('Ja, ik ben Amir.', pair.call)).toBe(true);
    await pair.says('Fijn.');

    expect(texts(amir.case)).toEqual(['Is er iemand?', 'Ja, ik ben Amir.', 'Fijn.']);
    expect(texts(pair.case)).toEqual(['Van vroeger.', 'Is er iemand?', 'Ja, ik ben Amir.', 'Fijn.']);
    expect(pair.live.log?.entries.at(-2)?.sender.role).toBe('cover_advisor');
  });

  test('with a yes to what was written before, that too', async () => {
    await pair.says('Van vroeger.');
    await standsIn(['nieuw', 'eerder']);

    expect(texts((await pair.atAmirs()).case)).toEqual(['Van vroeger.']);
  });

  test('the pupil’s own page lets the colleague in when the advisor is away', async () => {
    pair.familyLetsIn = true;
    await asked();
    await pair.allow(['nieuw']);

    expect(readers()).toEqual(['client', 'advisor', 'cover_advisor']);
    await pair.says('Nieuw.');
    expect(texts((await pair.atAmirs()).case)).toEqual(['Nieuw.']);
  });

  test('call details are for the advisor alone', async () => {
    await standsIn();

    await pair.live.refreshKeys();

    const main = toHex(stage.keystore.identityKey);
    expect(pair.live.prekeys.map(({ certificate }) => toHex(certificate.advisorKey))).toEqual([main]);
    expect(pair.live.prekeysWith([])).toHaveLength(2);
  });

  test('it happens once, whoever looks', async () => {
    await standsIn();
    const made = commits();

    await pair.healing.standIn();
    await pair.look();

    expect(commits()).toBe(made);
  });
});

describe('nobody comes in', () => {
  const nobodyCame = async () => {
    await pair.look();
    await pair.healing.standIn();
    expect(readers()).toEqual(['client', 'advisor']);
  };

  test('without an answer, or after a no', async () => {
    await asked();
    await nobodyCame();
    await pair.pupil({ act: 'decline', card: present(pair.pupilCards[0]).id, answer: 'no' });
    await nobodyCame();
  });

  test('after a yes to what was written before and not to what is new', async () => {
    await asked();
    await pair.allow(['eerder']);
    await nobodyCame();
  });

  test('after a yes that was withdrawn', async () => {
    await asked();
    await pair.allow();
    await pair.pupil({ act: 'withdraw', card: present(pair.pupilCards[0]).id });
    await nobodyCame();
  });

  test('when its days are over', async () => {
    await asked(['nieuw'], stage.now + DAY);
    await pair.allow();
    later(DAY);
    await nobodyCame();
  });

  test('after a yes to discussing together', async () => {
    await pair.ask({ purpose: 'joint', colleague: toHex(stage.amir.key.keyId) });
    await pair.allow();
    await nobodyCame();
  });
});

describe('it is over', () => {
  const readsNothingMore = async (amir: { case: Case }) => {
    const known = texts(amir.case);
    await pair.says('Dit is weer voor Sanne.');
    expect(readers()).toEqual(['client', 'advisor']);
    expect(texts(amir.case)).toEqual(known);
    expect(texts(pair.case)).toContain('Dit is weer voor Sanne.');
    expect(pair.case.log.reader.commit?.reason).toBe('remove');
    expect(pair.case.log.reader.roster?.covers).toBeUndefined();
    expect(pair.live.log?.state).toBe('good');
  };

  test.each([
    ['the advisor’s page', () => pair.look()],
    ['the pupil’s page', () => pair.healing.standIn()],
  ])('when the days are over: by %s', async (_, look) => {
    await standsIn();
    const amir = await pair.atAmirs();
    later(7 * DAY - 1);
    await look();
    expect(amirs()).toBeDefined();

    later(7 * DAY);
    await look();

    await readsNothingMore(amir);
  });

  test('when the days are over, the colleague’s own page leaves', async () => {
    await standsIn();
    const amir = await pair.atAmirs();

    later(7 * DAY);
    await amir.keeper.look(amir.case);

    await readsNothingMore(amir);
  });

  test('as soon as the pupil takes it back', async () => {
    await standsIn();
    const amir = await pair.atAmirs();
    pair.familyLetsIn = true;

    await pair.pupil({ act: 'withdraw', card: present(pair.pupilCards[0]).id });

    await readsNothingMore(amir);
  });

  test.each([
    ['the advisor', async () => pair.keeper.end(pair.case)],
    ['the colleague', async (amir: Awaited<ReturnType<Pair['atAmirs']>>) => amir.keeper.end(amir.case)],
  ])('when %s ends it by hand, and then it stays over', async (_, end) => {
    await standsIn();
    const amir = await pair.atAmirs();

    expect(await end(amir)).toBe(true);

    await readsNothingMore(amir);
    await pair.look();
    await pair.healing.standIn();
    expect(readers()).toEqual(['client', 'advisor']);
    expect(await end(amir)).toBe(false);
  });

  test('a new yes lets the colleague in again', async () => {
    await standsIn();
    await pair.keeper.end(pair.case);
    await standsIn();
  });
});

test('while somebody stands in, the pupil’s visits renew the keys as before', async () => {
  await standsIn(['nieuw'], stage.now + 20 * DAY);
  const amir = await pair.atAmirs();

  later(8 * DAY);
  await pair.healing.heal();

  expect(pair.case.log.reader.commit?.reason).toBe('rotate');
  expect(readers()).toEqual(['client', 'advisor', 'cover_advisor']);
  await pair.says('Nog steeds.');
  expect(texts(amir.case)).toEqual(['Nog steeds.']);
});

test('a yes to days ahead begins with them', async () => {
  const colleague = toHex(stage.amir.key.keyId);
  const days = { from: stage.now + DAY, until: stage.now + 3 * DAY };
  await pair.ask({ purpose: 'cover', colleague, points: ['nieuw'], ...days });
  expect(pair.pupilCards[0]).toMatchObject(days);
  await pair.allow();
  expect(pair.pupilCards[0]).toMatchObject({ state: 'allowed', ...days });
  await pair.look();
  expect(readers()).toEqual(['client', 'advisor']);

  later(DAY);
  await pair.healing.standIn();

  expect(readers()).toEqual(['client', 'advisor', 'cover_advisor']);
});
