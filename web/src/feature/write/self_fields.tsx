// The few optional things about oneself: a name to use, an age band, the pupil's brake and the cover question.
import { t } from '../../i18n/text.ts';
import { age, brake, cover, name, role } from '../../store/draft.ts';
import { Check, Choices, Field } from '../../ui/form.tsx';
import type { AgeBand, CoverPreference } from '../../worker/messages.ts';

const NAME_CHARACTERS_MAX = 60;

function ages(): { value: AgeBand; label: string }[] {
  return [
    { value: 'under_12', label: t('age.under_12') },
    { value: '12_15', label: t('age.12_15') },
    { value: '16_17', label: t('age.16_17') },
    { value: '18_up', label: t('age.18_up') },
    { value: 'not_said', label: t('age.not_said') },
  ];
}

function covers(): { value: CoverPreference; label: string }[] {
  return [
    { value: 'new_messages', label: t('cover.new') },
    { value: 'ask', label: t('cover.ask') },
    { value: 'nobody', label: t('cover.nobody') },
  ];
}

export function NameField() {
  return (
    <Field
      id="name"
      label={t('write.name')}
      hint={t('write.name_hint')}
      optional={t('optional')}
      control={(describedBy) => (
        <input
          id="name"
          type="text"
          maxLength={NAME_CHARACTERS_MAX}
          autocomplete="off"
          spellcheck={false}
          value={name.value}
          aria-describedby={describedBy || undefined}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      )}
    />
  );
}

export function SelfFields({ advisor }: { advisor: string }) {
  const pupil = role.value === 'pupil';
  return (
    <div class="self">
      <NameField />
      {pupil ? (
        <Choices
          name="age"
          legend={`${t('write.age')} (${t('optional')})`}
          hint={t('write.age_hint', { name: advisor })}
          options={ages()}
          value={age.value}
          compact="compact"
          choose={(value) => {
            age.value = value;
          }}
        />
      ) : null}
      {pupil ? (
        <Check
          label={t('write.brake')}
          checked={brake.value}
          change={(checked) => {
            brake.value = checked;
          }}
        />
      ) : null}
      <Choices
        name="cover"
        legend={t('write.cover', { name: advisor })}
        options={covers()}
        value={cover.value}
        compact="compact"
        choose={(value) => {
          cover.value = value;
        }}
      />
    </div>
  );
}
