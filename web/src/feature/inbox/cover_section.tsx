// Before an absence: which colleague stands in, what the families said to that, and one question to all who were not asked.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { speak } from '../../i18n/case/text.ts';
import { about, type Register } from '../../i18n/consent/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check } from '../../ui/form.tsx';
import type { CoverCounts, CoverDays, CoverQuestions } from '../../worker/cover_messages.ts';
import { askText } from '../consent/full_text.ts';
import { Preview, useSpeaker } from './consent_parts.tsx';
import { PeriodFields, periodFault, periodOf, usePeriod } from './period_fields.tsx';
import { ColleagueSelect, coverPoints } from './purpose_fields.tsx';

// In the words of each family: which one a conversation gets, its roster says.
function useQuestions(whom: string, earlier: boolean, days: CoverDays): CoverQuestions | null {
  const speakers = { 'nl-je': useSpeaker('nl-je'), 'nl-u': useSpeaker('nl-u'), en: useSpeaker('en') };
  const name = advisor.account.value.name.split(' ')[0] ?? '';
  const inWords = (register: Register) => {
    const plain = speakers[register];
    const family = plain && about('cover', plain);
    if (!family) return null;
    const points = coverPoints(family, earlier);
    return { points, text: askText(family, register, { name, whom, points, ...days }) };
  };
  const [je, u, en] = [inWords('nl-je'), inWords('nl-u'), inWords('en')];
  return je && u && en ? { 'nl-je': je, 'nl-u': u, en } : null;
}

function Counts({ total, allowed, waiting, without, unasked }: CoverCounts) {
  return (
    <ul class="cover-counts">
      <li>{speak('cover_total', { count: total })}</li>
      <li>{speak('cover_allowed', { count: allowed })}</li>
      <li>{speak('cover_waiting', { count: waiting })}</li>
      <li>{speak('cover_without', { count: without })}</li>
      <li>{speak('cover_unasked', { count: unasked })}</li>
    </ul>
  );
}

function outcomeText(): string | null {
  const { state } = advisor.covering.value;
  if (state === 'idle') return null;
  return state === 'asking'
    ? speak('sending')
    : speak(state === 'asked' ? 'cover_asked' : 'cover_ask_failed');
}

export function CoverSection() {
  const { colleagues, counts, state } = advisor.covering.value;
  const colleague = useSignal('');
  const earlier = useSignal(false);
  const period = usePeriod();
  useEffect(() => command({ type: 'cover', cover: { act: 'load' } }), []);
  const chosen = colleagues.find(({ id }) => id === colleague.value);
  const isWhole = chosen !== undefined && periodFault(period) === null;
  const days = { colleague: colleague.value, ...periodOf(period) };
  const shown = useQuestions(chosen?.name ?? '', earlier.value, days);
  useEffect(() => {
    if (isWhole) command({ type: 'cover', cover: { act: 'count', ...days } });
  }, [isWhole, days.colleague, days.from, days.until]);
  return (
    <section class="card stack cover-section" aria-labelledby="hours-cover">
      <h2 id="hours-cover">{speak('cover_title')}</h2>
      <p>{speak('cover_lead')}</p>
      <ColleagueSelect id="cover-colleague" colleagues={colleagues} colleague={colleague} error={null} />
      <PeriodFields id="cover" period={period} tried />
      <Check
        label={speak('cover_earlier')}
        checked={earlier.value}
        change={(checked) => {
          earlier.value = checked;
        }}
      />
      {isWhole && counts ? <Counts {...counts} /> : null}
      {isWhole && counts && counts.unasked > 0 && shown ? (
        <>
          <Preview text={shown['nl-je'].text} register="nl-je" />
          <div class="actions">
            <button
              type="button"
              class="btn"
              disabled={state === 'asking'}
              onClick={() => command({ type: 'cover', cover: { act: 'ask', ...days, shown } })}
            >
              {speak('cover_ask_all', { count: counts.unasked })}
            </button>
          </div>
        </>
      ) : null}
      <p role="status" class={state === 'failed' ? 'error' : 'hint'}>
        {outcomeText()}
      </p>
    </section>
  );
}
