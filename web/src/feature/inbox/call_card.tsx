// A5: how this person can be called safely. The number shows only after the instructions were read.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import type { Call, CallCard } from '../../worker/advisor_messages.ts';
import type { TalkView } from '../../worker/talk_messages.ts';
import { CallTimer } from './call_ending.tsx';
import { CancelDialog } from './cancel_dialog.tsx';
import { tick } from './moments.ts';
import { MoveDialog } from './move_dialog.tsx';

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

// What both know: place, company, what it is about, what helps.
export function talkLines({
  place,
  attendees,
  agenda,
  companion,
  help = [],
  language,
}: TalkView): readonly string[] {
  const lines: string[] = [];
  if (place !== undefined) lines.push(say('card.place', { text: place }));
  if (attendees !== undefined) lines.push(say('card.attendees', { text: attendees.replaceAll('\n', '; ') }));
  if (agenda !== undefined) lines.push(say('card.agenda', { text: agenda }));
  if (companion !== undefined) lines.push(say(`card.companion_${companion}`));
  for (const one of help)
    lines.push(
      one === 'interpreter' && language !== undefined
        ? say('card.help_language', { language })
        : say(`card.help_${one}`),
    );
  return lines;
}

// Who speaks up for one side cannot lead a talk between both without everybody knowing.
function Mediation({ call, talk: { groundRules } }: { call: Call; talk: TalkView }) {
  // Who proposes has agreed to the rules; the other side agrees with its yes.
  const agreed = call.state === 'booked' || !call.byAdvisor;
  return (
    <Note tone="warm">
      <p>{say('card.mediation')}</p>
      {groundRules === undefined ? (
        <p>{say('card.no_rules')}</p>
      ) : (
        <>
          <p>{say(agreed ? 'card.rules_yes' : 'card.rules_wait')}</p>
          <Lines lines={groundRules.split('\n')} className="circumstances" />
        </>
      )}
    </Note>
  );
}

function Meeting({ call, talk }: { call: Call; talk: TalkView }) {
  return (
    <>
      {talk.kind === 'mediation' ? <Mediation call={call} talk={talk} /> : null}
      <Lines lines={talkLines(talk)} className="circumstances" />
      {call.card ? <Lines lines={circumstancesOf(call.card)} className="circumstances" /> : null}
    </>
  );
}

function Content({ call }: { call: Call }) {
  const { talk, card } = call;
  if (talk && talk.kind !== 'call') return <Meeting call={call} talk={talk} />;
  if (talk?.mode === 'client_calls') {
    return (
      <>
        <Note>
          <p>
            <Icon name="phone" />
            {say('card.they_call')}
          </p>
        </Note>
        {card ? <Lines lines={circumstancesOf(card)} className="circumstances" /> : null}
        <Lines lines={talkLines({ ...talk, companion: undefined })} className="circumstances" />
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

// A family proposed it: yes, or no with a few words.
function Answers({ call }: { call: Call }) {
  if (call.state !== 'proposed' || call.byAdvisor) return null;
  const answer = (accept: boolean) =>
    command({ type: 'agenda', agenda: { act: 'answer', appointment: call.id, accept, text: '' } });
  return (
    <div class="actions">
      <button type="button" class="btn small" onClick={() => answer(true)}>
        {say('agenda.accept')}
      </button>
      <button type="button" class="btn ghost small" onClick={() => answer(false)}>
        {say('agenda.decline')}
      </button>
    </div>
  );
}

const TIMER_AHEAD_S = 600;

export function CallCardView({ call }: { call: Call }) {
  const dialog = useSignal<'none' | 'cancel' | 'move'>('none');
  const close = () => {
    dialog.value = 'none';
  };
  const link = (name: 'cancel' | 'move', text: string) => (
    <button
      type="button"
      class="link"
      onClick={() => {
        dialog.value = name;
      }}
    >
      {text}
    </button>
  );
  const isNear = call.state === 'booked' && call.start - tick.value < TIMER_AHEAD_S;
  const isToCome = call.start > tick.value;
  return (
    <section class="call-card" aria-label={say('card.title')}>
      <Content call={call} />
      {call.differs ? (
        <Note tone="danger" role="alert">
          <p>{say('agenda.differs')}</p>
        </Note>
      ) : null}
      {call.moved ? (
        <p class="hint">
          {say('agenda.moved_to', { day: longDay(call.moved.start), time: clock(call.moved.start) })}
        </p>
      ) : null}
      <Answers call={call} />
      {isNear ? <CallTimer call={call} /> : null}
      {call.state === 'changing' ? <p role="status">{say('calls.cancelling')}</p> : null}
      {call.state !== 'changing' && isToCome ? (
        <div class="actions">
          {link('move', say('plan.move'))}
          {link('cancel', say('card.cancel'))}
        </div>
      ) : null}
      {dialog.value === 'cancel' ? <CancelDialog call={call} close={close} /> : null}
      {dialog.value === 'move' ? <MoveDialog call={call} close={close} /> : null}
    </section>
  );
}
