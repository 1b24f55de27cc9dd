// Where to meet, with whom and what about: for the advisor and nobody else. A mediation has rules that both sides keep.
import { useSignal } from '@preact/signals';
import { tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { Check, Field, FieldError } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import { about, tellAbout } from './booking_form.ts';
import { kind } from './booking_steps.ts';
import { NextForm } from './mode_step.tsx';
import { groundRules } from './talk_form.ts';

const PLACE_CHARACTERS_MAX = 100;
const PREPARE = {
  joint: ['prepare_goal', 'prepare_say', 'prepare_first', 'prepare_break'],
  mediation: ['prepare_goal', 'prepare_say', 'prepare_seat', 'prepare_break'],
} as const;

function Place() {
  const { place } = about.value;
  return (
    <Field
      id="place"
      label={tell('place')}
      hint={tell('place_hint')}
      optional={t('optional')}
      control={(describedBy) => (
        <input
          id="place"
          type="text"
          autocomplete="off"
          maxLength={PLACE_CHARACTERS_MAX}
          value={place}
          aria-describedby={describedBy}
          onInput={(event) => tellAbout({ place: event.currentTarget.value })}
        />
      )}
    />
  );
}

function Words({ id, label, hint }: { id: 'agenda' | 'attendees'; label: string; hint: string }) {
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      optional={t('optional')}
      control={(describedBy) => (
        <MessageBox
          id={id}
          rows={3}
          text={about.value[id]}
          describedBy={describedBy}
          change={(text) => tellAbout({ [id]: text })}
          submit={() => {}}
        />
      )}
    />
  );
}

function Preparation() {
  const points = kind.value === 'joint' || kind.value === 'mediation' ? PREPARE[kind.value] : [];
  if (points.length === 0) return null;
  return (
    <details class="fold">
      <summary>{tell('prepare')}</summary>
      <ul class="bullets">
        {points.map((point) => (
          <li key={point}>{tell(point)}</li>
        ))}
      </ul>
    </details>
  );
}

function Rules({ error }: { error: string | null }) {
  return (
    <fieldset class="card stack">
      <legend>{tell('rules')}</legend>
      <ul class="bullets">
        {groundRules().map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <FieldError id="rules-error" text={error} />
      <Check
        label={tell('rules_agree')}
        checked={about.value.agreesToRules}
        change={(agreesToRules) => tellAbout({ agreesToRules })}
      />
      <p class="hint">{tell('rules_stop')}</p>
    </fieldset>
  );
}

export function AboutStep({ advisor, next }: { advisor: string; next: () => void }) {
  const error = useSignal<string | null>(null);
  const isMediation = kind.value === 'mediation';
  const submit = () => {
    const refused = isMediation && !about.value.agreesToRules;
    error.value = refused ? tell('rules_first') : null;
    if (!refused) next();
  };
  return (
    <NextForm next={submit}>
      <p class="hint private">
        <Icon name="lock" />
        {tell('appt.sealed', { name: advisor })}
      </p>
      <Place />
      {kind.value === 'in_person' ? null : (
        <Words id="attendees" label={tell('attendees')} hint={tell('attendees_hint')} />
      )}
      <Words id="agenda" label={tell('agenda')} hint={tell('agenda_hint')} />
      <Preparation />
      {isMediation ? <Rules error={about.value.agreesToRules ? null : error.value} /> : null}
    </NextForm>
  );
}
