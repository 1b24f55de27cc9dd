// The list of conversations: grouped by who has to do something, longest waiting first; arrow keys walk through it.
import { clock, listOf, shortDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { openCase, query } from '../../store/inbox_view.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/page.tsx';
import type { DeskGroup, DeskRow, SearchHit } from '../../worker/advisor_messages.ts';
import { isToday, shortMoment, waitingTime } from './moments.ts';
import { caseName, nameOfCase, roleName } from './names.ts';

// Somebody who waits for whoever stands in waits as well, and no list of others comes before that.
const GROUPS: readonly DeskGroup[] = ['new', 'mine', 'cover', 'today', 'theirs', 'finished'];
type Open = (id: string, item?: string) => void;

// Up and down move the focus from row to row; Tab leaves the list as usual.
function walk(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button.row')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function callText({ start }: { start: number }): string {
  if (isToday(start)) return say('row.call_today', { time: clock(start) });
  return say('row.call', { day: shortDay(start), time: clock(start) });
}

function stateText(row: DeskRow): string {
  if (row.state === 'untrusted') return say('row.untrusted');
  if (row.state === 'reading') return say('row.reading');
  if (row.state === 'closed') return say('row.closed');
  if (row.waitingSince !== null) return waitingTime(row.waitingSince);
  return say('row.last', { day: shortMoment(row.lastAt) });
}

function Row({ row, open }: { row: DeskRow; open: Open }) {
  const current = row.id === openCase.value;
  return (
    <li>
      <button
        type="button"
        id={`row-${row.id}`}
        class={`row${row.unread > 0 ? ' unread' : ''}`}
        aria-current={current ? 'true' : undefined}
        onClick={() => open(row.id)}
      >
        <span class={`pebble pebble-${row.pebble.colour}`} aria-hidden="true" />
        <span class="row-name" dir="auto">
          {caseName(row)}
        </span>
        {row.unread > 0 ? <span class="badge">{say('row.new', { count: row.unread })}</span> : null}
        <span class="row-facts">
          {row.role ? <span class="role">{roleName(row.role)}</span> : null}
          <span class={row.waitingSince === null ? '' : 'waits'}>{stateText(row)}</span>
          {row.nextCall ? (
            <span class="row-call">
              <Icon name="phone" />
              {callText(row.nextCall)}
            </span>
          ) : null}
          {row.cover.state === 'none' ? null : (
            <span class="row-call">
              <Icon name="eye" />
              {say(`row.${row.cover.state}`, { names: listOf(row.cover.people.map(({ name }) => name)) })}
            </span>
          )}
          {row.due ? (
            <span class="row-brake">
              <Icon name="alert" />
              {say('row.due')}
            </span>
          ) : null}
          {row.brake ? (
            <span class="row-brake">
              <Icon name="ear" />
              {say('row.brake')}
            </span>
          ) : null}
        </span>
      </button>
    </li>
  );
}

function Group({ name, rows, open }: { name: DeskGroup; rows: readonly DeskRow[]; open: Open }) {
  if (rows.length === 0) return null;
  return (
    <section class="group" aria-labelledby={`group-${name}`}>
      <h2 id={`group-${name}`}>
        {say(`desk.group_${name}`)} <span class="count">{rows.length}</span>
      </h2>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} open={open} />
        ))}
      </ul>
    </section>
  );
}

function Hit({ hit, open }: { hit: SearchHit; open: Open }) {
  return (
    <li>
      <button type="button" class="row hit" onClick={() => open(hit.conversation, hit.item)}>
        <span class="row-name" dir="auto">
          {nameOfCase(hit.conversation)}
        </span>
        <span class="row-facts">{shortMoment(hit.at)}</span>
        <span class="excerpt" dir="auto">
          {hit.before}
          <mark>{hit.match}</mark>
          {hit.after}
        </span>
      </button>
    </li>
  );
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function Results({ open }: { open: Open }) {
  const { total, hits, query: searched } = advisor.search.value;
  const asked = plain(query.value.trim());
  const named = advisor.desk.value.rows.filter((row) => plain(caseName(row)).includes(asked));
  const settled = searched === query.value;
  return (
    <>
      <p role="status" class="hint">
        {settled ? say('desk.hits', { total }) : say('wait')}
        {settled && total > hits.length ? ` ${say('desk.hits_more', { shown: hits.length })}` : null}
      </p>
      <ul>
        {named.map((row) => (
          <Row key={row.id} row={row} open={open} />
        ))}
        {hits.map((hit) => (
          <Hit key={`${hit.conversation}${hit.item}`} hit={hit} open={open} />
        ))}
      </ul>
    </>
  );
}

function Search() {
  const change = (text: string) => {
    query.value = text;
    command({ type: 'search', query: text });
  };
  return (
    <search class="desk-search">
      <label class="vh" for="desk-search">
        {say('desk.search')}
      </label>
      <div class="with-icon">
        <Icon name="search" />
        <input
          id="desk-search"
          type="search"
          placeholder={say('desk.search')}
          autocomplete="off"
          spellcheck={false}
          value={query.value}
          aria-describedby="desk-search-hint"
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') change('');
          }}
        />
      </div>
      <p id="desk-search-hint" class="hint">
        {query.value === '' ? null : say('desk.search_hint')}
      </p>
    </search>
  );
}

function Rows({ open }: { open: Open }) {
  const { state, rows } = advisor.desk.value;
  if (state === 'loading') return <Loading text={say('wait')} />;
  if (rows.length === 0) return <p class="empty">{say('desk.empty')}</p>;
  return GROUPS.map((name) => (
    <Group key={name} name={name} rows={rows.filter(({ group }) => group === name)} open={open} />
  ));
}

// What somebody erased, or no longer is for this advisor to read, is gone from here without a name: one line that is put
// away when it was seen.
function Gone() {
  const { erased, ended } = advisor.desk.value;
  return (
    <div role="status">
      {erased + ended > 0 ? (
        <div class="note erased">
          {erased > 0 ? <p>{say('desk.erased', { count: erased })}</p> : null}
          {ended > 0 ? <p>{say('desk.ended', { count: ended })}</p> : null}
          <button type="button" class="btn ghost small" onClick={() => command({ type: 'put_erased_away' })}>
            {say('desk.erased_ok')}
          </button>
        </div>
      ) : null}
    </div>
  );
}

export function DeskPane({ open }: { open: Open }) {
  const { state, rows } = advisor.desk.value;
  const reading = rows.filter((row) => row.state === 'reading').length;
  const status =
    reading > 0 ? say('desk.reading', { count: reading }) : say('desk.count', { count: rows.length });
  return (
    <section class="desk" aria-labelledby="desk-title" onKeyDown={walk}>
      <header>
        <h1 id="desk-title" tabIndex={-1}>
          {say('desk.title')}
        </h1>
        <p class="hint" role="status">
          {state === 'ready' && rows.length > 0 ? status : null}
        </p>
        <Gone />
      </header>
      <Search />
      <div class="desk-rows">
        {query.value.trim() === '' ? <Rows open={open} /> : <Results open={open} />}
      </div>
    </section>
  );
}
