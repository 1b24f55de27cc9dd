// Asks for the second factor once more, before something changes how the advisor gets in.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Loading } from '../../ui/page.tsx';
import { CodeField, codeFrom, FactorProblem, waysToProve } from './factor_parts.tsx';

export function FactorProof() {
  const { busy, ask } = advisor.factor.value;
  const { passkey, app } = waysToProve();
  const typed = useSignal('');
  const empty = useSignal(false);
  const close = () => command({ type: 'close_factor' });
  const submit = () => {
    const code = codeFrom(typed.value);
    empty.value = code === null;
    if (code === null) document.getElementById('code')?.focus();
    else if (!busy) command({ type: 'prove_factor', code });
  };
  return (
    <Dialog heading={say('proof.title')} close={close}>
      <p>{say('proof.text')}</p>
      {passkey ? (
        <div class="actions">
          <button
            type="button"
            class="btn"
            onClick={() => busy || command({ type: 'prove_factor', code: null })}
          >
            {say('unlock.with_passkey')}
          </button>
        </div>
      ) : null}
      {app ? (
        <form
          class="proof"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <CodeField typed={typed} empty={empty.value} />
          <div class="actions">
            <button type="submit" class={passkey ? 'btn ghost' : 'btn'}>
              {say('factor.check')}
            </button>
          </div>
        </form>
      ) : null}
      <FactorProblem />
      <div role="status">{busy ? <Loading text={say(ask ? 'factor.asking' : 'factor.busy')} /> : null}</div>
      <div class="actions">
        <button type="button" class="btn ghost" onClick={close}>
          {say('proof.not_now')}
        </button>
      </div>
    </Dialog>
  );
}
