// Getting ready for a talk with others: what to think of, and telling the advisor how far one is. Ticks live in this page
// alone; what is sent is a message like any other.
import { signal, useSignal } from '@preact/signals';
import { type TalkKey, tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { send } from '../../store/engine.ts';
import { Check, Field, FieldError } from '../../ui/form.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import type { Appointment } from '../../worker/messages.ts';
import type { TalkKind } from '../../worker/talk_messages.ts';
import { whenText } from './talk_line.tsx';

// With the ticked points it stays below what a message may be.
const NOTE_CHARACTERS_MAX = 6000;

// What there is to do; that one may ask for a break is nothing to do.
function pointsOf(kind: TalkKind): readonly TalkKey[] {
  switch (kind) {
    case 'joint':
      return ['prepare_goal', 'prepare_say', 'prepare_first'];
    case 'mediation':
      return ['prepare_goal', 'prepare_say', 'prepare_seat'];
    case 'hearing':
      return ['hearing_papers', 'hearing_say', 'hearing_who'];
    default:
      return [];
  }
}

export function PreparationList({ kind }: { kind: TalkKind }) {
  const points = pointsOf(kind);
  if (points.length === 0) return null;
  return (
    <details class="fold">
      <summary>{tell('prepare')}</summary>
      <ul class="bullets">
        {[...points, 'prepare_break' as const].map((point) => (
          <li key={point}>{tell(point)}</li>
        ))}
      </ul>
    </details>
  );
}

type Prepared = { readonly ticked: readonly TalkKey[]; readonly note: string };

const NOTHING: Prepared = { ticked: [], note: '' };
// By appointment, so that it survives a look at the conversation.
const prepared = signal<Readonly<Record<string, Prepared>>>({});

function part(heading: TalkKey, points: readonly TalkKey[]): readonly string[] {
  return points.length === 0 ? [] : [tell(heading), ...points.map((point) => `- ${tell(point)}`)];
}

function messageOf(appointment: Appointment, kind: TalkKind, { ticked, note }: Prepared): string {
  const points = pointsOf(kind);
  const ready = points.filter((point) => ticked.includes(point));
  const left = points.filter((point) => !ticked.includes(point));
  const said = note.trim();
  return [
    tell('prepare_message', { what: tell(`kind_${kind}`), when: whenText(appointment) }),
    ...part('prepare_done', ready),
    ...part('prepare_todo', left),
    ...(said === '' ? [] : [`${tell('prepare_note')}:`, said]),
  ].join('\n');
}

type TicksProperties = {
  readonly id: string;
  readonly points: readonly TalkKey[];
  readonly ticked: readonly TalkKey[];
  readonly error: string | null;
  readonly change: (ticked: readonly TalkKey[]) => void;
};

function Ticks({ id, points, ticked, error, change }: TicksProperties) {
  return (
    <fieldset class="stack" aria-describedby={error ? id : undefined}>
      <legend class="vh">{tell('prepare')}</legend>
      <FieldError id={id} text={error} />
      {points.map((point) => (
        <Check
          key={point}
          label={tell(point)}
          checked={ticked.includes(point)}
          change={(checked) => {
            const others = ticked.filter((one) => one !== point);
            change(checked ? [...others, point] : others);
          }}
        />
      ))}
    </fieldset>
  );
}

type PreparationProperties = {
  readonly appointment: Appointment;
  readonly kind: TalkKind;
  readonly advisor: string;
};

function Form({ appointment, kind, advisor }: PreparationProperties) {
  const outcome = useSignal<'idle' | 'empty' | 'sent'>('idle');
  const id = `prepare-${appointment.id}`;
  const now = prepared.value[appointment.id] ?? NOTHING;
  const change = (next: Partial<Prepared>) => {
    prepared.value = { ...prepared.value, [appointment.id]: { ...now, ...next } };
    outcome.value = 'idle';
  };
  const submit = () => {
    const isEmpty = now.ticked.length === 0 && now.note.trim() === '';
    outcome.value = isEmpty ? 'empty' : 'sent';
    if (!isEmpty) send({ type: 'send', text: messageOf(appointment, kind, now) });
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Ticks
        id={`${id}-error`}
        points={pointsOf(kind)}
        ticked={now.ticked}
        error={outcome.value === 'empty' ? tell('prepare_nothing') : null}
        change={(ticked) => change({ ticked })}
      />
      <Field
        id={id}
        label={tell('prepare_note')}
        optional={t('optional')}
        control={(describedBy) => (
          <MessageBox
            id={id}
            rows={3}
            text={now.note}
            describedBy={describedBy}
            charactersMax={NOTE_CHARACTERS_MAX}
            change={(note) => change({ note })}
            submit={submit}
          />
        )}
      />
      <p>{tell('prepare_break')}</p>
      <p class="hint">{tell('prepare_stays')}</p>
      <div class="actions">
        <button type="submit" class="btn ghost">
          {tell('prepare_send', { name: advisor })}
        </button>
      </div>
      <p role="status" class="hint">
        {outcome.value === 'sent' ? tell('prepare_sent') : null}
      </p>
    </form>
  );
}

export function Preparation({ appointment, kind, advisor }: PreparationProperties) {
  if (pointsOf(kind).length === 0) return null;
  return (
    <details class="fold">
      <summary>{tell('prepare')}</summary>
      <Form appointment={appointment} kind={kind} advisor={advisor} />
    </details>
  );
}
