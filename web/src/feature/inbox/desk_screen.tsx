// A3 and A4 side by side: list, thread, and who this is. On a narrow screen one of the three at a time.

import { useEffect } from 'preact/hooks';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { newWordsFor, openCase, pane, section, soughtItem } from '../../store/inbox_view.ts';
import { Icon } from '../../ui/icon.tsx';
import { CasePane } from './case_pane.tsx';
import { DeskPane } from './desk_pane.tsx';
import { tick } from './moments.ts';
import { NewWordsDialog } from './new_words_dialog.tsx';
import { PersonPane } from './person_pane.tsx';

export function showCase(id: string, item: string | null = null): void {
  openCase.value = id;
  soughtItem.value = item;
  pane.value = 'thread';
  section.value = 'desk';
  command({ type: 'open_case', id });
}

// What to do when no conversation is open.
function Quiet() {
  const { rows, state } = advisor.desk.value;
  const next = advisor.calls.value.list.find((one) => one.state === 'booked' && one.end > tick.value);
  const waiting = rows.some(({ waitingSince }) => waitingSince !== null);
  const { saved } = advisor.hours.value;
  return (
    <section class="case quiet" aria-label={say('case.log')}>
      <Icon name="chat" className="round" />
      {rows.length > 0 ? <p>{say('desk.choose')}</p> : null}
      {state === 'ready' && !waiting && rows.length > 0 ? (
        <p class="hint">{say('desk.nothing_waits')}</p>
      ) : null}
      {next ? (
        <p class="hint">{say('desk.next', { day: longDay(next.start), time: clock(next.start) })}</p>
      ) : null}
      {saved?.weekly.length === 0 ? (
        <div class="note warm">
          <p>{say('desk.no_hours')}</p>
          <button
            type="button"
            class="btn small"
            onClick={() => {
              section.value = 'hours';
            }}
          >
            {say('desk.no_hours_go')}
          </button>
        </div>
      ) : null}
    </section>
  );
}

// Erased, or no longer for this advisor to read, while it was open: back to the list, which says so.
function useGone(): void {
  const { state, rows } = advisor.desk.value;
  const isGone =
    state === 'ready' && openCase.value !== null && !rows.some(({ id }) => id === openCase.value);
  useEffect(() => {
    if (!isGone) return;
    openCase.value = null;
    pane.value = 'list';
    requestAnimationFrame(() => document.getElementById('desk-title')?.focus());
  }, [isGone]);
}

export function DeskScreen() {
  const open = advisor.open.value.id;
  useGone();
  const chosen = open !== null && open === openCase.value;
  return (
    <div class="panes" data-pane={openCase.value === null ? 'list' : pane.value}>
      <DeskPane open={showCase} />
      {chosen ? <CasePane key={open} /> : <Quiet />}
      {chosen ? <PersonPane key={`${open}p`} /> : null}
      {chosen && newWordsFor.value === open ? (
        <NewWordsDialog
          id={open}
          close={() => {
            newWordsFor.value = null;
          }}
        />
      ) : null}
    </div>
  );
}
