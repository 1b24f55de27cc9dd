// What is not right yet, each with a way to where it is.
import { weekdayName } from '../../i18n/format.ts';
import { type InboxKey, say } from '../../i18n/inbox/text.ts';
import { dateText } from './hours_days.tsx';
import { type Fault, type HoursDraft, KINDS, kindsIn } from './hours_rules.ts';

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function dayOf({ place, index }: Fault, draft: HoursDraft): string {
  if (place === 'window') return capital(weekdayName(draft.windows[index]?.weekday ?? 1));
  return place === 'day' ? capital(dateText(draft.days[index]?.date ?? '')) : '';
}

export function faultText(fault: Fault, draft: HoursDraft): string {
  const stretch = fault.place === 'window' ? draft.windows[fault.index] : draft.days[fault.index];
  const lengths = stretch ? kindsIn(draft, stretch).map(({ durationMin }) => durationMin) : [];
  return say(`fault.${fault.kind}` as InboxKey, {
    day: dayOf(fault, draft),
    minutes: Math.max(0, ...lengths),
  });
}

// The field that is to be looked at first.
function fieldOf({ place, index, kind }: Fault): string {
  if (place === 'kind') return `kind-${KINDS[0]}`;
  return `${place}-${index}-${kind === 'no_date' ? 'date' : 'from'}`;
}

export function HoursFaults({ faults, draft }: { faults: readonly Fault[]; draft: HoursDraft }) {
  if (faults.length === 0) return null;
  return (
    <div class="note danger" role="alert" tabIndex={-1} id="hours-faults">
      <p>
        <strong>{say('hours.wrong', { count: faults.length })}</strong>
      </p>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.place}-${fault.index}`}>
            <a
              href={`#${fieldOf(fault)}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(fieldOf(fault))?.focus();
              }}
            >
              {faultText(fault, draft)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
