// One appointment in one line, and its card when it is asked for.
import { useSignal } from '@preact/signals';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Call } from '../../worker/advisor_messages.ts';
import { CallCardView } from './call_card.tsx';
import { tick } from './moments.ts';

// What it is; while it is a proposal, also whose answer it waits for.
export function wayText({ talk, state, byAdvisor, moved }: Call): string {
  const way =
    talk === null
      ? say('calls.unknown_mode')
      : talk.kind === 'call'
        ? say(talk.mode === 'advisor_calls' ? 'calls.you_call' : 'calls.they_call')
        : say(`talk.${talk.kind}`);
  if (moved) return `${way} · ${say('agenda.waits_move')}`;
  if (state !== 'proposed') return way;
  return `${way} · ${say(byAdvisor ? 'agenda.waits_them' : 'agenda.waits_you')}`;
}

export function CallLine({ call }: { call: Call }) {
  const open = useSignal(false);
  const gone = call.state === 'cancelled';
  const time = { day: longDay(call.start), start: clock(call.start), end: clock(call.end) };
  return (
    <li class={gone ? 'call-line cancelled' : 'call-line'}>
      <p>
        <Icon name={call.talk?.kind === 'call' ? 'phone' : 'people'} />
        <span>
          <span class="call-time">{say('calls.time', time)}</span>
          <span class="hint">{gone ? say('calls.cancelled') : wayText(call)}</span>
        </span>
      </p>
      {gone || call.end < tick.value ? null : (
        <button
          type="button"
          class="btn ghost small"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {say('calls.open_card')}
        </button>
      )}
      {open.value && !gone ? <CallCardView call={call} /> : null}
    </li>
  );
}
