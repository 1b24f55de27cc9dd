// Time as the inbox speaks of it. `tick` makes waiting times and "today" go on by themselves.
import { signal } from '@preact/signals';
import { clock, dayKey, shortDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';

const TICK_MS = 30_000;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

// Unix seconds, a little behind.
export const tick = signal(Math.floor(Date.now() / 1000));
setInterval(() => {
  tick.value = Math.floor(Date.now() / 1000);
}, TICK_MS);

export function isToday(at: number): boolean {
  return dayKey(at) === dayKey(tick.value);
}

export type Span = { readonly unit: 'now' | 'minutes' | 'hours' | 'days'; readonly count: number };

export function spanOf(seconds: number): Span {
  if (seconds < MINUTE_S) return { unit: 'now', count: 0 };
  if (seconds < HOUR_S) return { unit: 'minutes', count: Math.floor(seconds / MINUTE_S) };
  if (seconds < 2 * DAY_S) return { unit: 'hours', count: Math.floor(seconds / HOUR_S) };
  return { unit: 'days', count: Math.floor(seconds / DAY_S) };
}

export function waitingTime(since: number): string {
  const { unit, count } = spanOf(tick.value - since);
  return unit === 'now' ? say('row.waits_now') : say('row.waits', { time: say(`time.${unit}`, { count }) });
}

// The clock for today, the day for anything else.
export function shortMoment(at: number): string {
  return isToday(at) ? clock(at) : shortDay(at);
}
