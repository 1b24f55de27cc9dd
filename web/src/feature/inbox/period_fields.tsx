// The days on which a colleague stands in.
import { type Signal, useSignal } from '@preact/signals';
import { type CaseKey, speak } from '../../i18n/case/text.ts';
import { dayKey } from '../../i18n/format.ts';
import { Field } from '../../ui/form.tsx';
import { beginningOf, endingOf } from '../consent/full_text.ts';

const DAY_S = 86_400;
const USUAL_DAYS = 14;
const DAYS_MAX = 92;

// As date fields have them.
export type Period = { readonly from: Signal<string>; readonly to: Signal<string> };

const dayIn = (days: number) => dayKey(Date.now() / 1000 + days * DAY_S);

export function usePeriod(): Period {
  return { from: useSignal(dayIn(0)), to: useSignal(dayIn(USUAL_DAYS)) };
}

export function periodFault({ from, to }: Period): 'cover_from_wrong' | 'cover_to_wrong' | null {
  const isDay = (day: string) => /^\d{4}-\d\d-\d\d$/.test(day);
  const last = dayIn(DAYS_MAX);
  if (!isDay(from.value) || from.value < dayIn(0) || from.value > last) return 'cover_from_wrong';
  return !isDay(to.value) || to.value < from.value || to.value > last ? 'cover_to_wrong' : null;
}

// Only for days that are right. Today is at once.
export function periodOf(period: Period): { readonly from: number; readonly until: number } {
  if (periodFault(period) !== null) return { from: 0, until: 0 };
  const from = period.from.value === dayIn(0) ? 0 : beginningOf(period.from.value);
  return { from, until: endingOf(period.to.value) };
}

type DayProperties = {
  readonly id: string;
  readonly label: CaseKey;
  readonly day: Signal<string>;
  readonly min: string;
  readonly error: string | null;
};

function Day({ id, label, day, min, error }: DayProperties) {
  return (
    <Field
      id={id}
      label={speak(label)}
      error={error}
      control={(describedBy) => (
        <input
          id={id}
          type="date"
          min={min}
          max={dayIn(DAYS_MAX)}
          value={day.value}
          aria-describedby={describedBy || undefined}
          onInput={(event) => {
            day.value = event.currentTarget.value;
          }}
        />
      )}
    />
  );
}

type Properties = { readonly period: Period; readonly tried: boolean; readonly id?: string };

export function PeriodFields({ period, tried, id = 'consent' }: Properties) {
  const fault = tried ? periodFault(period) : null;
  const { from, to } = period;
  return (
    <div class="periods">
      <Day
        id={`${id}-from`}
        label="cover_from"
        day={from}
        min={dayIn(0)}
        error={fault === 'cover_from_wrong' ? speak(fault) : null}
      />
      <Day
        id={`${id}-to`}
        label="cover_to"
        day={to}
        min={from.value}
        error={fault === 'cover_to_wrong' ? speak(fault) : null}
      />
    </div>
  );
}
