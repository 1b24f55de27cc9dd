// The availability form's own rules, in the terms in which the form explains them; the server checks again. Pure.
import { ABSENCES_MAX, DATED_WINDOWS_MAX, type Hours } from '../../worker/advisor_messages.ts';
import type { SlotKind } from '../../worker/messages.ts';

// As the form holds it: times as the browser's time field gives them, empty when not filled in.
export type Stretch = { readonly from: string; readonly until: string; readonly kinds: readonly SlotKind[] };
export type WindowDraft = Stretch & { readonly weekday: number };
// Hours of one day, as YYYY-MM-DD, in the place of its weekday's.
export type DayDraft = Stretch & { readonly date: string };
export type AbsenceDraft = { readonly from: string; readonly until: string };
export type KindDraft = {
  readonly kind: SlotKind;
  readonly on: boolean;
  readonly durationMin: number;
  readonly beforeMin: number;
  readonly afterMin: number;
  readonly travelMin: number;
  readonly noticeMin: number;
};
export type HoursDraft = {
  // All of them, in a fixed order.
  readonly kinds: readonly KindDraft[];
  readonly windows: readonly WindowDraft[];
  readonly days: readonly DayDraft[];
  readonly absences: readonly AbsenceDraft[];
  readonly region: Hours['holiday_region'];
  readonly horizonDays: number;
  // 0 is no bound.
  readonly perDayMax: number;
};

export type FaultKind =
  | 'no_kinds'
  | 'missing'
  | 'end_before_start'
  | 'steps'
  | 'kindless'
  | 'too_short'
  | 'overlap'
  | 'too_many'
  | 'no_date'
  | 'absence_missing'
  | 'absence_backwards';
// Where it is: the fields of the form have these names and numbers.
export type Fault = {
  readonly place: 'kind' | 'window' | 'day' | 'absence';
  readonly index: number;
  readonly kind: FaultKind;
};

export const KINDS: readonly SlotKind[] = ['call', 'in_person', 'with_school'];
export const WINDOWS_A_DAY_MAX = 4;
const STEP_MIN = 5;
const DAY_MIN = 1440;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

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

type Times = { readonly from: number; readonly until: number };

function timesOf({ from, until }: Stretch): Times | null {
  const [start, end] = [toMinutes(from), endMinutes(until)];
  return start === null || end === null ? null : { from: start, until: end };
}

// Of the kinds that a stretch names, those that are on.
export function kindsIn(draft: HoursDraft, { kinds }: Stretch): readonly KindDraft[] {
  return draft.kinds.filter(({ kind, on }) => on && kinds.includes(kind));
}

function faultAlone(draft: HoursDraft, stretch: Stretch): FaultKind | null {
  const times = timesOf(stretch);
  if (!times) return 'missing';
  if (times.until <= times.from) return 'end_before_start';
  if (times.from % STEP_MIN !== 0 || times.until % STEP_MIN !== 0) return 'steps';
  const kinds = kindsIn(draft, stretch);
  if (kinds.length === 0) return 'kindless';
  return kinds.some(({ durationMin }) => times.until - times.from < durationMin) ? 'too_short' : null;
}

// Two stretches of one day may overlap when they are for different kinds.
function crosses(draft: HoursDraft, left: Stretch, right: Stretch): boolean {
  const [a, b] = [timesOf(left), timesOf(right)];
  const shared = kindsIn(draft, left).some(({ kind }) => right.kinds.includes(kind));
  return shared && a !== null && b !== null && a.from < b.until && b.from < a.until;
}

// One fault for each stretch at most; of two that overlap, the second has it.
function faultsOfStretches<Of extends Stretch>(
  draft: HoursDraft,
  place: 'window' | 'day',
  stretches: readonly Of[],
  sameDay: (left: Of, right: Of) => boolean,
): readonly Fault[] {
  return stretches.flatMap((stretch, index) => {
    const earlier = stretches.slice(0, index).filter((other) => sameDay(other, stretch));
    const overlap = earlier.some((other) => crosses(draft, other, stretch)) ? 'overlap' : null;
    const many = earlier.length >= WINDOWS_A_DAY_MAX ? 'too_many' : null;
    const kind = faultAlone(draft, stretch) ?? overlap ?? many;
    return kind ? [{ place, index, kind }] : [];
  });
}

function faultsOfAbsences(absences: readonly AbsenceDraft[]): readonly Fault[] {
  return absences.flatMap(({ from, until }, index) => {
    const kind =
      !DATE.test(from) || !DATE.test(until) ? 'absence_missing' : until < from ? 'absence_backwards' : null;
    return kind ? [{ place: 'absence' as const, index, kind } satisfies Fault] : [];
  });
}

export function faultsOf(draft: HoursDraft): readonly Fault[] {
  const kindless: readonly Fault[] = draft.kinds.some(({ on }) => on)
    ? []
    : [{ place: 'kind', index: 0, kind: 'no_kinds' }];
  const undated = draft.days.flatMap(({ date }, index) =>
    DATE.test(date) ? [] : [{ place: 'day' as const, index, kind: 'no_date' as const }],
  );
  const dated = faultsOfStretches(draft, 'day', draft.days, (left, right) => left.date === right.date);
  return [
    ...kindless,
    ...faultsOfStretches(draft, 'window', draft.windows, (left, right) => left.weekday === right.weekday),
    ...undated,
    ...dated.filter(({ index }) => !undated.some((fault) => fault.index === index)),
    ...faultsOfAbsences(draft.absences),
  ];
}

const USUAL: Readonly<Record<SlotKind, Omit<KindDraft, 'kind' | 'on'>>> = {
  call: { durationMin: 30, beforeMin: 0, afterMin: 15, travelMin: 0, noticeMin: 120 },
  in_person: { durationMin: 45, beforeMin: 0, afterMin: 15, travelMin: 30, noticeMin: 24 * 60 },
  with_school: { durationMin: 60, beforeMin: 15, afterMin: 15, travelMin: 30, noticeMin: 48 * 60 },
};

function kindDraft(kind: SlotKind, saved: Hours): KindDraft {
  const rules = saved.kinds.find((one) => one.kind === kind);
  if (!rules) return { kind, on: false, ...USUAL[kind] };
  return {
    kind,
    on: true,
    durationMin: rules.duration_min,
    beforeMin: rules.buffer_before_min,
    afterMin: rules.buffer_after_min,
    travelMin: rules.travel_min,
    noticeMin: rules.notice_min,
  };
}

type SavedStretch = {
  readonly from_min: number;
  readonly until_min: number;
  readonly kinds: readonly SlotKind[];
};

function stretchDraft({ from_min: from, until_min: until, kinds }: SavedStretch): Stretch {
  return { from: toClock(from), until: toClock(until), kinds: [...kinds] };
}

export function draftOf(saved: Hours): HoursDraft {
  const windows = [...saved.weekly]
    .sort((left, right) => left.weekday - right.weekday || left.from_min - right.from_min)
    .map((window) => ({ weekday: window.weekday, ...stretchDraft(window) }));
  const days = [...saved.dated]
    .sort((left, right) => left.date.localeCompare(right.date) || left.from_min - right.from_min)
    .map((day) => ({ date: day.date, ...stretchDraft(day) }));
  return {
    kinds: KINDS.map((kind) => kindDraft(kind, saved)),
    windows,
    days,
    absences: saved.absences
      .map(({ from, until }) => ({ from, until }))
      .sort((left, right) => left.from.localeCompare(right.from)),
    region: saved.holiday_region,
    horizonDays: saved.horizon_days,
    perDayMax: saved.per_day_max,
  };
}

// What is over for good is not kept: the form would fill up with the past.
export function withoutThePast(draft: HoursDraft, today: string): HoursDraft {
  return {
    ...draft,
    days: draft.days.filter(({ date }) => date === '' || date >= today),
    absences: draft.absences.filter(({ until }) => until === '' || until >= today),
  };
}

function savedStretch(draft: HoursDraft, stretch: Stretch) {
  const times = timesOf(stretch);
  const kinds = kindsIn(draft, stretch).map(({ kind }) => kind);
  return { from_min: times?.from ?? 0, until_min: times?.until ?? 0, kinds };
}

// Only of a draft without faults.
export function availabilityOf(draft: HoursDraft): Hours {
  return {
    kinds: draft.kinds
      .filter(({ on }) => on)
      .map(({ kind, durationMin, beforeMin, afterMin, travelMin, noticeMin }) => ({
        kind,
        duration_min: durationMin,
        buffer_before_min: beforeMin,
        buffer_after_min: afterMin,
        travel_min: travelMin,
        notice_min: noticeMin,
      })),
    weekly: draft.windows.map((window) => ({ weekday: window.weekday, ...savedStretch(draft, window) })),
    dated: draft.days.map((day) => ({ date: day.date, ...savedStretch(draft, day) })),
    absences: draft.absences.map(({ from, until }) => ({ from, until })),
    holiday_region: draft.region,
    horizon_days: draft.horizonDays,
    per_day_max: draft.perDayMax,
  };
}

// What a new advisor sees first: calls in office hours with a lunch break, which one click accepts.
export function suggestedHours(): HoursDraft {
  const kinds: readonly SlotKind[] = ['call'];
  const windows = [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: '09:00', until: '12:00', kinds },
    { weekday, from: '13:00', until: '17:00', kinds },
  ]);
  return {
    kinds: KINDS.map((kind) => ({ kind, on: kind === 'call', ...USUAL[kind] })),
    windows,
    days: [],
    absences: [],
    region: 'none',
    horizonDays: 28,
    perDayMax: 0,
  };
}

export function hasRoomForDay({ days }: HoursDraft): boolean {
  return days.length < DATED_WINDOWS_MAX;
}

export function hasRoomForAbsence({ absences }: HoursDraft): boolean {
  return absences.length < ABSENCES_MAX;
}
