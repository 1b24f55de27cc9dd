// A1: the passphrase and the second factor open the inbox on this device.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check, Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { DoorFrame } from './door_frame.tsx';
import { CodeField, codeFrom, FactorProblem, waysToProve } from './factor_parts.tsx';

// The way that is used when both would do.
function useWay(): {
  readonly code: boolean;
  readonly other: 'passkey' | 'app' | null;
  readonly turn: () => void;
} {
  const wantsCode = useSignal(false);
  const { passkey, app } = waysToProve();
  const { problem } = advisor.factor.value;
  // Only the passphrase was wrong: the second lock is open for a while.
  const proven = advisor.account.value.wrongPassphrase;
  const code = problem === 'code_needed' || (!proven && app && (wantsCode.value || !passkey));
  return {
    code,
    other: passkey && app && !proven ? (code ? 'passkey' : 'app') : null,
    turn: () => {
      wantsCode.value = !wantsCode.value;
    },
  };
}

export function UnlockScreen() {
  const { state, name, wrongPassphrase, failure } = advisor.account.value;
  const way = useWay();
  const code = useSignal('');
  const noCode = useSignal(false);
  const typed = useSignal('');
  const shown = useSignal(false);
  const empty = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const { ask, sealed, problem } = advisor.factor.value;
  const busy = state === 'unlocking';
  useEffect(() => {
    if (wrongPassphrase) field.current?.select();
  }, [wrongPassphrase]);
  const submit = () => {
    if (busy) return;
    empty.value = typed.value.trim() === '';
    const six = way.code ? codeFrom(code.value) : null;
    noCode.value = way.code && six === null;
    if (empty.value) field.current?.focus();
    else if (noCode.value) document.getElementById('code')?.focus();
    else command({ type: 'unlock', passphrase: typed.value, code: six });
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
        {way.code ? <CodeField typed={code} empty={noCode.value} /> : null}
        <div class="actions">
          <button type="submit" class="btn large">
            <Icon name="lock" />
            {say('unlock.go')}
          </button>
          {way.other ? (
            <button type="button" class="btn ghost" onClick={way.turn}>
              {say(way.other === 'app' ? 'unlock.with_app' : 'unlock.with_passkey')}
            </button>
          ) : null}
        </div>
      </form>
      <div role="status">{busy ? <Loading text={say(ask ? 'factor.asking' : 'unlock.busy')} /> : null}</div>
      {failure ? <Problem failure={failure} /> : <FactorProblem />}
      {sealed ? <p class="hint">{say('unlock.sealed')}</p> : null}
      {problem === 'no_passkey' && !sealed ? <p class="hint">{say('unlock.elsewhere')}</p> : null}
      <p class="hint">{say('unlock.lost')}</p>
    </DoorFrame>
  );
}
