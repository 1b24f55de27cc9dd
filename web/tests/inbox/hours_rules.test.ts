import { describe, expect, test } from 'vitest';
import {
  availabilityOf,
  closedFault,
  draftOf,
  faultsOf,
  type HoursDraft,
  suggestedHours,
  toClock,
  toMinutes,
  type WindowDraft,
} from '../../src/feature/inbox/hours_rules.ts';
import { availability } from '../../src/protocol/messages.ts';

const window = (from: string, until: string, weekday = 1): WindowDraft => ({ weekday, from, until });
const draft = (...windows: WindowDraft[]): HoursDraft => ({ ...suggestedHours(), windows });
const kinds = (hours: HoursDraft) => faultsOf(hours).map(({ window: index, kind }) => [index, kind]);

describe('calling hours: faults', () => {
  test('the suggestion for a new advisor has none', () => {
    expect(faultsOf(suggestedHours())).toEqual([]);
  });

  test.each([
    ['no beginning', window('', '12:00'), 'missing'],
    ['no end', window('09:00', ''), 'missing'],
    ['the end before the beginning', window('12:00', '09:00'), 'end_before_start'],
    ['no length', window('09:00', '09:00'), 'end_before_start'],
    ['odd minutes', window('09:02', '12:00'), 'steps'],
    ['no room for one call', window('09:00', '09:25'), 'too_short'],
  ] as const)('%s', (_, wrong, kind) => {
    expect(kinds(draft(wrong))).toEqual([[0, kind]]);
  });

  test('of two that overlap the second is named', () => {
    expect(kinds(draft(window('09:00', '12:00'), window('11:30', '13:00')))).toEqual([[1, 'overlap']]);
  });

  test('windows may touch, and other days do not matter', () => {
    const hours = draft(window('09:00', '12:00'), window('12:00', '13:00'), window('09:00', '12:00', 2));

    expect(faultsOf(hours)).toEqual([]);
  });

  test('a fifth window on one day is one too many', () => {
    const hours = draft(
      ...[8, 10, 12, 14, 16].map((hour) => window(toClock(hour * 60), toClock(hour * 60 + 60))),
    );

    expect(kinds(hours)).toEqual([[4, 'too_many']]);
  });

  test('a window until midnight ends when the day does', () => {
    const hours = draft(window('20:00', '00:00'));

    expect(faultsOf(hours)).toEqual([]);
    expect(availabilityOf(hours).weekly).toEqual([{ weekday: 1, from_min: 1200, until_min: 1440 }]);
  });
});

describe('calling hours: to the wire and back', () => {
  test('a saved week is the same week when it is shown again', () => {
    const saved = availabilityOf(suggestedHours());

    expect(availabilityOf(draftOf(saved))).toEqual(saved);
  });

  test('the suggestion is what the wire takes', () => {
    expect(() => availability.decode(availability.encode(availabilityOf(suggestedHours())))).not.toThrow();
  });

  test.each([
    ['00:00', 0],
    ['09:05', 545],
    ['23:55', 1435],
  ])('%s', (text, minutes) => {
    expect(toMinutes(text)).toBe(minutes);
    expect(toClock(minutes)).toBe(text);
  });
});

describe('days without calls', () => {
  test.each([
    ['', 'closed_missing'],
    ['2026-12-24', 'closed_twice'],
    ['2026-12-25', null],
  ] as const)('%s', (day, fault) => {
    expect(closedFault(day, ['2026-12-24'])).toBe(fault);
  });
});
