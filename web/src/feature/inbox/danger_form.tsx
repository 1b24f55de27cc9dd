// The fields of telling without consent: all of them are needed, and among them when the family hears of it.
import { type Signal, useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { dayKey } from '../../i18n/format.ts';
import { advisor } from '../../store/advisor.ts';
import { Check, Choices, FieldError } from '../../ui/form.tsx';
import { Note } from '../../ui/page.tsx';
import { type Danger, pointsOf } from '../consent/full_text.ts';
import {
  DayField,
  TELL_PEOPLE,
  TextField,
  type Who,
  WhomField,
  type WhomSignals,
  whomOf,
} from './consent_parts.tsx';
import { momentOf } from './consent_rules.ts';
import { type Review, ReviewFields, useReview } from './review_fields.tsx';

type When = 'now' | 'later';

export type DangerForm = {
  readonly whom: WhomSignals;
  readonly points: Signal<string>;
  readonly why: Signal<string>;
  readonly consulted: Signal<string>;
  readonly day: Signal<string>;
  readonly sure: Signal<boolean>;
  readonly when: Signal<When>;
  readonly review: Review;
};

export function useDangerForm(): DangerForm {
  return {
    whom: { who: useSignal<Who | null>(null), other: useSignal('') },
    points: useSignal(''),
    why: useSignal(''),
    consulted: useSignal(''),
    day: useSignal(dayKey(Date.now() / 1000)),
    sure: useSignal(false),
    when: useSignal<When>('now'),
    review: useReview(),
  };
}

// Null as long as anything is missing.
export function dangerOf(form: DangerForm): Danger | null {
  const toldAt = momentOf(form.day.value, Date.now() / 1000);
  const [whom, points] = [whomOf(form.whom), pointsOf(form.points.value)];
  const [why, consulted] = [form.why.value.trim(), form.consulted.value.trim()];
  const isWhole = whom !== '' && points.length > 0 && why !== '' && consulted !== '' && form.sure.value;
  if (!isWhole || toldAt === null) return null;
  return { name: advisor.account.value.name.split(' ')[0] ?? '', whom, points, toldAt, why, consulted };
}

function What({ form, tried }: { form: DangerForm; tried: boolean }) {
  const missing = (
    text: Signal<string>,
    key: 'danger_why_first' | 'danger_consulted_first' | 'points_first',
  ) => (tried && text.value.trim() === '' ? speak(key) : null);
  return (
    <>
      <TextField
        id="danger-points"
        label={speak('points_told')}
        hint={speak('danger_least')}
        error={missing(form.points, 'points_first')}
        text={form.points}
        rows={4}
      />
      <TextField
        id="danger-why"
        label={speak('danger_why')}
        error={missing(form.why, 'danger_why_first')}
        text={form.why}
        rows={3}
      />
      <TextField
        id="danger-consulted"
        label={speak('danger_consulted')}
        error={missing(form.consulted, 'danger_consulted_first')}
        text={form.consulted}
        rows={2}
      />
    </>
  );
}

function WhenHeard({ form, tried }: { form: DangerForm; tried: boolean }) {
  const isFull = !advisor.consent.value.mayHold;
  return (
    <>
      <Choices
        name="danger-when"
        legend={speak('when')}
        options={[
          { value: 'now', label: speak('when_now') },
          { value: 'later', label: speak('when_later'), detail: speak('when_later_detail') },
        ]}
        value={form.when.value}
        error={form.when.value === 'later' && isFull ? speak('hold_full') : null}
        compact="compact"
        choose={(value: When) => {
          form.when.value = value;
        }}
      />
      {form.when.value === 'later' ? (
        <>
          <Note tone="warm">
            <p>{speak('hold_lead')}</p>
            <p>{speak('hold_must')}</p>
          </Note>
          <ReviewFields review={form.review} tried={tried} />
        </>
      ) : null}
    </>
  );
}

export function DangerFields({ form, tried }: { form: DangerForm; tried: boolean }) {
  const wrongDay = momentOf(form.day.value, Date.now() / 1000) === null;
  return (
    <>
      <WhomField whom={form.whom} people={TELL_PEOPLE} legend={speak('whom')} tried={tried} />
      <What form={form} tried={tried} />
      <DayField day={form.day} label="told_day" wrong={tried && wrongDay} />
      <WhenHeard form={form} tried={tried} />
      <div class="with-fault">
        <FieldError
          id="danger-sure-error"
          text={tried && !form.sure.value ? speak('danger_sure_first') : null}
        />
        <Check
          label={speak('danger_sure')}
          checked={form.sure.value}
          change={(checked) => {
            form.sure.value = checked;
          }}
        />
      </div>
    </>
  );
}
