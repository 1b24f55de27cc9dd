// A1: the passphrase opens the inbox on this device.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check, Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { DoorFrame } from './door.tsx';

export function UnlockScreen() {
  const { state, name, wrongPassphrase, failure } = advisor.account.value;
  const typed = useSignal('');
  const shown = useSignal(false);
  const empty = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const busy = state === 'unlocking';
  useEffect(() => {
    if (wrongPassphrase) field.current?.select();
  }, [wrongPassphrase]);
  const submit = () => {
    if (busy) return;
    empty.value = typed.value.trim() === '';
    if (empty.value) field.current?.focus();
    else command({ type: 'unlock', passphrase: typed.value });
  };
  const error = empty.value ? say('unlock.empty') : wrongPassphrase ? say('unlock.wrong') : null;
  return (
    <DoorFrame heading={say('unlock.title')}>
      {name ? <p class="lead">{say('unlock.for', { name })}</p> : null}
      <form
        class="unlock"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          id="passphrase"
          label={say('unlock.label')}
          hint={say('unlock.hint')}
          error={error}
          control={(describedBy) => (
            <input
              ref={field}
              id="passphrase"
              type="password"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={typed.value}
              aria-describedby={describedBy || undefined}
              aria-invalid={error !== null}
              onInput={(event) => {
                typed.value = event.currentTarget.value;
                empty.value = false;
              }}
            />
          )}
        />
        <Check
          label={say('unlock.show')}
          checked={shown.value}
          change={(checked) => {
            shown.value = checked;
            if (field.current) field.current.type = checked ? 'text' : 'password';
          }}
        />
        <div class="actions">
          <button type="submit" class="btn large">
            <Icon name="lock" />
            {say('unlock.go')}
          </button>
        </div>
      </form>
      <div role="status">{busy ? <Loading text={say('unlock.busy')} /> : null}</div>
      {failure ? <Problem failure={failure} /> : null}
      <p class="hint">{say('unlock.lost')}</p>
    </DoorFrame>
  );
}
