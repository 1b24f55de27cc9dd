// Busy times out of calendar files, as other programs write them.
import { describe, expect, test } from 'vitest';
import { busyTimes } from '../../src/feature/inbox/calendar_import.ts';

const at = (text: string) => Date.parse(text) / 1000;
const period = { from: at('2026-10-01T00:00:00Z'), until: at('2027-01-01T00:00:00Z') };

function calendar(...lines: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function event(...lines: string[]): string {
  return ['BEGIN:VEVENT', 'UID:a', 'DTSTAMP:20261001T000000Z', ...lines, 'END:VEVENT'].join('\r\n');
}

const AMSTERDAM = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Amsterdam',
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

describe('busy times of a calendar file', () => {
  test('an event in UTC, without its title', () => {
    const text = calendar(event('SUMMARY:Tandarts', 'DTSTART:20261103T090000Z', 'DTEND:20261103T100000Z'));

    expect(busyTimes(text, period)).toEqual([
      { from: at('2026-11-03T09:00:00Z'), until: at('2026-11-03T10:00:00Z') },
    ]);
  });

  test('a weekly series keeps its wall time across the change of the clock, with one moved and one left out', () => {
    const text = calendar(
      AMSTERDAM,
      event(
        'DTSTART;TZID=Europe/Amsterdam:20261018T100000',
        'DTEND;TZID=Europe/Amsterdam:20261018T110000',
        'RRULE:FREQ=WEEKLY;COUNT=5',
        'EXDATE;TZID=Europe/Amsterdam:20261101T100000',
      ),
      event(
        'RECURRENCE-ID;TZID=Europe/Amsterdam:20261108T100000',
        'DTSTART;TZID=Europe/Amsterdam:20261108T150000',
        'DTEND;TZID=Europe/Amsterdam:20261108T160000',
      ),
    );

    expect(busyTimes(text, period)?.map(({ from }) => new Date(from * 1000).toISOString())).toEqual([
      '2026-10-18T08:00:00.000Z',
      '2026-10-25T09:00:00.000Z',
      '2026-11-08T14:00:00.000Z',
      '2026-11-15T09:00:00.000Z',
    ]);
  });

  test('a time without a zone and a whole day are meant by the clock here', () => {
    const text = calendar(
      event('DTSTART:20261024T100000', 'DTEND:20261024T110000'),
      event('DTSTART;VALUE=DATE:20261025', 'DTEND;VALUE=DATE:20261026').replace('UID:a', 'UID:b'),
    );

    expect(busyTimes(text, period)).toEqual([
      { from: at('2026-10-24T08:00:00Z'), until: at('2026-10-24T09:00:00Z') },
      { from: at('2026-10-24T22:00:00Z'), until: at('2026-10-25T23:00:00Z') },
    ]);
  });

  test.each(['TRANSP:TRANSPARENT', 'STATUS:CANCELLED'])('%s takes no time', (line) => {
    const text = calendar(event(line, 'DTSTART:20261103T090000Z', 'DTEND:20261103T100000Z'));

    expect(busyTimes(text, period)).toEqual([]);
  });

  test('what overlaps is one, what is long is cut, what is elsewhere in time is left out', () => {
    const text = calendar(
      event('DTSTART:20261103T090000Z', 'DTEND:20261103T100000Z'),
      event('DTSTART:20261103T093000Z', 'DTEND:20261103T110000Z').replace('UID:a', 'UID:b'),
      event('DTSTART:20261201T000000Z', 'DTEND:20261220T000000Z').replace('UID:a', 'UID:c'),
      event('DTSTART:20201103T090000Z', 'DTEND:20201103T100000Z').replace('UID:a', 'UID:d'),
    );

    expect(busyTimes(text, period)).toEqual([
      { from: at('2026-11-03T09:00:00Z'), until: at('2026-11-03T11:00:00Z') },
      { from: at('2026-12-01T00:00:00Z'), until: at('2026-12-15T00:00:00Z') },
      { from: at('2026-12-15T00:00:00Z'), until: at('2026-12-20T00:00:00Z') },
    ]);
  });

  test('a series without an end is bounded', () => {
    const text = calendar(
      event('DTSTART:20261001T000000Z', 'DTEND:20261001T000100Z', 'RRULE:FREQ=MINUTELY;INTERVAL=2'),
    );

    expect(busyTimes(text, period)?.length).toBe(500);
  });

  test.each(['', 'hello', 'BEGIN:VCALENDAR', '<html></html>'])('%j is no calendar', (text) => {
    expect(busyTimes(text, period)).toBeNull();
  });
});
