// From when to when, and what for: a stretch of a weekday or of one day.
import { say } from '../../i18n/inbox/text.ts';
import { Icon } from '../../ui/icon.tsx';
import { withKind } from './hours_form.ts';
import type { HoursDraft, Stretch } from './hours_rules.ts';

type StretchProperties = {
  readonly id: string;
  // The weekday or the date, as it is read out.
  readonly day: string;
  readonly stretch: Stretch;
  readonly draft: HoursDraft;
  readonly wrong: boolean;
  readonly change: (part: Partial<Stretch>) => void;
  readonly remove: () => void;
};

// Only a choice when there is more than one kind.
function Kinds({ id, day, stretch, draft, change }: StretchProperties) {
  const on = draft.kinds.filter((kind) => kind.on);
  if (on.length < 2) return null;
  return (
    <fieldset class="stretch-kinds">
      <legend class="vh">{say('hours.for', { day, from: stretch.from, until: stretch.until })}</legend>
      {on.map(({ kind }) => (
        <label key={kind} class="chip-choice">
          <input
            id={`${id}-${kind}`}
            type="checkbox"
            checked={stretch.kinds.includes(kind)}
            onChange={(event) => change({ kinds: withKind(stretch, kind, event.currentTarget.checked) })}
          />
          <span>{say(`kind.${kind}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function StretchFields(properties: StretchProperties) {
  const { id, day, stretch, wrong, change, remove } = properties;
  const time = (edge: 'from' | 'until') => (
    <input
      id={`${id}-${edge}`}
      type="time"
      step={300}
      aria-label={say(`hours.${edge}`, { day })}
      aria-invalid={wrong}
      value={stretch[edge]}
      onInput={(event) => change({ [edge]: event.currentTarget.value })}
    />
  );
  return (
    <div class="stretch">
      <div class={wrong ? 'window invalid' : 'window'}>
        {time('from')}
        <span aria-hidden="true">{say('hours.to')}</span>
        {time('until')}
        <button
          type="button"
          class="icon-button"
          aria-label={say('hours.remove', { day, from: stretch.from || '…', until: stretch.until || '…' })}
          onClick={remove}
        >
          <Icon name="cross" />
        </button>
      </div>
      <Kinds {...properties} />
    </div>
  );
}
