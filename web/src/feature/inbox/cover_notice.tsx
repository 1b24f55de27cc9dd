// Who reads along in this conversation, above its messages, with the one button that ends it.
import { speak } from '../../i18n/case/text.ts';
import { listOf, longDay } from '../../i18n/format.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import type { CoverPerson } from '../../worker/consent_messages.ts';
import { lastDay } from '../consent/full_text.ts';

function told(key: 'cover_reads' | 'cover_own', whom: string, until: number): string {
  return until === 0 ? speak(`${key}_stop`, { whom }) : speak(key, { whom, day: longDay(lastDay(until)) });
}

const names = (people: readonly CoverPerson[]) => listOf(people.map(({ name }) => name));

export function CoverNotice({ id }: { id: string }) {
  const { cover, state } = advisor.open.value;
  const { id: of, sending } = advisor.consent.value;
  if (cover.state === 'none') return null;
  const isOwn = cover.state === 'covering';
  const lines = isOwn
    ? [told('cover_own', names(cover.people), cover.people[0]?.until ?? 0)]
    : cover.people.map(({ name, until }) => told('cover_reads', name, until));
  const isBusy = of === id && sending === 'sending';
  return (
    <div class="covers" data-cover={cover.state}>
      <Icon name="eye" />
      <div>
        <p>
          {lines.join(' ')} {cover.hidden ? speak('cover_hidden') : null}
        </p>
        {state === 'good' ? (
          <button
            type="button"
            class="btn ghost small"
            disabled={isBusy}
            onClick={() => command({ type: 'consent', id, consent: { act: 'end_cover' } })}
          >
            {isOwn ? speak('cover_leave') : speak('cover_end', { whom: names(cover.people) })}
          </button>
        ) : null}
        <div role="status">{of === id && sending === 'failed' ? <p>{speak('failed')}</p> : null}</div>
      </div>
    </div>
  );
}
