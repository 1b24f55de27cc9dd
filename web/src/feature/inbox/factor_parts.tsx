// What the screens about the second factor share: the six digits, and what went wrong.
import type { Signal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { passkeysWork } from '../../store/passkey.ts';
import { Field } from '../../ui/form.tsx';
import { Note } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';

// People copy digits with spaces between them. Null for anything but six.
export function codeFrom(text: string): number | null {
  const digits = text.replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? Number(digits) : null;
}

export function CodeField({ typed, empty }: { readonly typed: Signal<string>; readonly empty: boolean }) {
  const { problem } = advisor.factor.value;
  const wrong = problem === 'wrong_code' ? say('factor.wrong_code') : null;
  const error = empty || problem === 'code_needed' ? say('factor.six') : wrong;
  return (
    <Field
      id="code"
      label={say('factor.code')}
      hint={say('factor.code_hint')}
      error={error}
      control={(describedBy) => (
        <input
          id="code"
          class="code"
          type="text"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={11}
          value={typed.value}
          aria-describedby={describedBy || undefined}
          aria-invalid={error !== null}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
      )}
    />
  );
}

export function FactorProblem() {
  const { problem, failure } = advisor.factor.value;
  if (failure) return <Problem failure={failure} />;
  if (problem !== 'no_passkey' && problem !== 'wrong_passkey' && problem !== 'again') return null;
  return (
    <Note tone="danger" role="alert">
      <p>{say(`factor.${problem}`)}</p>
    </Note>
  );
}

// Which ways this advisor can prove here.
export function waysToProve(): { readonly passkey: boolean; readonly app: boolean } {
  const { list, rpId } = advisor.factor.value;
  const has = (kind: 'passkey' | 'app') => list?.some((factor) => factor.kind === kind) ?? false;
  return { passkey: has('passkey') && passkeysWork(rpId), app: has('app') };
}
