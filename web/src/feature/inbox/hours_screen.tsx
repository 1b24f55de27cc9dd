// A7, first cut: weekly windows, length, room around a call, how early and how late; and how others see it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { weekdayName } from '../../i18n/format.ts';
import { type InboxKey, say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { ClosedDays } from './closed_days.tsx';
import { hoursDraft, startingDraft } from './hours_form.ts';
import { HoursPreview } from './hours_preview.tsx';
import { availabilityOf, draftOf, type Fault, faultsOf, type HoursDraft } from './hours_rules.ts';
import { HoursWeek } from './hours_week.tsx';

const DURATIONS = [15, 20, 30, 45, 60, 90];
const BUFFERS = [0, 5, 10, 15, 30, 45, 60];
const NOTICES_H = [0, 1, 2, 4, 12, 24, 48, 72];
const HORIZONS_WEEKS = [1, 2, 4, 6, 8, 12];
const DAY_H = 24;

type LengthProperties = {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly options: readonly number[];
  readonly text: (value: number) => string;
  readonly choose: (value: number) => void;
};

// A value that another version saved stays a choice.
function Length({ id, label, value, options, text, choose }: LengthProperties) {
  const all = options.includes(value) ? options : [...options, value].sort((left, right) => left - right);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {all.map((option) => (
          <option key={option} value={option} selected={option === value}>
            {text(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

const minutes = (count: number): string => say('hours.minutes', { count });

function noticeText(value: number): string {
  const hours = Math.round(value / 60);
  if (hours < DAY_H) return say('hours.notice_hours', { count: hours });
  return say('hours.notice_days', { count: Math.round(hours / DAY_H) });
}

function Lengths({ draft, change }: { draft: HoursDraft; change: (part: Partial<HoursDraft>) => void }) {
  return (
    <div class="lengths">
      <Length
        id="hours-length"
        label={say('hours.length')}
        value={draft.durationMin}
        options={DURATIONS}
        text={minutes}
        choose={(durationMin) => change({ durationMin })}
      />
      <Length
        id="hours-before"
        label={say('hours.before')}
        value={draft.beforeMin}
        options={BUFFERS}
        text={minutes}
        choose={(beforeMin) => change({ beforeMin })}
      />
      <Length
        id="hours-after"
        label={say('hours.after')}
        value={draft.afterMin}
        options={BUFFERS}
        text={minutes}
        choose={(afterMin) => change({ afterMin })}
      />
      <Length
        id="hours-notice"
        label={say('hours.notice')}
        value={draft.noticeMin}
        options={NOTICES_H.map((hours) => hours * 60)}
        text={noticeText}
        choose={(noticeMin) => change({ noticeMin })}
      />
      <Length
        id="hours-horizon"
        label={say('hours.horizon')}
        value={draft.horizonDays}
        options={HORIZONS_WEEKS.map((weeks) => weeks * 7)}
        text={(days) => say('hours.horizon_weeks', { count: Math.round(days / 7) })}
        choose={(horizonDays) => change({ horizonDays })}
      />
    </div>
  );
}

export function faultText(fault: Fault, draft: HoursDraft): string {
  const day = weekdayName(draft.windows[fault.window]?.weekday ?? 1);
  return say(`fault.${fault.kind}` as InboxKey, {
    day: day.slice(0, 1).toUpperCase() + day.slice(1),
    minutes: draft.durationMin,
  });
}

function Faults({ faults, draft }: { faults: readonly Fault[]; draft: HoursDraft }) {
  if (faults.length === 0) return null;
  return (
    <div class="note danger" role="alert" tabIndex={-1} id="hours-faults">
      <p>
        <strong>{say('hours.wrong', { count: faults.length })}</strong>
      </p>
      <ul>
        {faults.map((fault) => (
          <li key={fault.window}>
            <a
              href={`#window-${fault.window}-from`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(`window-${fault.window}-from`)?.focus();
              }}
            >
              {faultText(fault, draft)}
            </a>
          </li>
        ))}
      </ul>
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

function Form({ draft, isNew }: { draft: HoursDraft; isNew: boolean }) {
  const faults = useSignal<readonly Fault[]>([]);
  const { saved } = advisor.hours.value;
  const change = (next: HoursDraft) => {
    hoursDraft.value = next;
    // Complaints go as soon as they are met; new ones come only with the next saving.
    const still = faultsOf(next);
    faults.value = faults.value.filter((old) =>
      still.some(({ window, kind }) => window === old.window && kind === old.kind),
    );
  };
  const save = () => {
    faults.value = faultsOf(draft);
    if (faults.value.length > 0) {
      queueMicrotask(() => document.getElementById('hours-faults')?.focus());
      return;
    }
    command({ type: 'save_hours', hours: availabilityOf(draft) });
  };
  const unsaved = saved !== null && JSON.stringify(draft) !== JSON.stringify(draftOf(saved));
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {isNew ? (
        <Note tone="warm">
          <p>
            <Icon name="clock" />
            {say('hours.suggestion')}
          </p>
        </Note>
      ) : null}
      <Faults faults={faults.value} draft={draft} />
      <HoursWeek draft={draft} faults={faults.value} change={change} />
      <Lengths draft={draft} change={(part) => change({ ...draft, ...part })} />
      <ClosedDays draft={draft} change={change} />
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
  const isNew = saved.weekly.length === 0 && saved.closed_days.length === 0;
  return (
    <div class="wrap hours">
      <div class="hours-form">
        <h1 tabIndex={-1}>{say('hours.title')}</h1>
        <p class="lead">{say('hours.lead')}</p>
        <Form draft={draft} isNew={isNew} />
      </div>
      <HoursPreview />
    </div>
  );
}
