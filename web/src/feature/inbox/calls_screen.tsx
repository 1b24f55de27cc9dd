// A6: the week, appointments of today and to come, each with its card, and the advisor's own blocks.
import { useSignal } from '@preact/signals';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import type { Call } from '../../worker/advisor_messages.ts';
import { Outcome } from './agenda_outcome.tsx';
import { AgendaWeek } from './agenda_week.tsx';
import { BusySection } from './busy_section.tsx';
import { CallCardView } from './call_card.tsx';
import { wayText } from './call_line.tsx';
import { showCase } from './desk_screen.tsx';
import { IllDialog } from './ill_dialog.tsx';
import { isToday, tick } from './moments.ts';
import { nameOfCase } from './names.ts';
import { PlanDialog } from './plan_dialog.tsx';

const CalendarSection = lazy(async () => (await import('./calendar_section.tsx')).CalendarSection, 'part');

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
          <span class="hint">{gone ? say('calls.cancelled') : wayText(call)}</span>
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

function Tools() {
  const dialog = useSignal<'none' | 'plan' | 'ill'>('none');
  const close = () => {
    dialog.value = 'none';
  };
  const open = (name: 'plan' | 'ill') => () => {
    dialog.value = name;
  };
  return (
    <>
      <div class="actions">
        <button type="button" class="btn" onClick={open('plan')}>
          <Icon name="plus" />
          {say('plan.open')}
        </button>
        <button type="button" class="btn ghost" onClick={open('ill')}>
          {say('ill.open')}
        </button>
      </div>
      <Outcome />
      {dialog.value === 'plan' ? <PlanDialog conversation="" close={close} /> : null}
      {dialog.value === 'ill' ? <IllDialog close={close} /> : null}
    </>
  );
}

export function CallsScreen() {
  const { state, list } = advisor.calls.value;
  const now = tick.value;
  const waiting = list.filter(
    ({ state: kind, byAdvisor, start }) => kind === 'proposed' && !byAdvisor && start > now,
  );
  const today = list.filter((call) => isToday(call.start) && call.end > now && !waiting.includes(call));
  const later = list.filter((call) => call.start > now && !isToday(call.start) && !waiting.includes(call));
  const past = list.filter(({ end, state: kind }) => end <= now && kind !== 'cancelled');
  return (
    <div class="wrap column agenda">
      <h1 tabIndex={-1}>{say('calls.title')}</h1>
      <Tools />
      {state === 'loading' ? <Loading text={say('wait')} /> : null}
      {state === 'failed' ? (
        <Note tone="danger" role="alert">
          <p>{say('calls.failed')}</p>
        </Note>
      ) : null}
      {state === 'ready' ? (
        <>
          <AgendaWeek />
          <Group
            id="calls-waiting"
            heading={say('agenda.waiting')}
            calls={waiting}
            empty={null}
            open="open"
          />
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
          <BusySection />
          <CalendarSection />
        </>
      ) : null}
    </div>
  );
}
