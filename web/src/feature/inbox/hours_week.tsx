// The week, one row a day: from and until as times, more than one window a day when wanted.
import { weekdayName } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { Icon } from '../../ui/icon.tsx';
import { addWindow, change as changeIn, remove } from './hours_form.ts';
import type { Fault, HoursDraft } from './hours_rules.ts';
import { StretchFields } from './hours_stretch.tsx';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

type WeekProperties = {
  readonly draft: HoursDraft;
  readonly faults: readonly Fault[];
  readonly change: (next: HoursDraft) => void;
};

function Day({ weekday, draft, faults, change }: WeekProperties & { readonly weekday: number }) {
  const name = weekdayName(weekday);
  const windows = [...draft.windows.entries()].filter(([, window]) => window.weekday === weekday);
  return (
    <fieldset class="week-day">
      <legend>{name}</legend>
      <div class="windows">
        {windows.length === 0 ? <p class="hint">{say('hours.day_off')}</p> : null}
        {windows.map(([index, window]) => (
          <StretchFields
            key={index}
            id={`window-${index}`}
            day={name}
            stretch={window}
            draft={draft}
            wrong={faults.some((fault) => fault.place === 'window' && fault.index === index)}
            change={(part) => change(changeIn(draft, 'windows', index, part))}
            remove={() => change(remove(draft, 'windows', index))}
          />
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
