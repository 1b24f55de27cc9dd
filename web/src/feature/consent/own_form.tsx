// A yes that nobody asked for.
import { type Signal, useSignal } from '@preact/signals';
import { ownRegister, tell } from '../../i18n/consent/text.ts';
import { client, send } from '../../store/engine.ts';
import { focusFirstFault } from '../../ui/focus.ts';
import { Choices, Field, type Option } from '../../ui/form.tsx';
import { grantText, pointsOf } from './full_text.ts';
import { HowLong, type Length, untilOf } from './how_long.tsx';
import { Record } from './record.tsx';

const PEOPLE = ['teacher', 'school', 'home', 'doctor', 'other'] as const;
type Who = (typeof PEOPLE)[number];

// KZ1 5.5 bounds both; a character is at most four bytes.
const WHOM_CHARACTERS_MAX = 50;
const POINTS_CHARACTERS_MAX = 900;

type Form = {
  readonly who: Signal<Who | null>;
  readonly other: Signal<string>;
  readonly what: Signal<string>;
  readonly length: Signal<Length>;
};

function whomOf({ who, other }: Form): string {
  if (who.value === null) return '';
  return who.value === 'other' ? other.value.trim() : tell(`own_${who.value}`);
}

function Whom({ form, error, name }: { form: Form; error: string | null; name: string }) {
  const options = PEOPLE.map((value): Option<Who> => ({ value, label: tell(`own_${value}`) }));
  const isOther = form.who.value === 'other';
  return (
    <>
      <Choices
        name="own-whom"
        legend={tell('own_whom', { name })}
        options={options}
        value={form.who.value}
        error={isOther ? null : error}
        compact="compact"
        choose={(value) => {
          form.who.value = value;
        }}
      />
      {isOther ? (
        <Field
          id="own-other"
          label={tell('own_who')}
          error={error}
          control={(describedBy) => (
            <input
              id="own-other"
              type="text"
              autocomplete="off"
              maxLength={WHOM_CHARACTERS_MAX}
              dir="auto"
              value={form.other.value}
              aria-describedby={describedBy || undefined}
              onInput={(event) => {
                form.other.value = event.currentTarget.value;
              }}
            />
          )}
        />
      ) : null}
    </>
  );
}

function What({ form, error, name }: { form: Form; error: string | null; name: string }) {
  return (
    <Field
      id="own-what"
      label={tell('own_what', { name })}
      hint={tell('own_what_hint')}
      error={error}
      control={(describedBy) => (
        <textarea
          id="own-what"
          rows={4}
          autocomplete="off"
          maxLength={POINTS_CHARACTERS_MAX}
          dir="auto"
          value={form.what.value}
          aria-describedby={describedBy || undefined}
          onInput={(event) => {
            form.what.value = event.currentTarget.value;
          }}
        />
      )}
    />
  );
}

export function OwnForm({ name, close }: { name: string; close: () => void }) {
  const form: Form = {
    who: useSignal<Who | null>(null),
    other: useSignal(''),
    what: useSignal(''),
    length: useSignal<Length>('month'),
  };
  const tried = useSignal(false);
  const whom = whomOf(form);
  const points = pointsOf(form.what.value);
  const until = untilOf(form.length.value, 0, Date.now() / 1000);
  const register = ownRegister();
  const text = grantText(tell, register, { name, whom, points, until });
  const submit = () => {
    tried.value = true;
    if (whom === '' || points.length === 0) focusFirstFault();
    if (whom === '' || points.length === 0 || client.consent.value.sending === 'sending') return;
    const shown = { text, language: register };
    send({ type: 'consent', consent: { act: 'allow', card: null, whom, points, until, shown } });
    close();
  };
  return (
    <form
      class="stack card"
      aria-labelledby="own-title"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 id="own-title" tabIndex={-1}>
        {tell('own_h')}
      </h2>
      <p>{tell('own_lead', { name })}</p>
      <Whom form={form} name={name} error={tried.value && whom === '' ? tell('own_who_first') : null} />
      <What
        form={form}
        name={name}
        error={tried.value && points.length === 0 ? tell('own_what_first') : null}
      />
      <HowLong
        id="own"
        asked={0}
        value={form.length.value}
        choose={(length) => {
          form.length.value = length;
        }}
      />
      {whom !== '' && points.length > 0 ? <Record text={text} /> : null}
      <div class="actions">
        <button type="submit" class="btn">
          {tell('yes')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {tell('own_drop')}
        </button>
      </div>
    </form>
  );
}
