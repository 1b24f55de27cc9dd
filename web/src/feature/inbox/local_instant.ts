// From the date and time that a form gives to an instant: the clock is Amsterdam's, wherever this computer stands. Pure.

const ZONE = 'Europe/Amsterdam';
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
const HOUR_S = 3600;

// '2026-11-03 15:30' as it is shown in Amsterdam at that instant.
function wallTime(at: number): string {
  const named = Object.fromEntries(parts.formatToParts(at * 1000).map(({ type, value }) => [type, value]));
  return `${named.year}-${named.month}-${named.day} ${named.hour}:${named.minute}`;
}

// Unix seconds; null for what is no time, or one that the clock skips or shows twice.
export function instantOf(date: string, time: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return null;
  const asUtc = Date.parse(`${date}T${time}:00Z`) / 1000;
  if (Number.isNaN(asUtc)) return null;
  // Winter time is an hour ahead of UTC, summer time two.
  const found = [asUtc - HOUR_S, asUtc - 2 * HOUR_S].filter((at) => wallTime(at) === `${date} ${time}`);
  return found.length === 1 ? (found[0] ?? null) : null;
}

export function dateOf(at: number): string {
  return wallTime(at).slice(0, 10);
}

export function timeOf(at: number): string {
  return wallTime(at).slice(11);
}
