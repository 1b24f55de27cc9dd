// A date, a time, how long, and what is kept free around it; with what is in the way, in words.
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Length } from './hours_length.tsx';
import { dateOf, instantOf, timeOf } from './local_instant.ts';
import { clashOf, type PlanDraft } from './plan_rules.ts';

const MINUTES = [15, 20, 30, 45, 60, 90, 120, 180, 240];
const AROUND = [0, 5, 10, 15, 30, 45, 60, 90, 120, 180, 240];
const CHANGING_SUNDAYS = /-(03|10)-(2[5-9]|3[01])$/;

export type TimeFields = {
  readonly date: string;
  readonly time: string;
  readonly minutes: number;
  readonly beforeMin: number;
  readonly afterMin: number;
};

export function fieldsAt(start: number, end: number, before: number, after: number): TimeFields {
  return {
    date: dateOf(start),
    time: timeOf(start),
    minutes: Math.round((end - start) / 60),
    beforeMin: Math.round(before / 60),
    afterMin: Math.round(after / 60),
  };
}

export function draftOfFields({ date, time, ...rest }: TimeFields): PlanDraft {
  return { start: instantOf(date, time), ...rest };
}

// The clock changes on the last Sundays of March and October.
function clockChangesOn(date: string): boolean {
  return CHANGING_SUNDAYS.test(date) && new Date(`${date}T12:00:00Z`).getUTCDay() === 0;
}

function Clash({ fields, own }: { fields: TimeFields; own: string | null }) {
  const { list, busy } = advisor.calls.value;
  const clash = clashOf(draftOfFields(fields), list, busy, own);
  const text = clash
    ? say(`plan.clash_${clash.kind}`, { day: longDay(clash.at), time: clock(clash.at) })
    : null;
  return (
    <p role="status" class={clash ? 'clash' : 'vh'}>
      {text}
    </p>
  );
}

type PlanTimeProperties = {
  readonly fields: TimeFields;
  readonly own: string | null;
  readonly wrong: boolean;
  readonly change: (part: Partial<TimeFields>) => void;
};

export function PlanTime({ fields, own, wrong, change }: PlanTimeProperties) {
  const { date, time, minutes, beforeMin, afterMin } = fields;
  const length = (count: number) => say('hours.minutes', { count });
  return (
    <>
      <div class="lengths">
        <div class="field">
          <label for="plan-date">{say('plan.date')}</label>
          <input
            id="plan-date"
            type="date"
            value={date}
            aria-invalid={wrong}
            onInput={(event) => change({ date: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="plan-start">{say('plan.time')}</label>
          <input
            id="plan-start"
            type="time"
            step={300}
            value={time}
            aria-invalid={wrong}
            onInput={(event) => change({ time: event.currentTarget.value })}
          />
        </div>
        <Length
          id="plan-minutes"
          label={say('plan.minutes')}
          value={minutes}
          options={MINUTES}
          text={length}
          choose={(value) => change({ minutes: value })}
        />
        <Length
          id="plan-before"
          label={say('hours.before')}
          value={beforeMin}
          options={AROUND}
          text={length}
          choose={(value) => change({ beforeMin: value })}
        />
        <Length
          id="plan-after"
          label={say('hours.after')}
          value={afterMin}
          options={AROUND}
          text={length}
          choose={(value) => change({ afterMin: value })}
        />
      </div>
      {clockChangesOn(date) ? <p class="hint">{say('plan.clock_changes')}</p> : null}
      <Clash fields={fields} own={own} />
    </>
  );
}
