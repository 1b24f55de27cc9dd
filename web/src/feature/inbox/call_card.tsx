// A5: how this person can be called safely. The number shows only after the instructions were read.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import type { Call, CallCard } from '../../worker/advisor_messages.ts';
import { CancelDialog } from './cancel_dialog.tsx';

// The most dangerous mistake first.
export function instructionsOf(card: CallCard): readonly string[] {
  const lines: string[] = [];
  if (card.codeWord) lines.push(say('card.code_word', { word: card.codeWord }));
  if (card.mayAnswer === 'only_me') lines.push(say('card.only_me'));
  if (card.mayAnswer === 'maybe_somebody_else') lines.push(say('card.maybe_other'));
  if (card.ifSomebodyElse === 'ask_for_me') {
    const named = card.nameToUse !== '';
    lines.push(named ? say('card.ask_for_me', { name: card.nameToUse }) : say('card.ask_for_me_no_name'));
  } else if (card.ifSomebodyElse) lines.push(say(`card.${card.ifSomebodyElse}`));
  if (card.voicemail) lines.push(say(`card.voicemail_${card.voicemail}`));
  if (card.showNumber) lines.push(say(`card.number_${card.showNumber}`));
  return lines;
}

export function circumstancesOf(card: CallCard): readonly string[] {
  const lines: string[] = [];
  if (card.nameToUse) lines.push(say('card.name', { name: card.nameToUse }));
  if (card.companion) lines.push(say(`card.companion_${card.companion}`));
  if (card.whatHelps) lines.push(say('card.helps', { text: card.whatHelps }));
  if (card.note) lines.push(say('card.note', { text: card.note }));
  return lines;
}

function Lines({ lines, className }: { lines: readonly string[]; className: string }) {
  if (lines.length === 0) return null;
  return (
    <ul class={className}>
      {lines.map((line) => (
        <li key={line} dir="auto">
          {line}
        </li>
      ))}
    </ul>
  );
}

function PhoneNumber({ call }: { call: Call }) {
  const number = advisor.calls.value.numbers[call.id];
  useEffect(() => () => command({ type: 'hide_number', call: call.id }), [call.id]);
  const change = (checked: boolean) =>
    command(checked ? { type: 'reveal_number', call: call.id } : { type: 'hide_number', call: call.id });
  return (
    <>
      <Check label={say('card.read')} checked={number !== undefined} change={change} />
      <p role="status" class="call-number">
        {number === undefined ? null : (
          <a class="btn" href={`tel:${number.replaceAll(/[^\d+]/g, '')}`}>
            <Icon name="phone" />
            {say('card.call', { number })}
          </a>
        )}
      </p>
    </>
  );
}

function TheyAreCalled({ call, card }: { call: Call; card: CallCard }) {
  return (
    <>
      <div class="safety-first">
        <p class="safety-title">
          <Icon name="alert" />
          <strong>{say('card.first')}</strong>
        </p>
        <Lines lines={instructionsOf(card)} className="instructions" />
      </div>
      <Lines lines={circumstancesOf(card)} className="circumstances" />
      {card.hasNumber ? <PhoneNumber call={call} /> : <p>{say('card.no_number')}</p>}
    </>
  );
}

function Content({ call }: { call: Call }) {
  const { mode, card } = call;
  if (mode === 'client_calls') {
    return (
      <>
        <Note>
          <p>
            <Icon name="phone" />
            {say('card.they_call')}
          </p>
        </Note>
        {card ? <Lines lines={circumstancesOf(card)} className="circumstances" /> : null}
      </>
    );
  }
  if (card) return <TheyAreCalled call={call} card={card} />;
  return (
    <Note tone="warm">
      <p>{say('card.no_details')}</p>
    </Note>
  );
}

export function CallCardView({ call }: { call: Call }) {
  const cancelling = useSignal(false);
  return (
    <section class="call-card" aria-label={say('card.title')}>
      <Content call={call} />
      {call.state === 'cancelling' ? (
        <p role="status">{say('calls.cancelling')}</p>
      ) : (
        <button
          type="button"
          class="link"
          onClick={() => {
            cancelling.value = true;
          }}
        >
          {say('card.cancel')}
        </button>
      )}
      {cancelling.value ? (
        <CancelDialog
          call={call}
          close={() => {
            cancelling.value = false;
          }}
        />
      ) : null}
    </section>
  );
}
