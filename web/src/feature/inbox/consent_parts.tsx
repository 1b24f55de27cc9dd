// The fields of the forms about consent, and the preview of what the other reads.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type CaseKey, speak } from '../../i18n/case/text.ts';
import { type Register, type Speaker, speakerIn } from '../../i18n/consent/text.ts';
import { dayKey, longDay } from '../../i18n/format.ts';
import { Choices, Field, type Option } from '../../ui/form.tsx';
import { endOfDay, lastDay } from '../consent/full_text.ts';

export const TELL_PEOPLE = ['teacher', 'school', 'parents', 'doctor', 'safe', 'other'] as const;
export const JOINT_PEOPLE = ['colleague', 'teacher', 'school', 'parents', 'other'] as const;
export type Who = (typeof TELL_PEOPLE | typeof JOINT_PEOPLE)[number];
const LENGTHS = ['week', 'month', 'stop'] as const;
export type Length = (typeof LENGTHS)[number];
const DAYS = { week: 7, month: 30 };

// KZ1 5.5 bounds them in bytes; a character is at most four.
const WHOM_CHARACTERS_MAX = 50;
export const POINTS_CHARACTERS_MAX = 1000;

export type WhomSignals = { readonly who: Signal<Who | null>; readonly other: Signal<string> };

export function whomOf({ who, other }: WhomSignals): string {
  if (who.value === null) return '';
  return who.value === 'other' ? other.value.trim() : speak(`whom_${who.value}`);
}

// 0: until it is withdrawn.
export function untilOf(length: Length): number {
  return length === 'stop' ? 0 : endOfDay(Date.now() / 1000, DAYS[length]);
}

type TextProperties = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error: string | null;
  readonly text: Signal<string>;
  readonly rows?: number;
  readonly charactersMax?: number;
};

export function TextField(properties: TextProperties) {
  const { id, label, hint, error, text, rows = 1, charactersMax = POINTS_CHARACTERS_MAX } = properties;
  const common = { id, autocomplete: 'off', dir: 'auto', value: text.value } as const;
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      error={error}
      control={(describedBy) =>
        rows === 1 ? (
          <input
            {...common}
            type="text"
            maxLength={WHOM_CHARACTERS_MAX}
            aria-describedby={describedBy || undefined}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        ) : (
          <textarea
            {...common}
            rows={rows}
            maxLength={charactersMax}
            aria-describedby={describedBy || undefined}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        )
      }
    />
  );
}

type WhomProperties = {
  readonly whom: WhomSignals;
  readonly people: readonly Who[];
  readonly legend: string;
  readonly tried: boolean;
};

export function WhomField({ whom, people, legend, tried }: WhomProperties) {
  const missing = tried && whomOf(whom) === '' ? speak('who_first') : null;
  const isOther = whom.who.value === 'other';
  return (
    <>
      <Choices
        name="consent-whom"
        legend={legend}
        options={people.map((value): Option<Who> => ({ value, label: speak(`whom_${value}`) }))}
        value={whom.who.value}
        error={isOther ? null : missing}
        compact="compact"
        choose={(value) => {
          whom.who.value = value;
        }}
      />
      {isOther ? (
        <TextField id="consent-other" label={speak('who')} error={missing} text={whom.other} />
      ) : null}
    </>
  );
}

export function LengthField({ length }: { length: Signal<Length> }) {
  const now = Date.now() / 1000;
  const options = LENGTHS.map((value): Option<Length> => {
    const label = speak(`long_${value}`);
    if (value === 'stop') return { value, label };
    return {
      value,
      label,
      detail: speak('until_day', { day: longDay(lastDay(endOfDay(now, DAYS[value]))) }),
    };
  });
  return (
    <Choices
      name="consent-long"
      legend={speak('how_long')}
      options={options}
      value={length.value}
      compact="compact"
      choose={(value) => {
        length.value = value;
      }}
    />
  );
}

export function DayField({ day, label, wrong }: { day: Signal<string>; label: CaseKey; wrong: boolean }) {
  return (
    <Field
      id="consent-day"
      label={speak(label)}
      error={wrong ? speak('day_wrong') : null}
      control={(describedBy) => (
        <input
          id="consent-day"
          type="date"
          max={dayKey(Date.now() / 1000)}
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

// Null while the texts of that register are fetched.
export function useSpeaker(register: Register): Speaker | null {
  const speaker = useSignal<Speaker | null>(null);
  useEffect(() => {
    void speakerIn(register).then((found) => {
      speaker.value = found;
    });
  }, [register]);
  return speaker.value;
}

const REGISTER_NAME = { 'nl-je': 'preview_je', 'nl-u': 'preview_u', en: 'preview_en' } as const;

export function Preview({ text, register }: { text: string; register?: Register }) {
  return (
    <div class="consent-record">
      <p class="eyebrow">{speak(register ? REGISTER_NAME[register] : 'preview')}</p>
      <p class="text" dir="auto">
        {text}
      </p>
    </div>
  );
}
