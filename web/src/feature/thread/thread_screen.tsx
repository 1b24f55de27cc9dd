// C8: the conversation. The strip on top says who this is and what is planned; focus never jumps when something arrives.
import type { TargetedFocusEvent, TargetedKeyboardEvent } from 'preact';
import { useEffect } from 'preact/hooks';
import { clock, longDay } from '../../i18n/format.ts';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { purpose, show } from '../../store/screen.ts';
import { Icon } from '../../ui/icon.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { Note } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import type { AdvisorCard, Appointment, ThreadState } from '../../worker/messages.ts';
import { Avatar, workingDays } from '../advisor/advisor_parts.tsx';
import { BlockCard } from './block_card.tsx';
import { Composer } from './composer.tsx';
import { GiveBack } from './give_back.tsx';
import { useLogScroll } from './log_scroll.ts';
import { lookAgainAt } from './look_again.ts';
import { MessageList } from './message_list.tsx';

const OpenAsks = lazy(async () => (await import('../consent/consent_line.tsx')).OpenAsks, 'part');
const ReadsAlong = lazy(async () => (await import('../consent/consent_line.tsx')).ReadsAlong, 'part');

function upcoming(list: readonly Appointment[]): Appointment | undefined {
  const now = Date.now() / 1000;
  return list
    .filter((one) => one.state === 'booked' && one.end > now)
    .sort((left, right) => left.start - right.start)[0];
}

function plan(): void {
  purpose.value = 'call';
  show('book');
}

function closeOnEscape(event: TargetedKeyboardEvent<HTMLDetailsElement>): void {
  if (event.key !== 'Escape' || !event.currentTarget.open) return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector('summary')?.focus();
}

// Whoever has gone on elsewhere does not need the menu any more.
function closeBehind(event: TargetedFocusEvent<HTMLDetailsElement>): void {
  const next = event.relatedTarget;
  if (next instanceof Node && !event.currentTarget.contains(next)) event.currentTarget.open = false;
}

function More({ stop }: { stop: () => void }) {
  return (
    <details class="more" onKeyDown={closeOnEscape} onFocusOut={closeBehind}>
      <summary class="btn ghost small">{t('thread.more')}</summary>
      <div class="card menu">
        <button type="button" class="link" onClick={() => show('appointments')}>
          <Icon name="calendar" />
          {t('thread.appointments')}
        </button>
        <button type="button" class="link" onClick={() => show('consent')}>
          <Icon name="shield" />
          {t('thread.consent')}
        </button>
        {client.words.value.words && client.thread.value.state === 'open' ? (
          <button type="button" class="link" onClick={() => show('new_words')}>
            <Icon name="key" />
            {t('renew.h1')}
          </button>
        ) : null}
        {client.words.value.words ? (
          <button type="button" class="link" onClick={() => show('words')}>
            <Icon name="key" />
            {t('words.mine')}
          </button>
        ) : null}
        <button type="button" class="link" onClick={() => show('data')}>
          <Icon name="download" />
          {t('thread.data')}
        </button>
        <button type="button" class="link" onClick={() => show('readers')}>
          <Icon name="eye" />
          {t('help.readers')}
        </button>
        <button type="button" class="link" onClick={() => show('help_now')}>
          <Icon name="phone" />
          {t('help.now')}
        </button>
        <button type="button" class="link" onClick={stop}>
          <Icon name="door" />
          {t('thread.close')}
        </button>
      </div>
    </details>
  );
}

function Strip({ advisor, blocked, stop }: { advisor: AdvisorCard; blocked: boolean; stop: () => void }) {
  return (
    <header class="strip">
      <Avatar name={advisor.firstName} />
      <div class="strip-who">
        <h1 tabIndex={-1}>{t('thread.h1', { name: advisor.firstName || t('thread.nameless') })}</h1>
        {blocked ? null : <p class="hint">{t('advisor.replies', { days: advisor.replyDays })}</p>}
      </div>
      <nav class="strip-actions" aria-label={t('thread.actions')}>
        {blocked ? null : (
          <button type="button" class="btn ghost small" onClick={plan}>
            <Icon name="calendar" />
            {t('thread.plan')}
          </button>
        )}
        <More stop={stop} />
      </nav>
    </header>
  );
}

// What holds for the whole conversation, above its first message.
function Standing({ advisor }: { advisor: AdvisorCard }) {
  const next = upcoming(client.appointments.value.list);
  const { brake, asks, covers, eraseAt } = client.thread.value;
  if (!next && !brake && asks === 0 && covers.length === 0 && eraseAt === null) return null;
  return (
    <div class="standing">
      {next ? (
        <p>
          <Icon name="phone" />
          {t('thread.next', { day: longDay(next.start), time: clock(next.start) })}
        </p>
      ) : null}
      {covers.length > 0 ? <ReadsAlong covers={covers} /> : null}
      {asks > 0 ? <OpenAsks advisor={advisor.firstName} /> : null}
      {eraseAt === null ? null : (
        <p>
          <Icon name="clock" />
          <span>
            {t('thread.finished', { day: longDay(eraseAt) })} {t('thread.finished_write')}
          </span>
        </p>
      )}
      {brake ? (
        <p>
          <Icon name="ear" />
          {t('thread.brake', { name: advisor.firstName })}
        </p>
      ) : null}
    </div>
  );
}

// Words from a card were once known to the advisor's browser. One's own are known to nobody else.
function FromCard({ name }: { name: string }) {
  return (
    <Note tone="warm">
      <p>{t('renew.card', { name })}</p>
      <button type="button" class="btn" onClick={() => show('new_words')}>
        {t('renew.own')}
      </button>
    </Note>
  );
}

// Never a silent end: whoever has the old words reads what happened to them.
function Replaced() {
  const { replaced } = client.thread.value;
  return (
    <Note tone="warm" role="alert">
      <p>{replacedText(replaced)}</p>
      <p>{t('thread.replaced_call')}</p>
      <PhoneLine />
    </Note>
  );
}

function replacedText(replaced: ThreadState['replaced']): string {
  if (!replaced) return t('thread.replaced');
  const day = longDay(replaced.at);
  const { how, name } = replaced;
  return how === 'card' ? t('thread.replaced_card', { name, day }) : t('thread.replaced_own', { day });
}

function Foot({ advisor }: { advisor: AdvisorCard }) {
  const { state, block } = client.thread.value;
  if (block && state !== 'replaced') return <BlockCard block={block} />;
  switch (state) {
    case 'replaced':
      return <Replaced />;
    case 'erased':
      return <Note role="alert">{t('thread.erased')}</Note>;
    case 'closed':
      return <Note>{t('thread.closed')}</Note>;
    default:
      return <Composer advisor={advisor.firstName} />;
  }
}

// That nothing has come is normal, and there is a day to look again; no more than that.
function NoAnswer({ advisor }: { advisor: AdvisorCard }) {
  const thread = client.thread.value;
  const answered = thread.items.some((item) => item.kind === 'message' && !item.own);
  const look = lookAgainAt(thread, advisor, Math.floor(Date.now() / 1000));
  const lines: string[] = [];
  if (!answered && !thread.block)
    lines.push(t('thread.empty', { name: advisor.firstName, days: workingDays(advisor) }));
  if (look !== null) lines.push(t('words.look', { day: longDay(look) }));
  return lines.length === 0 ? null : <p class="hint no-answer">{lines.join(' ')}</p>;
}

export function ThreadScreen({ stop }: { stop: () => void }) {
  const { state, advisor, items, check, block, cardFrom } = client.thread.value;
  const last = items.at(-1);
  const ownLast = last !== undefined && 'own' in last && last.own;
  const { log, below, toEnd } = useLogScroll(items.length, ownLast);
  useEffect(() => send({ type: 'load_appointments' }), []);
  if (!advisor) return null;
  return (
    <div class="wrap thread">
      <Strip advisor={advisor} blocked={block !== null} stop={stop} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard */}
      <div class="log" role="log" aria-label={t('thread.log')} tabIndex={0} ref={log}>
        <Standing advisor={advisor} />
        <GiveBack name={advisor.firstName} />
        <MessageList items={items} advisor={advisor.firstName} />
        <NoAnswer advisor={advisor} />
        {check ? (
          <details class="hint check-number">
            <summary>{t('thread.check', { count: check.entries, number: check.number })}</summary>
            <p>{t('thread.check_what')}</p>
            <p>{t('thread.check_differs')}</p>
          </details>
        ) : null}
      </div>
      {below.value > 0 ? (
        <button type="button" class="btn small pill" onClick={toEnd}>
          {t('thread.below', { count: below.value })}
        </button>
      ) : null}
      {state === 'untrusted' ? <Problem failure={{ kind: 'untrusted' }} /> : null}
      {state === 'open' && !block && cardFrom !== null ? <FromCard name={cardFrom} /> : null}
      <Foot advisor={advisor} />
    </div>
  );
}
