// The availability form's own rules, in the terms in which the form explains them; the server checks again. Pure.
import { CLOSED_DAYS_MAX, type Hours } from '../../worker/advisor_messages.ts';

// As the form holds it: times as the browser's time field gives them, empty when not filled in.
export type WindowDraft = { readonly weekday: number; readonly from: string; readonly until: string };
export type HoursDraft = {
  readonly windows: readonly WindowDraft[];
  readonly durationMin: number;
  readonly beforeMin: number;
  readonly afterMin: number;
  readonly noticeMin: number;
  readonly horizonDays: number;
  readonly closedDays: readonly string[];
};

export type FaultKind = 'missing' | 'end_before_start' | 'steps' | 'too_short' | 'overlap' | 'too_many';
export type Fault = { readonly window: number; readonly kind: FaultKind };

export const WINDOWS_A_DAY_MAX = 4;
const STEP_MIN = 5;
const DAY_MIN = 1440;

export function toMinutes(text: string): number | null {
  const [, hours = '', minutes = ''] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  return hours === '' ? null : Number(hours) * 60 + Number(minutes);
}

export function toClock(minutes: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${part(Math.floor(minutes / 60) % 24)}:${part(minutes % 60)}`;
}

// A window that ends at 00:00 ends when the day does.
function endMinutes(text: string): number | null {
  const minutes = toMinutes(text);
  return minutes === 0 ? DAY_MIN : minutes;
}

type Times = { readonly weekday: number; readonly from: number; readonly until: number };

function timesOf({ weekday, from, until }: WindowDraft): Times | null {
  const [start, end] = [toMinutes(from), endMinutes(until)];
  return start === null || end === null ? null : { weekday, from: start, until: end };
}

function faultAlone(window: WindowDraft, durationMin: number): FaultKind | null {
  const times = timesOf(window);
  if (!times) return 'missing';
  if (times.until <= times.from) return 'end_before_start';
  if (times.from % STEP_MIN !== 0 || times.until % STEP_MIN !== 0) return 'steps';
  return times.until - times.from < durationMin ? 'too_short' : null;
}

function overlaps(left: Times, right: Times): boolean {
  return left.weekday === right.weekday && left.from < right.until && right.from < left.until;
}

// One fault for each window at most; of two that overlap, the second has it.
export function faultsOf({ windows, durationMin }: HoursDraft): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [index, window] of windows.entries()) {
    const earlier = windows.slice(0, index);
    const times = timesOf(window);
    const alone = faultAlone(window, durationMin);
    const crosses = earlier.some((other) => {
      const otherTimes = timesOf(other);
      return times !== null && otherTimes !== null && overlaps(times, otherTimes);
    });
    const many = earlier.filter(({ weekday }) => weekday === window.weekday).length >= WINDOWS_A_DAY_MAX;
    const kind = alone ?? (crosses ? 'overlap' : many ? 'too_many' : null);
    if (kind) faults.push({ window: index, kind });
  }
  return faults;
}

export function draftOf(saved: Hours): HoursDraft {
  const windows = [...saved.weekly]
    .sort((left, right) => left.weekday - right.weekday || left.from_min - right.from_min)
    .map(({ weekday, from_min: from, until_min: until }) => ({
      weekday,
      from: toClock(from),
      until: toClock(until),
    }));
  return {
    windows,
    durationMin: saved.duration_min,
    beforeMin: saved.buffer_before_min,
    afterMin: saved.buffer_after_min,
    noticeMin: saved.notice_min,
    horizonDays: saved.horizon_days,
    closedDays: [...saved.closed_days].sort(),
  };
}

// Only of a draft without faults.
export function availabilityOf(draft: HoursDraft): Hours {
  const weekly = draft.windows.flatMap((window) => {
    const times = timesOf(window);
    return times ? [{ weekday: times.weekday, from_min: times.from, until_min: times.until }] : [];
  });
  return {
    weekly,
    duration_min: draft.durationMin,
    buffer_before_min: draft.beforeMin,
    buffer_after_min: draft.afterMin,
    notice_min: draft.noticeMin,
    horizon_days: draft.horizonDays,
    closed_days: [...draft.closedDays],
  };
}

// What a new advisor sees first: office hours with a lunch break, which one click accepts.
export function suggestedHours(): HoursDraft {
  const windows = [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: '09:00', until: '12:00' },
    { weekday, from: '13:00', until: '17:00' },
  ]);
  return {
    windows,
    durationMin: 30,
    beforeMin: 0,
    afterMin: 15,
    noticeMin: 120,
    horizonDays: 28,
    closedDays: [],
  };
}

export type ClosedFault = 'closed_missing' | 'closed_twice' | null;

export function closedFault(day: string, closedDays: readonly string[]): ClosedFault {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || closedDays.length >= CLOSED_DAYS_MAX) return 'closed_missing';
  return closedDays.includes(day) ? 'closed_twice' : null;
}
