// A6: the advisor proposes an appointment; the family says yes or no.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { tell } from '../../i18n/talk/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, FieldError } from '../../ui/form.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import type { PlanForm } from '../../worker/agenda_messages.ts';
import type { TalkKind } from '../../worker/talk_messages.ts';
import { tick } from './moments.ts';
import { caseName } from './names.ts';
import { planFault } from './plan_rules.ts';
import { draftOfFields, PlanTime, type TimeFields } from './plan_time.tsx';

const KINDS: readonly TalkKind[] = ['call', 'in_person', 'three_way', 'joint', 'mediation', 'hearing'];
// Three bytes a character at most, and TALK_BYTES_MAX bounds the bytes (crypto/talk.ts).
const CHARACTERS_MAX = { place: 100, agenda: 666, attendees: 333 } as const;
const RULES = ['rule_turns', 'rule_kind', 'rule_inside', 'rule_stop'] as const;

type Words = Pick<PlanForm, 'kind' | 'mode' | 'place' | 'agenda' | 'attendees' | 'text'>;

function KindFields({ words, change }: { words: Words; change: (part: Partial<Words>) => void }) {
  const isCall = words.kind === 'call';
  const line = (id: 'place' | 'attendees' | 'agenda', label: string, rows: number) => (
    <Field
      id={`plan-${id}`}
      label={label}
      optional={say('cancel.optional')}
      control={(describedBy) => (
        <MessageBox
          id={`plan-${id}`}
          rows={rows}
          text={words[id]}
          describedBy={describedBy}
          charactersMax={CHARACTERS_MAX[id]}
          change={(text) => change({ [id]: text })}
          submit={() => {}}
        />
      )}
    />
  );
  return (
    <>
      <div class="field">
        <label for="plan-kind">{say('plan.kind')}</label>
        <select id="plan-kind" onChange={(event) => change({ kind: event.currentTarget.value as TalkKind })}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind} selected={kind === words.kind}>
              {say(`talk.${kind}`)}
            </option>
          ))}
        </select>
      </div>
      {words.kind === 'mediation' ? <p class="hint">{say('plan.mediation')}</p> : null}
      {words.kind === 'hearing' ? <p class="hint">{say('plan.hearing')}</p> : null}
      {isCall ? (
        <div class="field">
          <label for="plan-mode">{say('plan.mode')}</label>
          <select
            id="plan-mode"
            onChange={(event) => change({ mode: event.currentTarget.value as Words['mode'] })}
          >
            <option value="client_calls">{say('calls.they_call')}</option>
            <option value="advisor_calls">{say('calls.you_call')}</option>
          </select>
        </div>
      ) : (
        <>
          {line('place', say('plan.place'), 1)}
          {line('attendees', say('plan.attendees'), 2)}
        </>
      )}
      {line('agenda', say('plan.agenda'), 2)}
    </>
  );
}

function WhoField({ value, choose }: { value: string; choose: (id: string) => void }) {
  const rows = advisor.desk.value.rows.filter(({ group }) => group !== 'finished');
  return (
    <div class="field">
      <label for="plan-who">{say('plan.who')}</label>
      <select id="plan-who" onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{say('plan.choose')}</option>
        {rows.map((row) => (
          <option key={row.id} value={row.id} selected={row.id === value}>
            {caseName(row)}
          </option>
        ))}
      </select>
    </div>
  );
}

function groundRules(kind: TalkKind): string {
  return kind === 'mediation' ? RULES.map((rule) => tell(rule)).join('\n') : '';
}

const EMPTY: Words = {
  kind: 'call',
  mode: 'client_calls',
  place: '',
  agenda: '',
  attendees: '',
  text: '',
};
const NO_TIME: TimeFields = { date: '', time: '', minutes: 30, beforeMin: 0, afterMin: 15 };

export function PlanDialog({ conversation, close }: { conversation: string; close: () => void }) {
  const who = useSignal(conversation);
  const words = useSignal<Words>(EMPTY);
  const fields = useSignal<TimeFields>(NO_TIME);
  const error = useSignal<string | null>(null);
  const submit = () => {
    const draft = draftOfFields(fields.value);
    const fault = planFault(draft, tick.value);
    error.value = fault ? say(`plan.${fault}`) : who.value === '' ? say('plan.no_who') : null;
    if (error.value || draft.start === null) return;
    const plan: PlanForm = {
      ...words.value,
      groundRules: groundRules(words.value.kind),
      start: draft.start,
      end: draft.start + draft.minutes * 60,
      before: draft.beforeMin * 60,
      after: draft.afterMin * 60,
    };
    command({ type: 'agenda', agenda: { act: 'propose', conversation: who.value, plan } });
    close();
  };
  return (
    <Dialog heading={say('plan.title')} close={close}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {conversation === '' ? (
          <WhoField
            value={who.value}
            choose={(id) => {
              who.value = id;
            }}
          />
        ) : null}
        <KindFields
          words={words.value}
          change={(part) => {
            words.value = { ...words.value, ...part };
          }}
        />
        <PlanTime
          fields={fields.value}
          own={null}
          wrong={error.value !== null}
          change={(part) => {
            fields.value = { ...fields.value, ...part };
          }}
        />
        <Field
          id="plan-text"
          label={say('cancel.message')}
          optional={say('cancel.optional')}
          control={(describedBy) => (
            <MessageBox
              id="plan-text"
              rows={2}
              text={words.value.text}
              describedBy={describedBy}
              change={(text) => {
                words.value = { ...words.value, text };
              }}
              submit={submit}
            />
          )}
        />
        <FieldError id="plan-error" text={error.value} />
        <div class="actions">
          <button type="submit" class="btn">
            {say('plan.go')}
          </button>
          <button type="button" class="btn ghost" onClick={close}>
            {say('plan.not')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
