// The form's clock against the table that an independent implementation made, and in other zones of the computer.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dateOf, instantOf, timeOf } from '../../src/feature/inbox/local_instant.ts';

const TABLE = new URL('../../../tests/unit/server/appointment/clock_table.txt', import.meta.url);

const rows = readFileSync(TABLE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

test('every wall time around the changes of the clock is the instant that the table names', () => {
  expect(rows.length).toBe(960);
  for (const [date = '', minute = '', instant = ''] of rows) {
    const part = (value: number) => String(value).padStart(2, '0');
    const time = `${part(Math.floor(Number(minute) / 60))}:${part(Number(minute) % 60)}`;
    const expected = /^\d+$/.test(instant) ? Number(instant) : null;
    expect([date, time, instantOf(date, time)]).toEqual([date, time, expected]);
    if (expected !== null) expect([dateOf(expected), timeOf(expected)]).toEqual([date, time]);
  }
});

test.each([
  ['', '10:00'],
  ['2026-02-30', '10:00'],
  ['2026-11-03', ''],
  ['2026-11-03', '25:00'],
])('%j %j is no time', (date, time) => {
  expect(instantOf(date, time)).toBeNull();
});
