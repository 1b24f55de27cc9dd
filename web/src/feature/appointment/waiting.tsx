// None suits: which parts of the week would, and what came free for whoever waits.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { weekdayName } from '../../i18n/format.ts';
import { tell } from '../../i18n/talk/text.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { FieldError } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import type { DayPart, Wish } from '../../worker/talk_messages.ts';
import { picked } from './booking_form.ts';
import { kind, step } from './booking_steps.ts';
import { whenText } from './talk_line.tsx';

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const PARTS: readonly DayPart[] = ['morning', 'afternoon', 'evening'];

function same(left: Wish, right: Wish): boolean {
  return left.weekday === right.weekday && left.part === right.part;
}

function Day({
  weekday,
  wishes,
  change,
}: {
  readonly weekday: number;
  readonly wishes: readonly Wish[];
  readonly change: (wish: Wish, on: boolean) => void;
}) {
  const day = weekdayName(weekday);
  return (
    <fieldset class="wait-day">
      <legend>{day}</legend>
      {PARTS.map((part) => {
        const wish = { weekday, part };
        return (
          <label key={part} class="chip-choice">
            <input
              type="checkbox"
              aria-label={tell('wait_day', { day, part: tell(`wait_${part}`) })}
              checked={wishes.some((one) => same(one, wish))}
              onChange={(event) => change(wish, event.currentTarget.checked)}
            />
            <span>{tell(`wait_${part}`)}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function WishForm({ start, done }: { start: readonly Wish[]; done: () => void }) {
  const wishes = useSignal<readonly Wish[]>(start);
  const error = useSignal<string | null>(null);
  const change = (wish: Wish, on: boolean) => {
    const others = wishes.value.filter((one) => !same(one, wish));
    wishes.value = on ? [...others, wish] : others;
    error.value = null;
  };
  return (
    <form
      class="card stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (wishes.value.length === 0) {
          error.value = tell('wait_pick');
          return;
        }
        send({ type: 'wait', wishes: wishes.value });
        done();
      }}
    >
      <h2>{tell('wait_h')}</h2>
      <p>{tell('wait_text')}</p>
      <div class="wait-week">
        {WEEK.map((weekday) => (
          <Day key={weekday} weekday={weekday} wishes={wishes.value} change={change} />
        ))}
      </div>
      <FieldError id="wait-error" text={error.value} />
      <p class="hint">
        <Icon name="eye" />
        {tell('wait_server')}
      </p>
      <div class="actions">
        <button type="submit" class="btn">
          {tell('wait_go')}
        </button>
      </div>
    </form>
  );
}

// A time came free: it is kept for a day.
export function WaitingOffer() {
  const { offer } = client.waiting.value;
  if (!offer) return null;
  const take = () => {
    kind.value = offer.kinds.includes('call') ? 'call' : 'in_person';
    picked.value = offer;
    step.value = 'mode';
    send({ type: 'take_waiting' });
    show('book');
  };
  return (
    <Note tone="warm">
      <p>
        <strong>{tell('wait_offer')}</strong>
      </p>
      <p>{whenText(offer)}</p>
      <p class="hint">
        {tell('wait_until', { when: whenText({ start: offer.expiresAt, end: offer.expiresAt }) })}
      </p>
      <div class="actions">
        <button type="button" class="btn" onClick={take}>
          {tell('wait_take')}
        </button>
        <button type="button" class="btn ghost" onClick={() => send({ type: 'stop_waiting' })}>
          {tell('wait_off')}
        </button>
      </div>
    </Note>
  );
}

// Shown where no time suits, and among one's appointments while one waits.
export function Waiting({ asked }: { asked: boolean }) {
  const open = useSignal(false);
  const { state, wishes, offer } = client.waiting.value;
  const hasConversation = client.thread.value.state !== 'none';
  useEffect(() => {
    if (hasConversation) send({ type: 'load_waiting' });
  }, [hasConversation]);
  const text = state === 'full' ? tell('wait_full') : state === 'failed' ? tell('wait_failed') : null;
  if (!hasConversation) return asked ? <p class="hint">{tell('wait_first')}</p> : null;
  if (offer && !asked) return <WaitingOffer />;
  const waits = wishes.length > 0;
  if (!waits && !asked) return null;
  return (
    <div class="stack">
      {waits ? (
        <Note>
          <p>
            <strong>{tell('wait_on')}</strong>
          </p>
          <p>{tell('wait_on_text')}</p>
          <div class="actions">
            <button
              type="button"
              class="link"
              aria-expanded={open.value}
              onClick={() => {
                open.value = !open.value;
              }}
            >
              {tell('wait_change')}
            </button>
            <button type="button" class="link" onClick={() => send({ type: 'stop_waiting' })}>
              {tell('wait_off')}
            </button>
          </div>
        </Note>
      ) : (
        <button
          type="button"
          class="btn ghost"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {tell('wait_open')}
        </button>
      )}
      <p role="status" class={text ? 'error' : 'vh'}>
        {text}
      </p>
      {open.value ? (
        <WishForm
          start={wishes}
          done={() => {
            open.value = false;
          }}
        />
      ) : null}
    </div>
  );
}
