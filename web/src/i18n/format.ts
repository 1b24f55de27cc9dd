// Dates and times as people in the Netherlands read them. Instants are unix seconds; the clock is always Amsterdam's.
import { language } from './text.ts';

const ZONE = 'Europe/Amsterdam';

// Making a formatter is dear (web.md section 4), so each is made once.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = language.value === 'en' ? 'en-GB' : 'nl-NL';
  const name = locale + JSON.stringify(options);
  let found = formatters.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
    formatters.set(name, found);
  }
  return found;
}

export function longDay(at: number): string {
  return formatter({ weekday: 'long', day: 'numeric', month: 'long' }).format(at * 1000);
}

export function shortDay(at: number): string {
  return formatter({ weekday: 'short', day: 'numeric', month: 'short' }).format(at * 1000);
}

export function clock(at: number): string {
  return formatter({ hour: '2-digit', minute: '2-digit' }).format(at * 1000);
}

// 1 is Monday: 4 January 2021 was one.
export function weekdayName(weekday: number): string {
  return formatter({ weekday: 'long' }).format(Date.UTC(2021, 0, 3 + weekday, 12));
}

// "2026-11-03": the same for two instants exactly when they fall on the same Amsterdam day.
const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

export function dayKey(at: number): string {
  return dayFormat.format(at * 1000);
}

export function listOf(parts: readonly string[]): string {
  const locale = language.value === 'en' ? 'en-GB' : 'nl-NL';
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
}

export function languageName(code: string): string {
  const locale = language.value === 'en' ? 'en-GB' : 'nl-NL';
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
