// What a question about consent is for: telling somebody, a colleague who stands in, or discussing something together.
import type { Signal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import type { Speaker } from '../../i18n/consent/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Check, Choices, Field, type Option } from '../../ui/form.tsx';
import type { Colleague } from '../../worker/consent_messages.ts';

const PURPOSES = ['tell', 'cover', 'joint'] as const;
export type AskPurpose = (typeof PURPOSES)[number];

export function PurposeField({ purpose }: { purpose: Signal<AskPurpose> }) {
  return (
    <Choices
      name="consent-purpose"
      legend={speak('purpose')}
      options={PURPOSES.map((value): Option<AskPurpose> => ({ value, label: speak(`purpose_${value}`) }))}
      value={purpose.value}
      compact="compact"
      choose={(value) => {
        purpose.value = value;
      }}
    />
  );
}

export function colleagueNamed(id: string): Colleague | undefined {
  return advisor.consent.value.colleagues.find((one) => one.id === id);
}

export function ColleagueField({ colleague, tried }: { colleague: Signal<string>; tried: boolean }) {
  const { colleagues } = advisor.consent.value;
  const isMissing = tried && colleagueNamed(colleague.value) === undefined;
  const error = isMissing ? speak('colleague_first') : null;
  return (
    <ColleagueSelect id="consent-colleague" colleagues={colleagues} colleague={colleague} error={error} />
  );
}

type SelectProperties = {
  readonly id: string;
  readonly colleagues: readonly Colleague[];
  readonly colleague: Signal<string>;
  readonly error: string | null;
};

export function ColleagueSelect({ id, colleagues, colleague, error }: SelectProperties) {
  if (colleagues.length === 0) return <p class="hint">{speak('colleague_none')}</p>;
  return (
    <Field
      id={id}
      label={speak('colleague')}
      error={error}
      control={(describedBy) => (
        <select
          id={id}
          value={colleague.value}
          aria-describedby={describedBy || undefined}
          onChange={(event) => {
            colleague.value = event.currentTarget.value;
          }}
        >
          <option value="">{speak('colleague_choose')}</option>
          {colleagues.map(({ id: value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    />
  );
}

// In the words of the family, who answers them one by one.
export function coverPoints(family: Speaker, earlier: boolean): readonly string[] {
  return earlier ? [family('point_new'), family('point_earlier')] : [family('point_new')];
}

export function CoverField({ earlier }: { earlier: Signal<boolean> }) {
  return (
    <fieldset class="choices" aria-describedby="consent-cover-hint">
      <legend>{speak('points_cover')}</legend>
      <p id="consent-cover-hint" class="hint">
        {speak('cover_what')}
      </p>
      <ul class="consent-points">
        <li>{speak('cover_new')}</li>
      </ul>
      <Check
        label={speak('cover_earlier')}
        checked={earlier.value}
        change={(checked) => {
          earlier.value = checked;
        }}
      />
    </fieldset>
  );
}
