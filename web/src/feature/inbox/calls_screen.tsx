// Calls of today and to come, each with its card.
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Loading, Note } from '../../ui/page.tsx';
import type { Call } from '../../worker/advisor_messages.ts';
import { CallCardView } from './call_card.tsx';
import { modeText } from './call_line.tsx';
import { showCase } from './desk_screen.tsx';
import { isToday, tick } from './moments.ts';
import { nameOfCase } from './names.ts';

function CallItem({ call, open }: { call: Call; open: boolean }) {
  const gone = call.state === 'cancelled';
  const time = { day: longDay(call.start), start: clock(call.start), end: clock(call.end) };
  const name = nameOfCase(call.conversation);
  return (
    <li class={gone ? 'card call cancelled' : 'card call'}>
      <header>
        <h3>{isToday(call.start) ? say('calls.clock', time) : say('calls.time', time)}</h3>
        <p class="call-who">
          <button type="button" class="link" onClick={() => showCase(call.conversation)}>
            {name || say('calls.open_case')}
          </button>
          <span class="hint">{gone ? say('calls.cancelled') : modeText(call)}</span>
        </p>
      </header>
      {gone ? null : open ? (
        <CallCardView call={call} />
      ) : (
        <details class="fold">
          <summary>{say('calls.open_card')}</summary>
          <CallCardView call={call} />
        </details>
      )}
    </li>
  );
}

type GroupProperties = {
  readonly id: string;
  readonly heading: string;
  readonly calls: readonly Call[];
  readonly empty: string | null;
  readonly open: 'open' | 'folded';
};

function Group({ id, heading, calls, empty, open }: GroupProperties) {
  if (calls.length === 0 && empty === null) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {calls.length === 0 ? <p class="hint">{empty}</p> : null}
      <ul class="calls">
        {calls.map((call) => (
          <CallItem key={call.id} call={call} open={open === 'open'} />
        ))}
      </ul>
    </section>
  );
}

export function CallsScreen() {
  const { state, list } = advisor.calls.value;
  const now = tick.value;
  const today = list.filter(({ start, end }) => isToday(start) && end > now);
  const later = list.filter((call) => call.start > now && !isToday(call.start));
  const past = list.filter(({ end, state: kind }) => end <= now && kind !== 'cancelled');
  return (
    <div class="wrap column">
      <h1 tabIndex={-1}>{say('calls.title')}</h1>
      {state === 'loading' ? <Loading text={say('wait')} /> : null}
      {state === 'failed' ? (
        <Note tone="danger" role="alert">
          <p>{say('calls.failed')}</p>
        </Note>
      ) : null}
      {state === 'ready' ? (
        <>
          <Group
            id="calls-today"
            heading={say('calls.today')}
            calls={today}
            empty={say('calls.none_today')}
            open="open"
          />
          <Group
            id="calls-later"
            heading={say('calls.later')}
            calls={later}
            empty={say('calls.none_later')}
            open="folded"
          />
          <Group id="calls-past" heading={say('calls.past')} calls={past} empty={null} open="folded" />
        </>
      ) : null}
    </div>
  );
}
