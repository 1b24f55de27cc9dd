// The coming week at a glance, a column a day; on a narrow screen the list below says the same.
import { clock, dayKey, longDay, shortDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import type { BusyBlock, Planned } from '../../worker/agenda_messages.ts';
import { showCase } from './desk_screen.tsx';
import { tick } from './moments.ts';
import { nameOfCase } from './names.ts';

const DAY_S = 86_400;
const DAYS = 7;

type Entry =
  | { readonly kind: 'talk'; readonly at: number; readonly talk: Planned }
  | { readonly kind: 'busy'; readonly at: number; readonly block: BusyBlock };

// Noon of each day, so that a change of the clock moves none of them.
export function weekDays(now: number): readonly number[] {
  const noon = Date.parse(`${dayKey(now)}T12:00:00Z`) / 1000;
  return Array.from({ length: DAYS }, (_, day) => noon + day * DAY_S);
}

function entriesOf(day: number): readonly Entry[] {
  const { list, busy } = advisor.calls.value;
  const key = dayKey(day);
  const talks = list
    .filter(({ start, state }) => state !== 'cancelled' && dayKey(start) === key)
    .map((talk): Entry => ({ kind: 'talk', at: talk.start, talk }));
  const blocks = busy
    .filter(({ from, until }) => dayKey(from) <= key && key <= dayKey(until - 1))
    .map((block): Entry => ({ kind: 'busy', at: block.from, block }));
  return [...talks, ...blocks].sort((left, right) => left.at - right.at);
}

function EntryView({ entry }: { entry: Entry }) {
  if (entry.kind === 'busy') {
    const { from, until } = entry.block;
    return (
      <li class="week-entry busy">
        {clock(from)}–{clock(until)} {say('busy.short')}
      </li>
    );
  }
  const { start, end, state, talk, conversation } = entry.talk;
  return (
    <li class={`week-entry ${state}`}>
      <button type="button" class="link" onClick={() => showCase(conversation)}>
        <span class="week-time">
          {clock(start)}–{clock(end)}
        </span>{' '}
        {nameOfCase(conversation) || say('calls.open_case')}
      </button>
      <span class="hint">
        {talk ? say(`talk.${talk.kind}`) : ''}
        {state === 'proposed' ? ` ${say('agenda.proposed_short')}` : ''}
      </span>
    </li>
  );
}

export function AgendaWeek() {
  return (
    <section class="agenda-week" aria-labelledby="agenda-week">
      <h2 id="agenda-week">{say('agenda.week')}</h2>
      <ol class="week-grid">
        {weekDays(tick.value).map((day) => {
          const entries = entriesOf(day);
          return (
            <li key={day}>
              <h3 aria-label={longDay(day)}>{shortDay(day)}</h3>
              {entries.length === 0 ? <p class="hint">{say('agenda.free')}</p> : null}
              <ul>
                {entries.map((entry) => (
                  <EntryView key={entry.kind === 'busy' ? entry.block.id : entry.talk.id} entry={entry} />
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
