// Setting up an authenticator app: its secret as a picture and as text, and one code as proof that it arrived.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { QrCode } from '../../ui/qr_code.tsx';
import { CodeField, codeFrom, FactorProblem } from './factor_parts.tsx';

function groupsOf(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}

export function AppSetup() {
  const { app, busy } = advisor.factor.value;
  const typed = useSignal('');
  const empty = useSignal(false);
  if (!app) return null;
  const submit = () => {
    const code = codeFrom(typed.value);
    empty.value = code === null;
    if (code === null) document.getElementById('code')?.focus();
    else if (!busy) command({ type: 'add_app', code });
  };
  return (
    <form
      class="app-setup"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{say('factor.scan')}</p>
      <QrCode text={app.uri} label={say('factor.qr')} />
      <p class="hint">{say('factor.by_hand')}</p>
      <p class="app-secret">
        <code translate={false}>{groupsOf(app.secret)}</code>
      </p>
      <CodeField typed={typed} empty={empty.value} />
      <FactorProblem />
      <div class="actions">
        <button type="submit" class="btn large">
          {say('factor.check')}
        </button>
        <button type="button" class="btn ghost" onClick={() => command({ type: 'withdraw_app' })}>
          {say('factor.other')}
        </button>
      </div>
    </form>
  );
}
