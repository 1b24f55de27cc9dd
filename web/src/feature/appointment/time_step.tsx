// Step 2: which day, then which time. Choosing does not submit; going on holds the time for five minutes.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clock, dayKey, longDay } from '../../i18n/format.ts';
import { tell } from '../../i18n/talk/text.ts';
import { client, send } from '../../store/engine.ts';
import { FieldError } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import type { Slot } from '../../worker/messages.ts';
import { slotKindOf } from '../../worker/talk_messages.ts';
import { extended, picked } from './booking_form.ts';
import { kind } from './booking_steps.ts';
import { Waiting } from './waiting.tsx';

const DAYS_AT_FIRST = 5;
const DAYS_MORE = 10;

type Day = { readonly key: string; readonly slots: readonly Slot[] };

export function slotsByDay(slots: readonly Slot[]): readonly Day[] {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const key = dayKey(slot.start);
    days.set(key, [...(days.get(key) ?? []), slot]);
  }
  return [...days].map(([key, daySlots]) => ({ key, slots: daySlots }));
}

function Times({ slots, error }: { slots: readonly Slot[]; error: string | null }) {
  return (
    <div class="times">
      {slots.map((slot) => (
        <label key={slot.start}>
          <input
            type="radio"
            name="slot"
            checked={picked.value?.start === slot.start}
            aria-label={`${longDay(slot.start)}, ${clock(slot.start)}`}
            aria-describedby={error ? 'slot-error' : undefined}
            onChange={() => {
              picked.value = slot;
            }}
          />
          <span>{clock(slot.start)}</span>
        </label>
      ))}
    </div>
  );
}

function DayCard({ day, error }: { day: Day; error: string | null }) {
  const first = day.slots[0];
  if (!first) return null;
  return (
    <fieldset class="card day-card">
      <legend>
        {longDay(first.start)}
        <span class="hint"> – {tell('book.times', { count: day.slots.length })}</span>
      </legend>
      <Times slots={day.slots} error={error} />
    </fieldset>
  );
}

function Taken() {
  const { state, nearest } = client.hold.value;
  const taken = state === 'taken' || state === 'closed';
  useEffect(() => {
    if (!taken) return;
    const first =
      document.querySelector<HTMLElement>('.taken input') ?? document.querySelector<HTMLElement>('.taken');
    first?.focus();
  }, [taken]);
  if (!taken) return null;
  return (
    <div class="note warm taken" role="alert" tabIndex={-1}>
      <p>
        <strong>{state === 'taken' ? tell('book.taken') : tell('book.gone')}</strong>
      </p>
      {nearest.length > 0 ? (
        <fieldset>
          <legend>{tell('book.nearest')}</legend>
          <div class="times days">
            {nearest.map((slot) => (
              <label key={slot.start}>
                <input
                  type="radio"
                  name="nearest"
                  checked={picked.value?.start === slot.start}
                  onChange={() => {
                    picked.value = slot;
                  }}
                />
                <span>
                  {longDay(slot.start)}, {clock(slot.start)}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
    </div>
  );
}

function Days({ error }: { error: string | null }) {
  const shown = useSignal(DAYS_AT_FIRST);
  const { slots, nextStart } = client.offer.value;
  const wanted = slotKindOf(kind.value);
  const fitting = slots.filter(({ kinds = [] }) => kinds.includes(wanted));
  const days = slotsByDay(fitting);
  if (days.length === 0 && slots.length > 0) {
    return (
      <Note tone="warm">
        <p>{tell('no_kind_time')}</p>
        <PhoneLine />
      </Note>
    );
  }
  if (days.length === 0) {
    return (
      <Note tone="warm">
        <p>{nextStart === null ? tell('book.none') : tell('book.none_until', { day: longDay(nextStart) })}</p>
        <PhoneLine />
      </Note>
    );
  }
  return (
    <>
      {days.slice(0, shown.value).map((day) => (
        <DayCard key={day.key} day={day} error={error} />
      ))}
      {days.length > shown.value ? (
        <button
          type="button"
          class="btn ghost"
          onClick={() => {
            shown.value += DAYS_MORE;
          }}
        >
          {tell('book.more')}
        </button>
      ) : null}
    </>
  );
}

export function TimeStep({ next }: { next: () => void }) {
  const error = useSignal<string | null>(null);
  const { state } = client.hold.value;
  const offer = client.offer.value.state;
  // Only a time asked for here leads on: someone who came back to change it must be able to stay.
  const asked = useSignal(false);
  const held = state === 'held' && client.hold.value.slot?.start === picked.value?.start;
  useEffect(() => {
    if (held && asked.value) next();
  }, [held, next, asked]);

  if (offer === 'failed') {
    return <Problem failure={{ kind: 'unreachable' }} again={() => send({ type: 'load_offer' })} />;
  }
  if (offer !== 'ready') return <Loading text={tell('book.loading')} />;
  const submit = () => {
    error.value = picked.value ? null : tell('book.pick');
    asked.value = true;
    if (held) next();
    else if (picked.value) {
      extended.value = false;
      send({ type: 'hold', slot: picked.value });
    } else document.querySelector<HTMLElement>('input[name=slot]')?.focus();
  };
  return (
    <>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Taken />
        <FieldError id="slot-error" text={error.value} />
        <Days error={error.value} />
        <p role="status" class="picked">
          {picked.value ? (
            <>
              <Icon name="calendar" />
              {tell('book.picked', { day: longDay(picked.value.start), time: clock(picked.value.start) })}
            </>
          ) : null}
        </p>
        <div class="actions">
          <button type="submit" class="btn large">
            {tell('book.hold')}
          </button>
          <p class="hint">{tell('book.hold_text')}</p>
        </div>
        {state === 'asking' ? <Loading text={tell('book.holding')} /> : null}
        {state === 'failed' ? <Problem failure={{ kind: 'unreachable' }} /> : null}
      </form>
      <Waiting asked={true} />
    </>
  );
}
