// How the last step went, in words that say what to do.
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';

export function outcomeText(): string | null {
  const { outcome, list } = advisor.calls.value;
  switch (outcome.state) {
    case 'idle':
      return null;
    case 'taken': {
      const other = list.find(({ id }) => id === outcome.conflict);
      if (!other) return say('agenda.taken_now');
      return say('agenda.taken', { day: longDay(other.start), time: clock(other.start) });
    }
    case 'ill':
      return say('agenda.ill_done', { moved: outcome.moved, cancelled: outcome.cancelled });
    default:
      return say(`agenda.${outcome.state}`);
  }
}

export function Outcome() {
  const { state } = advisor.calls.value.outcome;
  const good = state === 'idle' || state === 'sending' || state === 'done' || state === 'ill';
  return (
    <p role="status" class={good ? 'hint agenda-outcome' : 'error agenda-outcome'}>
      {outcomeText()}
    </p>
  );
}
