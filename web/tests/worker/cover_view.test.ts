// What three people see of a colleague who stands in: its lines, who reads as long as she does, and what is not hers.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
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

async function standsIn(points = ['nieuw']): Promise<void> {
  const colleague = toHex(stage.amir.key.keyId);
  const until = stage.now + 7 * DAY;
  await pair.ask({ purpose: 'cover', colleague, points: ['nieuw', 'eerder'], until });
  await pair.allow(points);
  await pair.look();
}

describe('what people see of it', () => {
  const lines = (items: readonly { readonly kind: string }[]) =>
    items.flatMap((item) => (item.kind === 'consent' ? [item] : [])).slice(-2);
  const until = () => stage.now + 7 * DAY;
  const thread = () => pair.client.get('thread');
  const family = async () => {
    // What reads consent is fetched with the first statement.
    await vi.waitFor(() => expect(lines(thread().items).length).toBeGreaterThan(0));
    return thread();
  };

  test('a line where she comes in, and who reads as long as she does', async () => {
    await standsIn();
    const joins = { line: 'joins', purpose: 'cover', until: until() };

    const { items, covers } = await family();
    expect(lines(items).at(-1)).toMatchObject({ ...joins, whom: 'Amir' });
    expect(covers).toEqual([{ name: 'Amir', until: until() }]);
    expect(lines(pair.case.items).at(-1)).toMatchObject({ ...joins, whom: 'Amir', own: false });
    expect(pair.case.cover).toEqual({
      state: 'covered',
      people: [{ name: 'Amir', until: until() }],
      hidden: false,
    });
    expect(items.some(({ kind }) => kind === 'joined')).toBe(false);
  });

  test('a line where she goes', async () => {
    await standsIn();
    await pair.counsellor({ act: 'end_cover' });

    expect(pair.advisor.get('consent').sending).toBe('none');
    expect(lines((await family()).items)).toMatchObject([
      { line: 'joins' },
      { line: 'leaves', whom: 'Amir' },
    ]);
    expect(thread().covers).toEqual([]);
    expect(lines(pair.case.items).at(-1)).toMatchObject({ line: 'leaves', whom: 'Amir' });
    expect(pair.case.cover.state).toBe('none');
  });

  test('the colleague sees for whom and until when, and nothing amiss before that', async () => {
    await pair.says('Van vroeger.');
    await standsIn();
    const { case: one } = await pair.atAmirs();
    await pair.says('Nieuw.');

    expect(one.isCovering).toBe(true);
    expect(one.cover).toEqual({
      state: 'covering',
      people: [{ name: 'Sanne', until: until() }],
      hidden: true,
    });
    expect(one.items).toMatchObject([
      { kind: 'consent', line: 'joins', own: true, until: until() },
      { kind: 'message', text: 'Nieuw.' },
    ]);
    expect(one.summary).toMatchObject({ unread: 1, answered: false });
    expect(one.view().periods).toEqual([]);
    expect(one.view().finish.mayFinish).toBe(false);
  });

  test('a colleague who may read all misses nothing', async () => {
    await pair.says('Van vroeger.');
    await standsIn(['nieuw', 'eerder']);

    expect((await pair.atAmirs()).case.cover.hidden).toBe(false);
  });

  test('a withdrawal that she cannot tie to a yes is no line of hers', async () => {
    await standsIn();
    const amir = await pair.atAmirs();
    await pair.pupil({ act: 'withdraw', card: present(pair.pupilCards[0]).id });

    expect(lines(amir.case.items)).toMatchObject([{ line: 'joins' }]);
    expect(amir.case.isLeft).toBe(false);
    await pair.look();
    expect(amir.case.isLeft).toBe(true);
  });
});
