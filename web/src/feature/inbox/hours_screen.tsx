// A7: what people can come for and when, absence and school holidays; and how others see it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dayKey } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { CoverSection } from './case_parts.tsx';
import { HoursDays } from './hours_days.tsx';
import { HoursFaults } from './hours_faults.tsx';
import { hoursDraft, isNew, startingDraft } from './hours_form.ts';
import { HoursKinds } from './hours_kinds.tsx';
import { Length } from './hours_length.tsx';
import { HoursPreview } from './hours_preview.tsx';
import {
  availabilityOf,
  draftOf,
  type Fault,
  faultsOf,
  type HoursDraft,
  withoutThePast,
} from './hours_rules.ts';
import { HoursWeek } from './hours_week.tsx';

const HORIZONS_WEEKS = [1, 2, 4, 6, 8, 12];
const PER_DAY = [0, 1, 2, 3, 4, 5, 6, 8, 10];

function Bounds({ draft, change }: { draft: HoursDraft; change: (part: Partial<HoursDraft>) => void }) {
  return (
    <div class="lengths">
      <Length
        id="hours-horizon"
        label={say('hours.horizon')}
        value={draft.horizonDays}
        options={HORIZONS_WEEKS.map((weeks) => weeks * 7)}
        text={(days) => say('hours.horizon_weeks', { count: Math.round(days / 7) })}
        choose={(horizonDays) => change({ horizonDays })}
      />
      <Length
        id="hours-per-day"
        label={say('hours.per_day')}
        value={draft.perDayMax}
        options={PER_DAY}
        text={(count) => say('hours.per_day_count', { count })}
        choose={(perDayMax) => change({ perDayMax })}
      />
    </div>
  );
}

function Outcome({ unsaved }: { unsaved: boolean }) {
  const { state } = advisor.hours.value;
  const text =
    state === 'saving'
      ? say('hours.saving')
      : state === 'refused' || state === 'failed'
        ? say(`hours.${state}`)
        : unsaved
          ? say('hours.unsaved')
          : state === 'saved'
            ? say('hours.saved')
            : null;
  return (
    <p role="status" class={state === 'refused' || state === 'failed' ? 'error' : 'hint'}>
      {text}
    </p>
  );
}

function Suggestion() {
  return (
    <Note tone="warm">
      <p>
        <Icon name="clock" />
        {say('hours.suggestion')}
      </p>
    </Note>
  );
}

function same(left: Fault, right: Fault): boolean {
  return left.place === right.place && left.index === right.index && left.kind === right.kind;
}

function Form({ draft, suggested }: { draft: HoursDraft; suggested: boolean }) {
  const faults = useSignal<readonly Fault[]>([]);
  const { saved } = advisor.hours.value;
  const change = (next: HoursDraft) => {
    hoursDraft.value = next;
    // Complaints go as soon as they are met; new ones come only with the next saving.
    const still = faultsOf(next);
    faults.value = faults.value.filter((old) => still.some((fault) => same(fault, old)));
  };
  const save = () => {
    const current = withoutThePast(draft, dayKey(Date.now() / 1000));
    hoursDraft.value = current;
    faults.value = faultsOf(current);
    if (faults.value.length > 0) {
      queueMicrotask(() => document.getElementById('hours-faults')?.focus());
      return;
    }
    command({ type: 'save_hours', hours: availabilityOf(current) });
  };
  const unsaved = saved !== null && JSON.stringify(draft) !== JSON.stringify(draftOf(saved));
  const parts = { draft, faults: faults.value, change };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {suggested ? <Suggestion /> : null}
      <HoursFaults faults={faults.value} draft={draft} />
      <HoursKinds {...parts} />
      <HoursWeek {...parts} />
      <Bounds draft={draft} change={(part) => change({ ...draft, ...part })} />
      <HoursDays {...parts} />
      <div class="actions save-bar">
        <button type="submit" class="btn large">
          {say('hours.save')}
        </button>
        <Outcome unsaved={unsaved} />
      </div>
    </form>
  );
}

export function HoursScreen() {
  const { state, saved } = advisor.hours.value;
  useEffect(() => {
    if (advisor.hours.value.saved === null) command({ type: 'load_hours' });
  }, []);
  if (saved === null) {
    return (
      <div class="wrap column">
        <h1 tabIndex={-1}>{say('hours.title')}</h1>
        {state === 'failed' ? (
          <Note tone="danger">{say('hours.failed')}</Note>
        ) : (
          <Loading text={say('wait')} />
        )}
      </div>
    );
  }
  const draft = hoursDraft.value ?? startingDraft(saved);
  return (
    <div class="wrap hours">
      <div class="hours-form">
        <h1 tabIndex={-1}>{say('hours.title')}</h1>
        <p class="lead">{say('hours.lead')}</p>
        <Form draft={draft} suggested={isNew(saved)} />
        <CoverSection />
      </div>
      <HoursPreview />
    </div>
  );
}
