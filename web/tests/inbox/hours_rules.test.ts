import { describe, expect, test } from 'vitest';
import {
  availabilityOf,
  draftOf,
  faultsOf,
  type HoursDraft,
  suggestedHours,
  toClock,
  toMinutes,
  type WindowDraft,
  withoutThePast,
} from '../../src/feature/inbox/hours_rules.ts';
import { availability } from '../../src/protocol/messages.ts';

const window = (from: string, until: string, weekday = 1): WindowDraft => ({
  weekday,
  from,
  until,
  kinds: ['call'],
});
const draft = (...windows: WindowDraft[]): HoursDraft => ({ ...suggestedHours(), windows });
const kinds = (hours: HoursDraft) => faultsOf(hours).map(({ index, kind }) => [index, kind]);
// Talks in person beside calls, three quarters of an hour.
const twoKinds = (): HoursDraft => ({
  ...suggestedHours(),
  windows: [],
  kinds: suggestedHours().kinds.map((one) => ({ ...one, on: one.kind !== 'with_school' })),
});

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
    expect(availabilityOf(hours).weekly).toEqual([
      { weekday: 1, from_min: 1200, until_min: 1440, kinds: ['call'] },
    ]);
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

describe('more than one kind', () => {
  test('hours of different kinds may overlap, of the same kind they may not', () => {
    const inPerson: WindowDraft = { ...window('09:00', '12:00'), kinds: ['in_person'] };
    const both: WindowDraft = { ...window('11:00', '13:00'), kinds: ['call', 'in_person'] };

    expect(kinds({ ...twoKinds(), windows: [window('09:00', '12:00'), inPerson] })).toEqual([]);
    expect(kinds({ ...twoKinds(), windows: [inPerson, both] })).toEqual([[1, 'overlap']]);
  });

  test('the longest kind must fit', () => {
    const half: WindowDraft = { ...window('09:00', '09:30'), kinds: ['call', 'in_person'] };

    expect(kinds({ ...twoKinds(), windows: [half] })).toEqual([[0, 'too_short']]);
  });

  test('a kind that is off is not saved, and hours for nothing else are a fault', () => {
    const school: WindowDraft = { ...window('09:00', '12:00'), kinds: ['with_school'] };
    const alsoCalls: WindowDraft = { ...window('13:00', '15:00'), kinds: ['with_school', 'call'] };

    expect(kinds({ ...twoKinds(), windows: [school] })).toEqual([[0, 'kindless']]);
    expect(availabilityOf({ ...twoKinds(), windows: [alsoCalls] }).weekly[0]?.kinds).toEqual(['call']);
  });

  test('no kind at all is a fault of its own', () => {
    const none = { ...draft(), kinds: suggestedHours().kinds.map((one) => ({ ...one, on: false })) };

    expect(faultsOf(none)).toEqual([{ place: 'kind', index: 0, kind: 'no_kinds' }]);
  });
});

describe('single days and absence', () => {
  const day = (date: string, from: string, until: string) => ({
    date,
    from,
    until,
    kinds: ['call' as const],
  });

  test.each([
    ['no date', [day('', '09:00', '12:00')], [[0, 'no_date']]],
    ['backwards', [day('2026-12-24', '12:00', '09:00')], [[0, 'end_before_start']]],
    [
      'the same hours twice',
      [day('2026-12-24', '09:00', '12:00'), day('2026-12-24', '11:00', '13:00')],
      [[1, 'overlap']],
    ],
    ['two days', [day('2026-12-24', '09:00', '12:00'), day('2026-12-25', '11:00', '13:00')], []],
  ] as const)('%s', (_, days, expected) => {
    expect(kinds({ ...draft(), days })).toEqual(expected);
  });

  test.each([
    ['', '', 'absence_missing'],
    ['2026-12-24', '', 'absence_missing'],
    ['2026-12-24', '2026-12-23', 'absence_backwards'],
  ] as const)('away from %s to %s', (from, until, kind) => {
    expect(kinds({ ...draft(), absences: [{ from, until }] })).toEqual([[0, kind]]);
  });

  test('away for one day is fine, and what is over is not kept', () => {
    const hours = {
      ...draft(),
      days: [day('2026-12-01', '09:00', '12:00'), day('2026-12-24', '09:00', '12:00')],
      absences: [
        { from: '2026-11-01', until: '2026-12-10' },
        { from: '2026-11-01', until: '2026-12-09' },
      ],
    };

    expect(kinds(hours)).toEqual([]);
    const left = withoutThePast(hours, '2026-12-10');
    expect(left.days).toEqual([hours.days[1]]);
    expect(left.absences).toEqual([hours.absences[0]]);
  });
});
