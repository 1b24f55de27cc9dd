// Other hours on single days, absence, and school holidays.
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { addAbsence, addDay, change as changeIn, remove } from './hours_form.ts';
import {
  type AbsenceDraft,
  type DayDraft,
  type Fault,
  type HoursDraft,
  hasRoomForAbsence,
  hasRoomForDay,
} from './hours_rules.ts';
import { StretchFields } from './hours_stretch.tsx';

const REGIONS = ['none', 'north', 'middle', 'south'] as const;

// Noon is on the same day in Amsterdam all year round.
export function dateText(date: string): string {
  return date === '' ? '…' : longDay(Date.parse(`${date}T12:00:00Z`) / 1000);
}

type DaysProperties = {
  readonly draft: HoursDraft;
  readonly faults: readonly Fault[];
  readonly change: (next: HoursDraft) => void;
};

function DateField({
  id,
  label,
  value,
  wrong,
  give,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly wrong: boolean;
  readonly give: (value: string) => void;
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        aria-invalid={wrong}
        onInput={(event) => give(event.currentTarget.value)}
      />
    </div>
  );
}

function OneDay({
  index,
  day,
  ...days
}: DaysProperties & { readonly index: number; readonly day: DayDraft }) {
  const { draft, faults, change } = days;
  const wrong = faults.some((fault) => fault.place === 'day' && fault.index === index);
  return (
    <li class="one-day">
      <DateField
        id={`day-${index}-date`}
        label={say('hours.day_date')}
        value={day.date}
        wrong={wrong}
        give={(date) => change(changeIn(draft, 'days', index, { date }))}
      />
      <StretchFields
        id={`day-${index}`}
        day={dateText(day.date)}
        stretch={day}
        draft={draft}
        wrong={wrong}
        change={(part) => change(changeIn(draft, 'days', index, part))}
        remove={() => change(remove(draft, 'days', index))}
      />
    </li>
  );
}

function OtherDays(days: DaysProperties) {
  const { draft, change } = days;
  return (
    <fieldset class="closed-days">
      <legend>{say('hours.days')}</legend>
      <p class="hint">{say('hours.days_hint')}</p>
      <ul class="closed-list">
        {draft.days.map((day, index) => (
          <OneDay key={index} index={index} day={day} {...days} />
        ))}
      </ul>
      {hasRoomForDay(draft) ? (
        <button type="button" class="btn ghost small" onClick={() => change(addDay(draft))}>
          <Icon name="plus" />
          {say('hours.days_add')}
        </button>
      ) : null}
    </fieldset>
  );
}

function OneAbsence({
  index,
  absence,
  draft,
  faults,
  change,
}: DaysProperties & { readonly index: number; readonly absence: AbsenceDraft }) {
  const wrong = faults.some((fault) => fault.place === 'absence' && fault.index === index);
  const give = (part: Partial<AbsenceDraft>) => change(changeIn(draft, 'absences', index, part));
  return (
    <li class="one-absence">
      <DateField
        id={`absence-${index}-from`}
        label={say('hours.absence_from')}
        value={absence.from}
        wrong={wrong}
        // A single day is what most of them are.
        give={(from) => give(absence.until === '' || absence.until < from ? { from, until: from } : { from })}
      />
      <DateField
        id={`absence-${index}-until`}
        label={say('hours.absence_until')}
        value={absence.until}
        wrong={wrong}
        give={(until) => give({ until })}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={say('hours.absence_remove', {
          from: dateText(absence.from),
          until: dateText(absence.until),
        })}
        onClick={() => change(remove(draft, 'absences', index))}
      >
        <Icon name="cross" />
      </button>
    </li>
  );
}

function Absences(days: DaysProperties) {
  const { draft, change } = days;
  return (
    <fieldset class="closed-days">
      <legend>{say('hours.absence')}</legend>
      <p class="hint">{say('hours.absence_hint')}</p>
      <ul class="closed-list">
        {draft.absences.map((absence, index) => (
          <OneAbsence key={index} index={index} absence={absence} {...days} />
        ))}
      </ul>
      {hasRoomForAbsence(draft) ? (
        <button type="button" class="btn ghost small" onClick={() => change(addAbsence(draft))}>
          <Icon name="plus" />
          {say('hours.absence_add')}
        </button>
      ) : null}
    </fieldset>
  );
}

function Holidays({ draft, change }: DaysProperties) {
  const known = advisor.hours.value.holidays.filter(({ region }) => region === draft.region);
  return (
    <section class="closed-days" aria-labelledby="hours-holidays">
      <h2 id="hours-holidays">{say('hours.holidays')}</h2>
      <div class="field">
        <label for="hours-region">{say('hours.region')}</label>
        <select
          id="hours-region"
          onChange={(event) =>
            change({ ...draft, region: event.currentTarget.value as HoursDraft['region'] })
          }
        >
          {REGIONS.map((region) => (
            <option key={region} value={region} selected={region === draft.region}>
              {say(`region.${region}`)}
            </option>
          ))}
        </select>
      </div>
      {draft.region === 'none' ? null : known.length === 0 ? (
        <p class="hint">{say('hours.holidays_unknown')}</p>
      ) : (
        <ul class="holidays">
          {known.map(({ name, from, until }) => (
            <li key={`${from} ${name}`}>
              <strong>{name}</strong>{' '}
              {say('hours.holiday_days', { from: dateText(from), until: dateText(until) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function HoursDays(days: DaysProperties) {
  return (
    <>
      <Absences {...days} />
      <Holidays {...days} />
      <OtherDays {...days} />
    </>
  );
}
