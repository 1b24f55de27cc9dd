// Telling a family later: it lies in the sealed note, comes back on its day, and reaches the family once.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { heldOf } from '../../src/worker/held_notices.ts';
import { present } from '../crypto/support/expect.ts';
import { Pair, SHOWN, Stage } from './support/pair.ts';

const SETTING_MS = 120_000;
const DAY_S = 86_400;
let stage: Stage;
let pair: Pair;

beforeAll(async () => {
  await loadSodium();
  stage = await Stage.set();
}, SETTING_MS);
afterAll(() => stage.strike());
beforeEach(async () => {
  pair = await Pair.of(stage);
});
afterEach(() => void vi.useRealTimers());

const held = () => pair.advisor.get('consent').held;
const danger = (part: object = {}) => ({
  act: 'hold' as const,
  whom: 'Veilig Thuis',
  points: ['dat er geslagen wordt', 'sinds de zomer'],
  toldAt: stage.now - 60,
  why: 'Er was direct gevaar.',
  consulted: 'een collega',
  reviewAt: stage.now + 3 * DAY_S,
  later: 'Eerst moet het kind\nveilig zijn.',
  ...part,
});
const tell = (id: string) =>
  pair.counsellor({ act: 'tell_held', held: id, why: 'Er was direct gevaar. Later.', shown: SHOWN });

describe('holding', () => {
  test('writes nothing into the conversation, and the server reads nothing', async () => {
    const written = pair.server.entries.length;

    expect(await pair.counsellor(danger())).toBe(true);

    expect(pair.server.entries).toHaveLength(written);
    expect(pair.pupilCards).toEqual([]);
    expect(held()).toMatchObject([
      { whom: 'Veilig Thuis', points: danger().points, later: ['Eerst moet het kind veilig zijn.'] },
    ]);
    expect(Buffer.from(present(pair.notes.blob)).toString('latin1')).not.toContain('Veilig Thuis');
  });

  test('leaves what the advisor wrote to herself as it was', async () => {
    await pair.case.note.load(pair.call);
    await pair.case.note.save({ text: 'Bel dinsdag.', alias: 'Groene jas' }, pair.call);

    await pair.counsellor(danger());
    await pair.case.note.save({ text: 'Bel woensdag.', alias: 'Groene jas' }, pair.call);

    const again = pair.newCase();
    await again.note.load(pair.call);
    expect(again.note.state.fields).toEqual({ text: 'Bel woensdag.', alias: 'Groene jas' });
    expect(again.note.held).toHaveLength(1);
  });

  test('is never for longer than a fortnight, and never for a day that was', async () => {
    for (const reviewAt of [stage.now - 1, stage.now + 15 * DAY_S])
      expect(await pair.counsellor(danger({ reviewAt }))).toBe(false);

    expect(pair.notes.revision).toBe(0);
  });

  test('after an answer that got lost, is there once', async () => {
    pair.notes.loseReply = true;
    expect(await pair.counsellor(danger())).toBe(false);
    pair.notes.loseReply = false;

    expect(await pair.counsellor(danger())).toBe(true);

    expect(held()).toHaveLength(1);
  });

  test('has room for three', async () => {
    for (const whom of ['een', 'twee', 'drie']) expect(await pair.counsellor(danger({ whom }))).toBe(true);
    expect(pair.advisor.get('consent').mayHold).toBe(false);

    expect(await pair.counsellor(danger({ whom: 'vier' }))).toBe(false);
  });

  test('needs a note that can be read', async () => {
    pair.notes.revision = 3;
    pair.notes.blob = new Uint8Array(600).fill(9);

    expect(await pair.counsellor(danger())).toBe(false);

    expect(pair.notes.revision).toBe(3);
  });
});

describe('the day of review', () => {
  test('is due when it has come, on every device', async () => {
    await pair.counsellor(danger());
    const other = pair.newCase();
    await other.note.load(pair.call);
    expect(other.reviewAt).toBe(stage.now + 3 * DAY_S);

    vi.useFakeTimers({ toFake: ['Date'], now: (stage.now + 3 * DAY_S) * 1000 });

    expect(other.reviewAt).toBeLessThanOrEqual(Date.now() / 1000);
  });

  test('is put off only with another reason and another day, and both reasons stay', async () => {
    await pair.counsellor(danger());
    const { id } = present(held()[0]);
    vi.useFakeTimers({ toFake: ['Date'], now: (stage.now + 3 * DAY_S) * 1000 });
    const next = stage.now + 10 * DAY_S;

    const on = { act: 'hold_on', held: id, reviewAt: next, later: 'Nog geen plek.' } as const;
    expect(await pair.counsellor({ ...on, reviewAt: stage.now + 18 * DAY_S })).toBe(false);
    expect(await pair.counsellor({ ...on, held: '00'.repeat(16) })).toBe(false);
    expect(await pair.counsellor(on)).toBe(true);

    const later = ['Eerst moet het kind veilig zijn.', 'Nog geen plek.'];
    expect(held()).toMatchObject([{ id, reviewAt: next, later }]);
  });
});

describe('telling', () => {
  test('gives the family what was held, and empties the note', async () => {
    await pair.counsellor(danger());
    const { id } = present(held()[0]);

    expect(await tell(id)).toBe(true);

    expect(pair.pupilCards).toMatchObject([
      { state: 'told_without', whom: 'Veilig Thuis', points: danger().points },
    ]);
    expect(pair.pupilCards[0]?.notice).toEqual({
      at: stage.now - 60,
      why: 'Er was direct gevaar. Later.',
      consulted: 'een collega',
    });
    expect(held()).toEqual([]);
    expect(pair.case.note.held).toEqual([]);
    expect(pair.case.reviewAt).toBeNull();
  });

  test('is not done twice when the note could not be emptied', async () => {
    await pair.counsellor(danger());
    const { id } = present(held()[0]);
    pair.notes.down = true;
    expect(await tell(id)).toBe(true);
    expect(pair.case.note.held).toHaveLength(1);
    expect(heldOf(pair.case)).toEqual([]);

    expect(await tell(id)).toBe(false);
    pair.notes.down = false;
    await pair.counsellor({ act: 'load' });

    expect(pair.pupilCards).toHaveLength(1);
    expect(pair.case.note.held).toEqual([]);
  });

  test('goes into the log under the id that it was held under', async () => {
    await pair.counsellor(danger());
    const { id } = present(pair.case.note.held[0]);
    await tell(toHex(id));
    const statements = pair.live.log?.entries.flatMap(({ content }) =>
      content.kind === 'statement' ? [toHex(content.statement.id)] : [],
    );

    expect(statements).toEqual([toHex(id)]);
  });
});
