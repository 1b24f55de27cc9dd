// The coming two weeks as people who book see them, from the server's own expansion of what was saved.
import { clock, dayKey, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Loading } from '../../ui/page.tsx';
import type { Slot } from '../../worker/messages.ts';

type Day = { readonly key: string; readonly at: number; readonly slots: Slot[] };

export function slotsByDay(slots: readonly Slot[]): readonly Day[] {
  const days: Day[] = [];
  for (const slot of slots) {
    const key = dayKey(slot.start);
    const last = days.at(-1);
    if (last?.key === key) last.slots.push(slot);
    else days.push({ key, at: slot.start, slots: [slot] });
  }
  return days;
}

function Days({ slots }: { slots: readonly Slot[] }) {
  if (slots.length === 0) return <p class="hint">{say('hours.preview_none')}</p>;
  // With a single kind there is nothing to tell apart.
  const several = new Set(slots.flatMap(({ kinds = [] }) => kinds)).size > 1;
  return (
    <ol class="preview-days">
      {slotsByDay(slots).map((day) => (
        <li key={day.key}>
          <h3>
            {longDay(day.at)}{' '}
            <span class="count">{say('hours.preview_times', { count: day.slots.length })}</span>
          </h3>
          <p class="preview-times">
            {day.slots.map(({ start, end, kinds = [] }) => (
              <span key={`${start}-${end}`}>
                {clock(start)}
                {several ? <small> {kinds.map((kind) => say(`kind.${kind}_short`)).join(', ')}</small> : null}
              </span>
            ))}
          </p>
        </li>
      ))}
    </ol>
  );
}

export function HoursPreview() {
  const { preview } = advisor.hours.value;
  return (
    <section class="preview" aria-labelledby="hours-preview">
      <h2 id="hours-preview">{say('hours.preview')}</h2>
      <p class="hint">{say('hours.preview_hint')}</p>
      {preview.state === 'loading' ? <Loading text={say('wait')} /> : null}
      {preview.state === 'failed' ? <p class="hint">{say('hours.failed')}</p> : null}
      {preview.state === 'ready' ? <Days slots={preview.slots} /> : null}
    </section>
  );
}
