// One call in one line, and its card when it is asked for.
import { useSignal } from '@preact/signals';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Call } from '../../worker/advisor_messages.ts';
import { CallCardView } from './call_card.tsx';
import { tick } from './moments.ts';

export function modeText({ mode }: Call): string {
  if (mode === null) return say('calls.unknown_mode');
  return say(mode === 'advisor_calls' ? 'calls.you_call' : 'calls.they_call');
}

export function CallLine({ call }: { call: Call }) {
  const open = useSignal(false);
  const gone = call.state === 'cancelled';
  const time = { day: longDay(call.start), start: clock(call.start), end: clock(call.end) };
  return (
    <li class={gone ? 'call-line cancelled' : 'call-line'}>
      <p>
        <Icon name="phone" />
        <span>
          <span class="call-time">{say('calls.time', time)}</span>
          <span class="hint">{gone ? say('calls.cancelled') : modeText(call)}</span>
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
