import { describe, expect, test } from 'vitest';
import { calendarFile } from '../../src/feature/appointment/calendar_file.ts';

const event = {
  uid: 'a1b2',
  title: 'Tandarts',
  start: Date.UTC(2026, 10, 3, 14, 30) / 1000,
  end: Date.UTC(2026, 10, 3, 15, 0) / 1000,
  stamp: Date.UTC(2026, 9, 1, 8, 0) / 1000,
  sequence: 0,
  state: 'booked',
} as const;

describe('calendar file', () => {
  test('says the chosen title and the time in UTC', () => {
    const lines = calendarFile(event).split('\r\n');

    expect(lines).toContain('SUMMARY:Tandarts');
    expect(lines).toContain('DTSTART:20261103T143000Z');
    expect(lines).toContain('DTEND:20261103T150000Z');
    expect(lines).toContain('UID:a1b2');
  });

  test('names nobody and no place', () => {
    expect(calendarFile(event)).not.toMatch(/DESCRIPTION|LOCATION|ATTENDEE|ORGANIZER|kiezel/i);
  });

  test('calling off replaces the same event', () => {
    const lines = calendarFile({ ...event, sequence: 1, state: 'cancelled' }).split('\r\n');

    expect(lines).toContain('METHOD:CANCEL');
    expect(lines).toContain('SEQUENCE:1');
    expect(lines).toContain('UID:a1b2');
  });

  test('marks in the title cannot add lines', () => {
    const text = calendarFile({ ...event, title: 'a,b;c\\d\nDESCRIPTION:x' });

    expect(text).toContain('SUMMARY:a\\,b\\;c\\\\d\\nDESCRIPTION:x\r\n');
  });

  test('no line is longer than 75 bytes, whatever the letters', () => {
    const lines = calendarFile({ ...event, title: 'é'.repeat(120) }).split('\r\n');

    expect(Math.max(...lines.map((line) => new TextEncoder().encode(line).length))).toBeLessThanOrEqual(75);
  });
});
