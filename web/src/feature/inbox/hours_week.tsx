// The week, one row a day: from and until as times, more than one window a day when wanted.
import { weekdayName } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { Icon } from '../../ui/icon.tsx';
import { addWindow, changeWindow, removeWindow } from './hours_form.ts';
import type { Fault, HoursDraft, WindowDraft } from './hours_rules.ts';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

type WeekProperties = {
  readonly draft: HoursDraft;
  readonly faults: readonly Fault[];
  readonly change: (next: HoursDraft) => void;
};

type WindowProperties = WeekProperties & { readonly index: number; readonly window: WindowDraft };

function Window({ index, window, draft, faults, change }: WindowProperties) {
  const day = weekdayName(window.weekday);
  const wrong = faults.some((fault) => fault.window === index);
  const time = (edge: 'from' | 'until') => (
    <input
      id={`window-${index}-${edge}`}
      type="time"
      step={300}
      aria-label={say(`hours.${edge}`, { day })}
      aria-invalid={wrong}
      value={window[edge]}
      onInput={(event) => change(changeWindow(draft, index, { [edge]: event.currentTarget.value }))}
    />
  );
  return (
    <div class={wrong ? 'window invalid' : 'window'}>
      {time('from')}
      <span aria-hidden="true">{say('hours.to')}</span>
      {time('until')}
      <button
        type="button"
        class="icon-button"
        aria-label={say('hours.remove', { day, from: window.from || '…', until: window.until || '…' })}
        onClick={() => change(removeWindow(draft, index))}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}

function Day({ weekday, ...week }: WeekProperties & { readonly weekday: number }) {
  const { draft, change } = week;
  const name = weekdayName(weekday);
  const windows = [...draft.windows.entries()].filter(([, window]) => window.weekday === weekday);
  return (
    <fieldset class="week-day">
      <legend>{name}</legend>
      <div class="windows">
        {windows.length === 0 ? <p class="hint">{say('hours.day_off')}</p> : null}
        {windows.map(([index, window]) => (
          <Window key={index} index={index} window={window} {...week} />
        ))}
      </div>
      <button
        type="button"
        class="link"
        aria-label={say('hours.add', { day: name })}
        onClick={() => change(addWindow(draft, weekday))}
      >
        <Icon name="plus" />
        {say('hours.add_short')}
      </button>
    </fieldset>
  );
}

export function HoursWeek(week: WeekProperties) {
  return (
    <section aria-labelledby="hours-week">
      <h2 id="hours-week">{say('hours.week')}</h2>
      <div class="week">
        {WEEK.map((weekday) => (
          <Day key={weekday} weekday={weekday} {...week} />
        ))}
      </div>
    </section>
  );
}
