import { describe, expect, test } from 'vitest';
import { lookBackAt } from '../../src/feature/words/look_back.ts';

// 2026-11-02 is a Monday.
const at = (iso: string) => Date.parse(iso) / 1000;
const utc = (seconds: number) => new Date(seconds * 1000).toISOString();
const MON_TUE_THU = 0b0001011;

describe('when to look for an answer', () => {
  test('two school days after a working day', () => {
    expect(utc(lookBackAt(at('2026-11-02T09:30:00Z'), 0b0011111, 2))).toBe('2026-11-04T15:30:00.000Z');
  });

  test('only on a day the advisor works', () => {
    expect(utc(lookBackAt(at('2026-11-02T08:00:00Z'), MON_TUE_THU, 2)).slice(0, 10)).toBe('2026-11-05');
  });

  test('from the weekend on, it starts at the next working day', () => {
    expect(utc(lookBackAt(at('2026-10-31T10:00:00Z'), MON_TUE_THU, 1)).slice(0, 10)).toBe('2026-11-03');
  });

  test('a card without working days still gets a day', () => {
    expect(lookBackAt(at('2026-11-02T08:00:00Z'), 0, 0)).toBeGreaterThan(at('2026-11-02T08:00:00Z'));
  });
});
