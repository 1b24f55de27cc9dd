// When a family hears later what was told without consent: why not yet, and the day on which it is decided again.
import { type Signal, useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { dayKey, longDay } from '../../i18n/format.ts';
import { Field } from '../../ui/form.tsx';
import { endOfDay } from '../consent/full_text.ts';
import { TextField } from './consent_parts.tsx';
import { REVIEW_DAYS_MAX, reviewOf } from './consent_rules.ts';

// KZ1 5.13 bounds all reasons together in bytes.
const LATER_CHARACTERS_MAX = 200;

export type Review = { readonly later: Signal<string>; readonly day: Signal<string> };

export function useReview(): Review {
  return { later: useSignal(''), day: useSignal('') };
}

// Null as long as anything is missing.
export function reviewFrom({ later, day }: Review): { later: string; reviewAt: number } | null {
  const reviewAt = reviewOf(day.value, Date.now() / 1000);
  const why = later.value.trim();
  return reviewAt === null || why === '' ? null : { later: why, reviewAt };
}

function DayOfReview({ day, tried }: { day: Signal<string>; tried: boolean }) {
  const now = Date.now() / 1000;
  const [first, last] = [endOfDay(now, 0), endOfDay(now, REVIEW_DAYS_MAX - 1)];
  const isWrong = tried && reviewOf(day.value, now) === null;
  return (
    <Field
      id="review-day"
      label={speak('review_day')}
      hint={speak('review_hint', { day: longDay(last) })}
      error={isWrong ? speak('review_wrong', { day: longDay(last) }) : null}
      control={(describedBy) => (
        <input
          id="review-day"
          type="date"
          min={dayKey(first)}
          max={dayKey(last)}
          value={day.value}
          aria-describedby={describedBy || undefined}
          onInput={(event) => {
            day.value = event.currentTarget.value;
          }}
        />
      )}
    />
  );
}

export function ReviewFields({ review, tried }: { review: Review; tried: boolean }) {
  return (
    <>
      <TextField
        id="review-later"
        label={speak('later_why')}
        error={tried && review.later.value.trim() === '' ? speak('later_why_first') : null}
        text={review.later}
        rows={2}
        charactersMax={LATER_CHARACTERS_MAX}
      />
      <DayOfReview day={review.day} tried={tried} />
    </>
  );
}
