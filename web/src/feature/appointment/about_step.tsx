// Where to meet, with whom and what about: for the advisor and nobody else. A mediation has rules that both sides keep.
import { useSignal } from '@preact/signals';
import { tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import { about, tellAbout } from './booking_form.ts';
import { kind } from './booking_steps.ts';
import { AgreeToRules } from './ground_rules.tsx';
import { NextForm } from './mode_step.tsx';
import { PreparationList } from './preparation.tsx';
import { groundRules } from './talk_form.ts';

// Three bytes a character at most, and TALK_BYTES_MAX bounds the bytes (crypto/talk.ts).
const PLACE_CHARACTERS_MAX = 100;
const WORDS_CHARACTERS_MAX = { agenda: 666, attendees: 333 } as const;

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
          charactersMax={WORDS_CHARACTERS_MAX[id]}
          change={(text) => tellAbout({ [id]: text })}
          submit={() => {}}
        />
      )}
    />
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
      <PreparationList kind={kind.value} />
      {isMediation ? (
        <AgreeToRules
          id="rules-error"
          rules={groundRules()}
          agrees={about.value.agreesToRules}
          error={about.value.agreesToRules ? null : error.value}
          change={(agreesToRules) => tellAbout({ agreesToRules })}
        />
      ) : null}
    </NextForm>
  );
}
