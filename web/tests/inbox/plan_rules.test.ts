// What stands in the way of a planned time, in words that say which.
import { describe, expect, test } from 'vitest';
import { clashOf, planFault } from '../../src/feature/inbox/plan_rules.ts';
import type { Planned } from '../../src/worker/agenda_messages.ts';
import { nextTimes } from '../../src/worker/ill_today.ts';

const HOUR = 3600;
const planned = (id: string, start: number, part: Partial<Planned> = {}): Planned => ({
  id,
  conversation: 'c',
  start,
  end: start + HOUR,
  state: 'booked',
  revision: 0,
  byAdvisor: false,
  moved: null,
  talk: null,
  differs: false,
  busyFrom: start - HOUR / 2,
  busyUntil: start + HOUR + HOUR / 4,
  card: null,
  ...part,
});
const draft = (start: number | null, beforeMin = 0, afterMin = 0) => ({
  start,
  minutes: 60,
  beforeMin,
  afterMin,
});

describe('a planned time', () => {
  test('needs a time that is to come', () => {
    expect(planFault(draft(null), 0)).toBe('no_time');
    expect(planFault(draft(10), 10)).toBe('past');
    expect(planFault(draft(11), 10)).toBeNull();
  });

  test.each([
    ['an appointment itself', 10 * HOUR, 0, 0, 'appointment'],
    ['what is kept free after one', 11 * HOUR, 0, 0, 'room'],
    ['what is kept free before one', 8.6 * HOUR, 0, 0, 'room'],
    ['its own room before', 11.5 * HOUR, 30, 0, 'room'],
    ['an own block', 14.5 * HOUR, 0, 0, 'block'],
    ['nothing', 12 * HOUR, 0, 0, undefined],
  ] as const)('meets %s', (_, start, before, after, kind) => {
    const busy = [{ id: 'b', from: 15 * HOUR, until: 16 * HOUR, imported: false }];

    expect(clashOf(draft(start, before, after), [planned('a', 10 * HOUR)], busy, null)?.kind).toBe(kind);
  });

  test('does not meet itself, nor what was cancelled', () => {
    const list = [planned('a', 10 * HOUR), planned('b', 12 * HOUR, { state: 'cancelled' })];

    expect(clashOf(draft(10.25 * HOUR), list, [], 'a')).toBeNull();
    expect(clashOf(draft(12 * HOUR), list, [], null)).toBeNull();
  });
});

describe('ill today', () => {
  test('everybody gets the first time that is as long and for the same, each its own', () => {
    const list = [
      planned('a', 10 * HOUR),
      planned('b', 12 * HOUR),
      planned('c', 14 * HOUR, { end: 14.5 * HOUR }),
    ];
    const free = [
      { start: 30 * HOUR, end: 31 * HOUR, kinds: ['in_person' as const] },
      { start: 32 * HOUR, end: 33 * HOUR, kinds: ['call' as const, 'in_person' as const] },
      { start: 34 * HOUR, end: 35 * HOUR, kinds: ['call' as const] },
    ];

    const times = nextTimes(list, free);

    expect(times.get('a')?.start).toBe(32 * HOUR);
    expect(times.get('b')?.start).toBe(34 * HOUR);
    expect(times.has('c')).toBe(false);
  });
});
