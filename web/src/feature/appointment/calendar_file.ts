// A calendar file (RFC 5545) that says nothing but a title the person chose and a time in UTC: no place, no people.

export type CalendarEvent = {
  // Stable for one appointment, so that a later file replaces an earlier one.
  readonly uid: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly stamp: number;
  // Grows with each change, so that a later file wins (RFC 5545 3.8.7.4).
  readonly sequence: number;
  readonly state: 'proposed' | 'booked' | 'cancelled';
};

const LINE_BYTES_MAX = 75;
const STATUS = { proposed: 'TENTATIVE', booked: 'CONFIRMED', cancelled: 'CANCELLED' } as const;

function utc(at: number): string {
  return `${new Date(at * 1000).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
}

function escapeText(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n');
}

// Lines are folded by bytes, never inside a character.
function fold(line: string): string {
  const encoder = new TextEncoder();
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > LINE_BYTES_MAX) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}

export function calendarFile(event: CalendarEvent): string {
  const cancelled = event.state === 'cancelled';
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//calendar//NL',
    `METHOD:${cancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.stamp)}`,
    `DTSTART:${utc(event.start)}`,
    `DTEND:${utc(event.end)}`,
    `SUMMARY:${escapeText(event.title)}`,
    `STATUS:${STATUS[event.state]}`,
    'CLASS:PRIVATE',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}
