import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeskRow } from '../../src/worker/advisor_messages.ts';
import { NO_COVER } from '../../src/worker/case_messages.ts';
import { compareRows, groupOf, nextCallOf, PEBBLE_COLOURS, pebbleNames } from '../../src/worker/desk_view.ts';

const row = (part: Partial<DeskRow>): DeskRow => ({
  id: '00',
  alias: '',
  pebble: { colour: 0, number: 10 },
  state: 'good',
  role: null,
  brake: false,
  due: false,
  group: 'theirs',
  unread: 0,
  waitingSince: null,
  lastAt: 0,
  nextCall: null,
  cover: NO_COVER,
  ...part,
});
const order = (rows: readonly DeskRow[]) => [...rows].sort(compareRows).map(({ id }) => id);

describe('groups', () => {
  test.each([
    ['nobody ever answered', { answered: false, waitingSince: 5 }, false, 'new'],
    ['nobody answered, a call today', { answered: false, waitingSince: null }, true, 'new'],
    ['a question waits', { answered: true, waitingSince: 5 }, false, 'mine'],
    ['a question waits, a call today', { answered: true, waitingSince: 5 }, true, 'mine'],
    ['all answered, a call today', { answered: true, waitingSince: null }, true, 'today'],
    ['all answered', { answered: true, waitingSince: null }, false, 'theirs'],
  ] as const)('%s', (_, summary, today, group) => {
    expect(groupOf(summary, today)).toBe(group);
  });
});

describe('order', () => {
  test('what must be decided today comes before whoever waits', () => {
    expect(order([row({ id: 'b', waitingSince: 10 }), row({ id: 'a', due: true })])).toEqual(['a', 'b']);
  });

  test('whoever waits longest is on top', () => {
    expect(order([row({ id: 'b', waitingSince: 20 }), row({ id: 'a', waitingSince: 10 })])).toEqual([
      'a',
      'b',
    ]);
  });

  test('who waits comes before who does not', () => {
    expect(order([row({ id: 'b', lastAt: 99 }), row({ id: 'a', waitingSince: 10 })])).toEqual(['a', 'b']);
  });

  test('where nobody waits, the latest word is on top', () => {
    expect(order([row({ id: 'b', lastAt: 1 }), row({ id: 'a', lastAt: 2 })])).toEqual(['a', 'b']);
  });

  test('calls of today stand in the order of the day', () => {
    const at = (start: number) => ({ group: 'today' as const, nextCall: { start, end: start + 1 } });

    expect(order([row({ id: 'b', ...at(9), lastAt: 5 }), row({ id: 'a', ...at(8) })])).toEqual(['a', 'b']);
  });
});

describe('pebble names', () => {
  const id = fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((bytes) => Buffer.from(bytes).toString('hex'));

  test('two conversations that look alike get longer numbers', () => {
    // 90 apart in the number: the same short name.
    const [left, right] = [`00${'0000000a'}${'0'.repeat(22)}`, `00${'00000064'}${'0'.repeat(22)}`];

    const names = pebbleNames([left, right]);

    expect(names.get(left)?.number).toBeGreaterThanOrEqual(1000);
    expect(names.get(left)).not.toEqual(names.get(right));
  });

  test('a name stays the same whatever else is on the desk', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 40 }), (ids) => {
        const names = pebbleNames(ids);
        for (const one of ids) {
          const { colour, number } = names.get(one)!;
          expect(colour).toBeLessThan(PEBBLE_COLOURS);
          if (number < 1000) expect(pebbleNames([one]).get(one)).toEqual({ colour, number });
        }
      }),
    );
  });
});

describe('the next call', () => {
  test('is the first that is not over', () => {
    const calls = [
      { start: 50, end: 60 },
      { start: 10, end: 20 },
      { start: 30, end: 40 },
    ];

    expect(nextCallOf(calls, 25)).toEqual({ start: 30, end: 40 });
    expect(nextCallOf(calls, 35)).toEqual({ start: 30, end: 40 });
    expect(nextCallOf(calls, 60)).toBeNull();
  });
});
