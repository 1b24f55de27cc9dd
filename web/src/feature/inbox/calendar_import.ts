// When somebody is taken, out of a calendar file (RFC 5545): times alone, no titles, no people. The file is read here and
// goes nowhere.
import ICAL from 'ical.js';
import { instantOf } from './local_instant.ts';

export type BusyTime = { readonly from: number; readonly until: number };

export const CALENDAR_BYTES_MAX = 5_000_000;
export const BUSY_TIMES_MAX = 500;
const BLOCK_S_MAX = 14 * 86_400;
// More of one event is not a calendar that a person keeps.
const OCCURRENCES_MAX = 5_000;

// What has no zone of its own is meant by the clock on the wall here.
function instant(time: ICAL.Time): number {
  const zone = time.zone?.tzid;
  const isFloating = time.isDate || !zone || zone === 'floating';
  if (!isFloating) return time.toUnixTime();
  const part = (value: number) => String(value).padStart(2, '0');
  const date = `${String(time.year).padStart(4, '0')}-${part(time.month)}-${part(time.day)}`;
  const clock = time.isDate ? '00:00' : `${part(time.hour)}:${part(time.minute)}`;
  // In the hour that the clock skips or shows twice, an hour more or less of a block does no harm.
  return instantOf(date, clock) ?? Date.parse(`${date}T${clock}:00Z`) / 1000 - 3600;
}

function occupies(event: ICAL.Component): boolean {
  const text = (name: string) => String(event.getFirstPropertyValue(name) ?? '').toUpperCase();
  return text('transp') !== 'TRANSPARENT' && text('status') !== 'CANCELLED';
}

function timesOf(event: ICAL.Event, { from, until }: BusyTime): readonly BusyTime[] {
  if (!event.isRecurring()) {
    return [{ from: instant(event.startDate), until: instant(event.endDate) }];
  }
  const times: BusyTime[] = [];
  const iterator = event.iterator();
  for (let count = 0; count < OCCURRENCES_MAX; count += 1) {
    const next = iterator.next();
    if (!next) break;
    const { startDate, endDate, item } = event.getOccurrenceDetails(next);
    if (instant(startDate) >= until) break;
    if (instant(endDate) > from && occupies(item.component))
      times.push({ from: instant(startDate), until: instant(endDate) });
  }
  return times;
}

// Each event with the exceptions to its series.
function eventsIn(calendar: ICAL.Component): readonly ICAL.Event[] {
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  const masters = new Map(
    events.filter((event) => !event.isRecurrenceException()).map((event) => [event.uid, event] as const),
  );
  for (const event of events) {
    if (event.isRecurrenceException()) masters.get(event.uid)?.relateException(event);
  }
  return [...masters.values()].filter(({ component }) => occupies(component));
}

// Overlapping times become one, long ones are cut to what a block may last.
function merged(times: readonly BusyTime[]): readonly BusyTime[] {
  const result: BusyTime[] = [];
  for (const time of [...times].sort((left, right) => left.from - right.from)) {
    const last = result.at(-1);
    if (last && time.from <= last.until)
      result[result.length - 1] = { from: last.from, until: Math.max(last.until, time.until) };
    else result.push(time);
  }
  return result.flatMap(({ from, until }) => {
    const parts: BusyTime[] = [];
    for (let start = from; start < until; start += BLOCK_S_MAX)
      parts.push({ from: start, until: Math.min(until, start + BLOCK_S_MAX) });
    return parts;
  });
}

type Parsed = [string, unknown[], unknown[]];

// A file may hold more than one.
function calendarsIn(text: string): readonly ICAL.Component[] {
  const parsed = ICAL.parse(text) as Parsed | Parsed[];
  const all = typeof parsed[0] === 'string' ? [parsed as Parsed] : (parsed as Parsed[]);
  return all.map((one) => new ICAL.Component(one)).filter(({ name }) => name === 'vcalendar');
}

// Of the period alone, earliest first; null when this is no calendar.
export function busyTimes(text: string, period: BusyTime): readonly BusyTime[] | null {
  try {
    const calendars = calendarsIn(text);
    if (calendars.length === 0) return null;
    for (const calendar of calendars) {
      for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
    }
    const found = calendars
      .flatMap((calendar) => eventsIn(calendar).flatMap((event) => timesOf(event, period)))
      .filter(({ from, until }) => from < until && until > period.from && from < period.until);
    return merged(found).slice(0, BUSY_TIMES_MAX);
  } catch {
    return null;
  } finally {
    ICAL.TimezoneService.reset();
  }
}
