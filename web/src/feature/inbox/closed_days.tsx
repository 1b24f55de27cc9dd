// Single days without calls: holidays, training, a day off.
import { useSignal } from '@preact/signals';
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { FieldError } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { closedFault, type HoursDraft } from './hours_rules.ts';

// Noon is on the same day in Amsterdam all year round.
function dayText(day: string): string {
  return longDay(Date.parse(`${day}T12:00:00Z`) / 1000);
}

type ClosedProperties = { readonly draft: HoursDraft; readonly change: (next: HoursDraft) => void };

export function ClosedDays({ draft, change }: ClosedProperties) {
  const day = useSignal('');
  const fault = useSignal<string | null>(null);
  const add = () => {
    const kind = closedFault(day.value, draft.closedDays);
    fault.value = kind && say(`fault.${kind}`);
    if (kind) return;
    change({ ...draft, closedDays: [...draft.closedDays, day.value].sort() });
    day.value = '';
  };
  return (
    <fieldset class="closed-days">
      <legend>{say('hours.closed')}</legend>
      <p class="hint">{say('hours.closed_hint')}</p>
      <ul class="closed-list">
        {draft.closedDays.map((closed) => (
          <li key={closed}>
            {dayText(closed)}
            <button
              type="button"
              class="icon-button"
              aria-label={say('hours.closed_remove', { day: dayText(closed) })}
              onClick={() =>
                change({ ...draft, closedDays: draft.closedDays.filter((other) => other !== closed) })
              }
            >
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ul>
      <div class="closed-add">
        <div class="field">
          <label for="closed-day">{say('hours.closed_date')}</label>
          <input
            id="closed-day"
            type="date"
            value={day.value}
            aria-describedby={fault.value ? 'closed-day-error' : undefined}
            onInput={(event) => {
              day.value = event.currentTarget.value;
              fault.value = null;
            }}
          />
        </div>
        <button type="button" class="btn ghost small" onClick={add}>
          {say('hours.closed_add')}
        </button>
      </div>
      <FieldError id="closed-day-error" text={fault.value} />
    </fieldset>
  );
}
