// An advisor asks: the answer point by point. Nothing is ticked beforehand, and no is as near as yes.
import { type Signal, useSignal } from '@preact/signals';
import { about, ownRegister, tell } from '../../i18n/consent/text.ts';
import { longDay } from '../../i18n/format.ts';
import { client, send } from '../../store/engine.ts';
import { focusFirstFault } from '../../ui/focus.ts';
import { Check, FieldError } from '../../ui/form.tsx';
import type { ConsentCard } from '../../worker/consent_messages.ts';
import { grantText } from './full_text.ts';
import { firstLength, HowLong, howLongText, type Length, stillAsked, untilOf } from './how_long.tsx';
import { Record } from './record.tsx';

type Form = { readonly ticked: Signal<readonly number[]>; readonly length: Signal<Length> };

const isBusy = () => client.consent.value.sending === 'sending';

function chosenPoints(card: ConsentCard, { ticked }: Form): readonly string[] {
  // One point is not a choice among points.
  if (card.points.length === 1) return card.points;
  return card.points.filter((_, index) => ticked.value.includes(index));
}

function Points({ card, form, error }: { card: ConsentCard; form: Form; error: string | null }) {
  const { ticked } = form;
  const say = about(card.purpose);
  if (card.points.length === 1) {
    return (
      <p class="consent-point" dir="auto">
        {card.points[0]}
      </p>
    );
  }
  const errorId = `tick-${card.id}-error`;
  return (
    <fieldset class="choices" aria-describedby={error ? errorId : undefined}>
      <legend>{say('tick', { whom: card.whom })}</legend>
      <p class="hint">{tell('tick_hint')}</p>
      <FieldError id={errorId} text={error} />
      {card.points.map((point, index) => (
        <Check
          key={point}
          label={point}
          checked={ticked.value.includes(index)}
          change={(checked) => {
            ticked.value = checked ? [...ticked.value, index] : ticked.value.filter((one) => one !== index);
          }}
        />
      ))}
    </fieldset>
  );
}

function decline(card: string, answer: 'no' | 'talk_first'): void {
  if (!isBusy()) send({ type: 'consent', consent: { act: 'decline', card, answer } });
}

function Buttons({ card, allow }: { card: ConsentCard; allow: () => void }) {
  const said = card.saidAt !== null;
  return (
    <div class="actions consent-answers">
      {card.colleague === 'stranger' ? null : (
        <button type="button" class="btn ghost" onClick={allow}>
          {tell(said ? 'said_yes' : 'yes')}
        </button>
      )}
      <button type="button" class="btn ghost" onClick={() => decline(card.id, 'no')}>
        {tell(said ? 'said_no' : 'no')}
      </button>
      {card.state === 'talk_first' ? null : (
        <button type="button" class="btn ghost" onClick={() => decline(card.id, 'talk_first')}>
          {tell('talk')}
        </button>
      )}
    </div>
  );
}

export function AnswerForm({ card }: { card: ConsentCard }) {
  const asked = stillAsked(card.until, Date.now() / 1000);
  const form: Form = {
    ticked: useSignal<readonly number[]>([]),
    length: useSignal<Length>(firstLength(asked)),
  };
  const error = useSignal<string | null>(null);
  const { name, whom, purpose } = card;
  // How long somebody is away is not for others to choose.
  const isAway = purpose === 'cover';
  const say = about(purpose);
  const until = untilOf(form.length.value, asked ?? 0, Date.now() / 1000);
  const points = chosenPoints(card, form);
  const register = ownRegister();
  const from = card.from > Date.now() / 1000 ? card.from : 0;
  const text = grantText(say, register, { name, whom, points, from, until });
  const allow = () => {
    error.value = points.length === 0 ? say('tick_first', { whom }) : null;
    if (error.value) focusFirstFault();
    if (error.value || isBusy()) return;
    const shown = { text, language: register };
    send({ type: 'consent', consent: { act: 'allow', card: card.id, whom, points, until, shown } });
  };
  return (
    <div class="stack">
      {card.saidAt !== null ? <p>{tell('said_lead', { name, day: longDay(card.saidAt) })}</p> : null}
      <p>
        {say('whom')}: <strong dir="auto">{whom}</strong>
      </p>
      {isAway ? <p class="hint">{tell('cover_hint', { whom })}</p> : null}
      <Points card={card} form={form} error={error.value} />
      {isAway && asked ? (
        <p>
          {tell('until')}: <strong>{howLongText(card)}</strong>
        </p>
      ) : (
        <HowLong
          id={card.id}
          asked={asked ?? 0}
          value={form.length.value}
          choose={(length) => {
            form.length.value = length;
          }}
        />
      )}
      {points.length > 0 && card.colleague !== 'stranger' ? <Record text={text} /> : null}
      <p class="hint">{tell('no_pressure', { name })}</p>
      {card.colleague === 'stranger' ? <p>{tell('stranger')}</p> : null}
      <Buttons card={card} allow={allow} />
    </div>
  );
}
