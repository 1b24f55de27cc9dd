// One matter as its owner sees it: what was asked, what was answered, and what was told under it.
import { useSignal } from '@preact/signals';
import { about, type Speaker, tell } from '../../i18n/consent/text.ts';
import { longDay } from '../../i18n/format.ts';
import { client, send } from '../../store/engine.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { PhoneLine } from '../../ui/problem.tsx';
import type { ConsentCard, ConsentStateName, Telling } from '../../worker/consent_messages.ts';
import { AnswerForm } from './answer_form.tsx';
import { lastDay } from './full_text.ts';
import { howLongText } from './how_long.tsx';

const STATE_ICON: Record<ConsentStateName, IconName> = {
  asked: 'ear',
  said: 'ear',
  allowed: 'check',
  ended: 'clock',
  withdrawn: 'cross',
  declined: 'cross',
  talk_first: 'chat',
  told_without: 'alert',
};

const titleId = ({ id }: ConsentCard) => `consent-${id}`;

function headingOf({ state, purpose, name, whom }: ConsentCard): string {
  if (state === 'asked') return about(purpose)('ask_h', { name, whom });
  if (state === 'said') return tell('said_h');
  return state === 'told_without' ? tell('notice_h', { name }) : tell(`state_${state}`);
}

// When it came to be as it is.
function Since({ card }: { card: ConsentCard }) {
  const { state, answeredAt, withdrawnAt, until, saidAt } = card;
  const lines: string[] = [];
  if (state === 'allowed' && answeredAt !== null)
    lines.push(tell('on_allowed', { day: longDay(answeredAt) }));
  if (state === 'allowed' && answeredAt === null && saidAt !== null)
    lines.push(tell('on_said', { day: longDay(saidAt) }));
  if (state === 'ended') lines.push(tell('on_ended', { day: longDay(lastDay(until)) }));
  if (state === 'withdrawn' && withdrawnAt !== null)
    lines.push(tell('on_withdrawn', { day: longDay(withdrawnAt) }));
  if ((state === 'declined' || state === 'talk_first') && answeredAt !== null)
    lines.push(tell(`on_${state}`, { day: longDay(answeredAt) }));
  if (lines.length === 0) return null;
  return <p class="hint">{lines.join(' ')}</p>;
}

function PointList({ points }: { points: readonly string[] }) {
  return (
    <ul class="consent-points">
      {points.map((point) => (
        <li key={point} dir="auto">
          {point}
        </li>
      ))}
    </ul>
  );
}

function Facts({ card }: { card: ConsentCard }) {
  const say = about(card.purpose);
  return (
    <dl class="consent-facts">
      <div>
        <dt>{say('whom')}</dt>
        <dd dir="auto">{card.whom}</dd>
      </div>
      <div>
        <dt>{say('what')}</dt>
        <dd>
          <PointList points={card.points} />
        </dd>
      </div>
      {card.state === 'allowed' ? (
        <div>
          <dt>{tell('until')}</dt>
          <dd>{howLongText(card)}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function Told({ told, say }: { told: readonly Telling[]; say: Speaker }) {
  if (told.length === 0) return <p class="hint">{say('told_none')}</p>;
  return (
    <ul class="consent-told">
      {told.map(({ at, whom, points }) => (
        <li key={`${at}${whom}${points.join()}`}>
          <p class="hint">{say('told', { day: longDay(at), whom })}</p>
          <PointList points={points} />
        </li>
      ))}
    </ul>
  );
}

function withdraw(card: string): void {
  if (client.consent.value.sending !== 'sending')
    send({ type: 'consent', consent: { act: 'withdraw', card } });
}

function Given({ card }: { card: ConsentCard }) {
  const { state, purpose, told, name, whom, yes } = card;
  const say = about(purpose);
  const wasYes = state === 'allowed' || state === 'ended' || state === 'withdrawn';
  return (
    <>
      <Since card={card} />
      <Facts card={card} />
      {wasYes && purpose !== 'cover' ? <Told told={told} say={say} /> : null}
      {state === 'allowed' && yes !== null ? (
        <>
          {told.length > 0 ? <p class="hint">{say('told_stays')}</p> : null}
          <div class="actions">
            <button type="button" class="btn ghost" onClick={() => withdraw(card.id)}>
              {tell('withdraw')}
            </button>
          </div>
        </>
      ) : null}
      {state === 'withdrawn' ? <p>{say('withdrawn', { name, whom })}</p> : null}
    </>
  );
}

// A question stays open while people talk about it; the form comes when it is asked for.
function TalkFirst({ card }: { card: ConsentCard }) {
  const answering = useSignal(false);
  return (
    <>
      <Since card={card} />
      {answering.value ? (
        <AnswerForm card={card} />
      ) : (
        <>
          <Facts card={card} />
          <p>{tell('talked')}</p>
          <div class="actions">
            <button
              type="button"
              class="btn ghost"
              onClick={() => {
                answering.value = true;
                requestAnimationFrame(() => document.getElementById(titleId(card))?.focus());
              }}
            >
              {tell('answer_now')}
            </button>
          </div>
        </>
      )}
    </>
  );
}

// Said plainly, with a way to talk about it and a way to complain.
function Notice({ card }: { card: ConsentCard }) {
  const { name, whom, points, notice } = card;
  if (!notice) return null;
  return (
    <>
      <p>{tell('notice_rule')}</p>
      <p>{tell('notice_when', { day: longDay(notice.at), name, whom })}</p>
      <PointList points={points} />
      <dl class="consent-facts">
        <div>
          <dt>{tell('notice_why')}</dt>
          <dd dir="auto">{notice.why}</dd>
        </div>
        <div>
          <dt>{tell('notice_consulted', { name })}</dt>
          <dd dir="auto">{notice.consulted}</dd>
        </div>
      </dl>
      <p>{tell('notice_talk', { name })}</p>
      <p>{tell('notice_wrong')}</p>
      <PhoneLine />
    </>
  );
}

function Body({ card }: { card: ConsentCard }) {
  switch (card.state) {
    case 'asked':
    case 'said':
      return <AnswerForm card={card} />;
    case 'talk_first':
      return <TalkFirst card={card} />;
    case 'told_without':
      return <Notice card={card} />;
    default:
      return <Given card={card} />;
  }
}

export function ConsentCardView({ card }: { card: ConsentCard }) {
  const title = titleId(card);
  return (
    <article class={`card stack consent-card ${card.state}`} aria-labelledby={title}>
      <h2 id={title} tabIndex={-1}>
        <Icon name={STATE_ICON[card.state]} />
        {headingOf(card)}
      </h2>
      <Body card={card} />
    </article>
  );
}
