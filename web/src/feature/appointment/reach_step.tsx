// Step 3, when the advisor calls: the number and what is safe to do with it. Only the advisor's devices can open this.
import { useSignal } from '@preact/signals';
import { tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { Choices, Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { NameField } from '../write/self_fields.tsx';
import { answer, answers, isPhoneNumber } from './booking_form.ts';

const HELPS_CHARACTERS_MAX = 300;
const CODE_WORD_CHARACTERS_MAX = 40;

function TextField(properties: {
  id: string;
  label: string;
  hint?: string;
  value: string;
  max: number;
  type?: 'text' | 'tel';
  error?: string | null;
  optional?: string;
  change: (text: string) => void;
}) {
  const { id, label, hint, value, max, type = 'text', error = null, change } = properties;
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      error={error}
      {...(properties.optional ? { optional: properties.optional } : {})}
      control={(describedBy) => {
        const common = {
          id,
          spellcheck: false,
          maxLength: max,
          value,
          'aria-invalid': error !== null,
          'aria-describedby': describedBy || undefined,
          onInput: (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.value),
        } as const;
        return type === 'tel' ? (
          <input type="tel" inputMode="tel" autocomplete="tel" {...common} />
        ) : (
          <input type="text" autocomplete="off" {...common} />
        );
      }}
    />
  );
}

function Answering({ advisor }: { advisor: string }) {
  const { whoAnswers, ifOther, voicemail } = answers.value;
  return (
    <>
      <Choices
        name="who"
        legend={tell('appt.pickup')}
        options={[
          { value: 'only_me', label: tell('appt.pickup_me') },
          { value: 'maybe_other', label: tell('appt.pickup_other') },
        ]}
        value={whoAnswers}
        compact="compact"
        choose={(value) => answer({ whoAnswers: value })}
      />
      {whoAnswers === 'maybe_other' ? (
        <Choices
          name="other"
          legend={tell('appt.other', { name: advisor })}
          options={[
            { value: 'hang_up', label: tell('appt.other_hang') },
            { value: 'ask_for_me', label: tell('appt.other_ask') },
            { value: 'call_later', label: tell('appt.other_later') },
          ]}
          value={ifOther}
          compact="compact"
          choose={(value) => answer({ ifOther: value })}
        />
      ) : null}
      <Choices
        name="voicemail"
        legend={tell('appt.voicemail', { name: advisor })}
        options={[
          { value: 'no', label: tell('appt.voicemail_no') },
          { value: 'without_reason', label: tell('appt.voicemail_yes') },
        ]}
        value={voicemail}
        compact="compact"
        choose={(value) => answer({ voicemail: value })}
      />
    </>
  );
}

function Extras({ advisor }: { advisor: string }) {
  const { codeWord, showNumber, helps } = answers.value;
  return (
    <>
      <NameField />
      <TextField
        id="code-word"
        label={tell('appt.codeword')}
        hint={tell('appt.codeword_hint', { name: advisor })}
        optional={t('optional')}
        value={codeWord}
        max={CODE_WORD_CHARACTERS_MAX}
        change={(text) => answer({ codeWord: text })}
      />
      <Choices
        name="show"
        legend={tell('appt.show', { name: advisor })}
        options={[
          { value: 'hidden', label: tell('appt.show_hidden') },
          { value: 'normal', label: tell('appt.show_normal') },
        ]}
        value={showNumber}
        compact="compact"
        choose={(value) => answer({ showNumber: value })}
      />
      <TextField
        id="helps"
        label={tell('appt.helps')}
        hint={tell('appt.helps_hint')}
        optional={t('optional')}
        value={helps}
        max={HELPS_CHARACTERS_MAX}
        change={(text) => answer({ helps: text })}
      />
    </>
  );
}

export function ReachStep({ advisor, next }: { advisor: string; next: () => void }) {
  const error = useSignal<string | null>(null);
  const submit = () => {
    error.value = isPhoneNumber(answers.value.phone) ? null : tell('appt.phone_wrong');
    if (error.value) document.getElementById('phone')?.focus();
    else next();
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p class="hint private">
        <Icon name="lock" />
        {tell('appt.sealed', { name: advisor })}
      </p>
      <TextField
        id="phone"
        type="tel"
        label={tell('appt.phone')}
        hint={tell('appt.phone_hint')}
        error={error.value}
        value={answers.value.phone}
        max={32}
        change={(text) => {
          answer({ phone: text });
          error.value = null;
        }}
      />
      <Answering advisor={advisor} />
      <Extras advisor={advisor} />
      <div class="actions">
        <button type="submit" class="btn large">
          {t('nav.next')}
        </button>
      </div>
    </form>
  );
}
