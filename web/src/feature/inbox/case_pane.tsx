// A4: the conversation as the advisor reads and answers it.
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { openCase, pane, soughtItem } from '../../store/inbox_view.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { useLogScroll } from '../thread/log_scroll.ts';
import { CaseLog } from './case_log.tsx';
import { CoverNotice, Finished } from './case_parts.tsx';
import { SplitNotice } from './directory_alarms.tsx';
import { nameOfCase, roleName, rowOf } from './names.ts';
import { onePane, useFocusWhenShown } from './narrow.ts';
import { ReplyForm } from './reply_form.tsx';
import { useSeen } from './seen.ts';

// The row that was left takes the focus back.
function backToList(id: string): void {
  openCase.value = null;
  pane.value = 'list';
  requestAnimationFrame(() => document.getElementById(`row-${id}`)?.focus());
}

function Strip({ id }: { id: string }) {
  const { person } = advisor.open.value;
  const Heading = onePane.value ? 'h1' : 'h2';
  useFocusWhenShown('case-title', pane.value === 'thread');
  return (
    <header class="strip">
      <button
        type="button"
        class="btn ghost small to-list"
        aria-label={say('case.back')}
        onClick={() => backToList(id)}
      >
        <Icon name="back" />
      </button>
      <div class="strip-who">
        <Heading id="case-title" dir="auto" tabIndex={-1}>
          {nameOfCase(id)}
        </Heading>
        {person?.role ? <p class="hint">{roleName(person.role)}</p> : null}
      </div>
      <button
        type="button"
        class="btn ghost small to-person"
        onClick={() => {
          pane.value = 'person';
        }}
      >
        <Icon name="person" />
        {say('case.person')}
      </button>
    </header>
  );
}

export function Brake() {
  return (
    <div class="brake">
      <Icon name="ear" />
      <p>
        <strong>{say('brake.title')}</strong>
        <span>{say('brake.text')}</span>
      </p>
    </div>
  );
}

// Where the decision is made stands beside the thread, or behind it on a narrow screen.
function Due({ id }: { id: string }) {
  if (!rowOf(id)?.due) return null;
  return (
    <div class="brake">
      <Icon name="alert" />
      <p>
        <strong>{say('row.due')}</strong>
        <button
          type="button"
          class="link inline"
          onClick={() => {
            pane.value = 'person';
            requestAnimationFrame(() => document.getElementById('person-consent')?.focus());
          }}
        >
          {say('case.person')}
        </button>
      </p>
    </div>
  );
}

function Foot({ id }: { id: string }) {
  const { state, finish } = advisor.open.value;
  if (state === 'untrusted') {
    return (
      <Note tone="danger" role="alert">
        <p>
          <Icon name="alert" />
          {say('case.untrusted')}
        </p>
      </Note>
    );
  }
  if (state === 'closed') return <Note>{say('case.closed')}</Note>;
  if (finish.state === 'finished') return <Finished id={id} />;
  return <ReplyForm id={id} />;
}

export function CasePane() {
  const { id, state, items, person, check, readSeq, theirLastSeq } = advisor.open.value;
  const last = items.at(-1);
  const { log, below, toEnd } = useLogScroll(items.length, last !== undefined && 'own' in last && last.own);
  const sought = soughtItem.value;
  // Once: what arrives later must not pull the reader back.
  const shownSought = useRef<string | null>(null);
  useSeen(log, id, theirLastSeq > readSeq ? theirLastSeq : null);
  useEffect(toEnd, []);
  useEffect(() => {
    if (sought === shownSought.current) return;
    const message = log.current?.querySelector(`[data-item="${sought}"]`);
    message?.scrollIntoView({ block: 'center' });
    if (message) shownSought.current = sought;
  }, [sought, items.length]);
  if (id === null) return null;
  return (
    <section class="case" aria-labelledby="case-title">
      <Strip id={id} />
      <div class="warnings">
        {person?.brake ? <Brake /> : null}
        <CoverNotice id={id} />
        <Due id={id} />
        <SplitNotice id={id} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard */}
      <div class="log" role="log" aria-label={say('case.log')} tabIndex={0} ref={log}>
        <CaseLog items={items} role={person?.role ?? null} />
        {state === 'reading' ? <Loading text={say('case.reading')} /> : null}
        {check && state !== 'reading' ? (
          <details class="hint check-number">
            <summary>{say('case.check', { count: check.entries, number: check.number })}</summary>
            <p>{say('case.check_what')}</p>
            <p>{say('case.check_differs')}</p>
          </details>
        ) : null}
      </div>
      {below.value > 0 ? (
        <button type="button" class="btn small pill" onClick={toEnd}>
          {say('case.below', { count: below.value })}
        </button>
      ) : null}
      <Foot id={id} />
    </section>
  );
}
