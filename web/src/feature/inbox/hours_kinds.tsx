// What people can come for: a call, a talk in person, a talk together with school; and what each needs.
import { say } from '../../i18n/inbox/text.ts';
import { changeKind } from './hours_form.ts';
import { Length } from './hours_length.tsx';
import type { Fault, HoursDraft, KindDraft } from './hours_rules.ts';

const DURATIONS = [20, 30, 45, 60];
const BUFFERS = [0, 5, 10, 15, 30, 45, 60];
const TRAVELS = [0, 10, 15, 20, 30, 45, 60, 90, 120];
const NOTICES_H = [0, 1, 2, 4, 12, 24, 48, 72, 168];
const DAY_H = 24;

const minutes = (count: number): string => say('hours.minutes', { count });

function noticeText(value: number): string {
  const hours = Math.round(value / 60);
  if (hours < DAY_H) return say('hours.notice_hours', { count: hours });
  return say('hours.notice_days', { count: Math.round(hours / DAY_H) });
}

type KindProperties = { readonly kind: KindDraft; readonly change: (part: Partial<KindDraft>) => void };

function Lengths({ kind: { kind, ...rules }, change }: KindProperties) {
  const length = (
    name: 'durationMin' | 'beforeMin' | 'afterMin' | 'travelMin' | 'noticeMin',
    label: string,
    options: readonly number[],
    text = minutes,
  ) => (
    <Length
      id={`${kind}-${name}`}
      label={label}
      value={rules[name]}
      options={options}
      text={text}
      choose={(value) => change({ [name]: value })}
    />
  );
  const notices = NOTICES_H.map((hours) => hours * 60);
  return (
    <div class="lengths">
      {length('durationMin', say('hours.length'), DURATIONS)}
      {length('beforeMin', say('hours.before'), BUFFERS)}
      {length('afterMin', say('hours.after'), BUFFERS)}
      {kind === 'call' ? null : length('travelMin', say('hours.travel'), TRAVELS)}
      {length('noticeMin', say('hours.notice'), notices, noticeText)}
    </div>
  );
}

function Kind({ kind, change }: KindProperties) {
  return (
    <div class={kind.on ? 'kind on' : 'kind'}>
      <label class="check">
        <input
          id={`kind-${kind.kind}`}
          type="checkbox"
          checked={kind.on}
          onChange={(event) => change({ on: event.currentTarget.checked })}
        />
        <span>
          <strong>{say(`kind.${kind.kind}`)}</strong>
          <span class="hint">{say(`kind.${kind.kind}_hint`)}</span>
        </span>
      </label>
      {kind.on ? (
        <fieldset>
          <legend class="vh">{say(`kind.${kind.kind}`)}</legend>
          <Lengths kind={kind} change={change} />
        </fieldset>
      ) : null}
    </div>
  );
}

type KindsProperties = {
  readonly draft: HoursDraft;
  readonly faults: readonly Fault[];
  readonly change: (next: HoursDraft) => void;
};

export function HoursKinds({ draft, faults, change }: KindsProperties) {
  const several = draft.kinds.filter(({ on }) => on).length > 1;
  return (
    <fieldset class="kinds" aria-invalid={faults.some(({ place }) => place === 'kind')}>
      <legend>{say('hours.kinds')}</legend>
      {draft.kinds.map((kind) => (
        <Kind key={kind.kind} kind={kind} change={(part) => change(changeKind(draft, kind.kind, part))} />
      ))}
      {several ? <p class="hint">{say('hours.kinds_share')}</p> : null}
    </fieldset>
  );
}
