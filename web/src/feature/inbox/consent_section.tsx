// Consent as one calm section of the case pane: what holds now, what was asked, and where to begin something.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { speak } from '../../i18n/case/text.ts';
import { longDay } from '../../i18n/format.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { saveFile } from '../../ui/save_file.ts';
import type { ConsentCard } from '../../worker/consent_messages.ts';
import { lastDay } from '../consent/full_text.ts';
import { AskDialog } from './ask_dialog.tsx';
import { matterName, mayTell } from './consent_rules.ts';
import { DangerDialog } from './danger_dialog.tsx';
import { HeldSection } from './held_section.tsx';
import { subheading } from './narrow.ts';
import { ToldDialog } from './told_dialog.tsx';

type Task = 'ask' | 'said' | 'tell' | 'danger';

const EXPORT_NAME = 'verklaringen.json';

function periodText({ from, until }: ConsentCard): string {
  if (until === 0) return speak('until_stop');
  const day = longDay(lastDay(until));
  const isAhead = from > Date.now() / 1000;
  return isAhead ? speak('until_period', { from: longDay(from), day }) : speak('until_day', { day });
}

function stateText(card: ConsentCard): string {
  const { state, until, withdrawnAt, answeredAt, notice } = card;
  const text = speak(`state_${state}`);
  if (state === 'allowed' || state === 'said') return `${text}, ${periodText(card)}`;
  const since = state === 'ended' ? until : (withdrawnAt ?? answeredAt ?? notice?.at ?? null);
  return since === null ? text : `${text}, ${speak('since', { day: longDay(since) })}`;
}

function Line({ card }: { card: ConsentCard }) {
  const points = card.points.join(' · ');
  return (
    <li class={`consent-line ${card.state}`}>
      <p>
        <strong dir="auto">{matterName(card)}</strong>
      </p>
      <p class="consent-state">{stateText(card)}</p>
      <p class="hint" dir="auto">
        {points}
      </p>
      {card.told.map(({ at, points: told }) => (
        <p key={`${at}${told.join()}`} class="hint">
          {speak(card.purpose === 'joint' ? 'told_joint' : 'told', { day: longDay(at) })}:{' '}
          <span dir="auto">{told.join(' · ')}</span>
        </p>
      ))}
      {card.underCard && card.answeredAt !== null ? (
        <details class="hint">
          <summary>{speak('under_card')}</summary>
          <p>{speak('under_card_hint')}</p>
        </details>
      ) : null}
    </li>
  );
}

// What still holds or still waits; the rest is history.
function matters({ state }: ConsentCard): boolean {
  return state === 'asked' || state === 'said' || state === 'allowed' || state === 'talk_first';
}

function Lines({ cards }: { cards: readonly ConsentCard[] }) {
  if (cards.length === 0) return null;
  return (
    <ul class="consent-lines">
      {cards.map((card) => (
        <Line key={card.id} card={card} />
      ))}
    </ul>
  );
}

function Earlier({ cards }: { cards: readonly ConsentCard[] }) {
  if (cards.length === 0) return null;
  return (
    <details class="consent-more">
      <summary>{speak('earlier', { count: cards.length })}</summary>
      <Lines cards={cards} />
    </details>
  );
}

function More({ id, start }: { id: string; start: (task: Task) => void }) {
  return (
    <details class="consent-more">
      <summary>{speak('more')}</summary>
      <div class="stack">
        <button type="button" class="link" onClick={() => start('said')}>
          {speak('said')}
        </button>
        <button
          type="button"
          class="link"
          aria-describedby="consent-export-hint"
          onClick={() => command({ type: 'consent', id, consent: { act: 'export' } })}
        >
          <Icon name="download" />
          {speak('export')}
        </button>
        <p id="consent-export-hint" class="hint">
          {speak('export_hint')}
        </p>
        <button type="button" class="link danger" onClick={() => start('danger')}>
          {speak('without')}
        </button>
      </div>
    </details>
  );
}

// The file is here for one turn: it is saved when it comes, and not kept.
function useSaving(): void {
  const file = advisor.exported.value;
  useEffect(() => {
    if (file) saveFile(EXPORT_NAME, 'application/json', file);
  }, [file]);
}

function TaskDialog({ id, task, close }: { id: string; task: Task; close: () => void }) {
  switch (task) {
    case 'ask':
    case 'said':
      return <AskDialog id={id} said={task === 'said'} close={close} />;
    case 'tell':
      return <ToldDialog id={id} close={close} />;
    case 'danger':
      return <DangerDialog id={id} close={close} />;
  }
}

export function ConsentSection({ id }: { id: string }) {
  const Subheading = subheading();
  const task = useSignal<Task | null>(null);
  const { id: of, cards, uncounted } = advisor.consent.value;
  const mayWrite = advisor.open.value.state === 'good' && advisor.open.value.finish.state === 'open';
  useEffect(() => command({ type: 'consent', id, consent: { act: 'load' } }), [id]);
  useSaving();
  const start = (next: Task) => {
    task.value = next;
  };
  if (of !== id) return null;
  return (
    <section class="consent-section" aria-labelledby="person-consent">
      <Subheading id="person-consent" tabIndex={-1}>
        {speak('title')}
      </Subheading>
      {mayWrite ? <HeldSection id={id} /> : null}
      {cards.length === 0 ? <p class="hint">{speak('none')}</p> : null}
      <Lines cards={cards.filter(matters)} />
      {uncounted > 0 ? <p class="hint">{speak('uncounted', { count: uncounted })}</p> : null}
      {mayWrite ? (
        <div class="actions">
          <button type="button" class="btn ghost small" onClick={() => start('ask')}>
            <Icon name="shield" />
            {speak('ask')}
          </button>
          {cards.some(mayTell) ? (
            <button type="button" class="btn ghost small" onClick={() => start('tell')}>
              {speak('tell')}
            </button>
          ) : null}
        </div>
      ) : null}
      <Earlier cards={cards.filter((card) => !matters(card))} />
      {mayWrite ? <More id={id} start={start} /> : null}
      {task.value ? (
        <TaskDialog
          id={id}
          task={task.value}
          close={() => {
            task.value = null;
          }}
        />
      ) : null}
    </section>
  );
}
