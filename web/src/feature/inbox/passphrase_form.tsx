// Asks the passphrase once more, for what only the identity key may do.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { say } from '../../i18n/inbox/text.ts';
import { Field } from '../../ui/form.tsx';
import { endTask } from './keys_task.tsx';

type Properties = {
  readonly wrong: boolean;
  readonly go: string;
  readonly submit: (passphrase: string) => void;
  readonly children?: ComponentChildren;
};

export function PassphraseForm({ wrong, go, submit, children }: Properties) {
  const typed = useSignal('');
  const empty = useSignal(false);
  const error = empty.value ? say('unlock.empty') : wrong ? say('unlock.wrong') : null;
  return (
    <form
      class="unlock"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        empty.value = typed.value.trim() === '';
        if (!empty.value) submit(typed.value);
      }}
    >
      {children ?? null}
      <Field
        id="sudo"
        label={say('unlock.label')}
        hint={say('keys.sudo')}
        error={error}
        control={(describedBy) => (
          <input
            id="sudo"
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={typed.value}
            aria-describedby={describedBy || undefined}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
        )}
      />
      <div class="actions">
        <button type="submit" class="btn">
          {go}
        </button>
        <Cancel />
      </div>
    </form>
  );
}

function Cancel() {
  return (
    <button type="button" class="btn ghost" onClick={endTask}>
      {say('keys.cancel')}
    </button>
  );
}
