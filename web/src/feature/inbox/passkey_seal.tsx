// A13: whether the vault of this device also asks for a passkey of its own, with what that means said before.
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { waysToProve } from './factor_parts.tsx';
import { beginTask, keysTask, TaskProblem } from './keys_task.tsx';
import { PassphraseForm } from './passphrase_form.tsx';

function SealForm({ on }: { readonly on: boolean }) {
  const { task, problem } = advisor.devices.value;
  const { ask } = advisor.factor.value;
  if (task.kind === 'busy') return <Loading text={say(ask ? 'factor.asking' : 'seal.busy')} />;
  return (
    <PassphraseForm
      wrong={problem === 'passphrase'}
      go={say(on ? 'seal.turn_on' : 'seal.turn_off')}
      submit={(passphrase) => command({ type: 'seal_with_passkey', on, passphrase })}
    >
      {on ? (
        <Note tone="warm">
          <p>{say('seal.warning')}</p>
        </Note>
      ) : (
        <p>{say('seal.off_effect')}</p>
      )}
      <TaskProblem />
    </PassphraseForm>
  );
}

export function PasskeySeal() {
  const { sealed } = advisor.factor.value;
  const { task } = advisor.devices.value;
  const begun = keysTask.value?.kind === 'seal';
  const done = begun && task.kind === 'resealed';
  // Without a passkey there is nothing to seal with; a vault that asks for one can always be told not to.
  if (!sealed && !waysToProve().passkey) return null;
  return (
    <section class="keys-part" aria-labelledby="keys-seal">
      <h2 id="keys-seal">{say('seal.title')}</h2>
      <div>
        <p>{say(sealed ? 'seal.is_on' : 'seal.is_off')}</p>
        <p role="status" class="hint">
          {done ? say(sealed ? 'seal.now_on' : 'seal.now_off') : null}
        </p>
      </div>
      {begun && !done ? (
        <SealForm on={!sealed} />
      ) : (
        <button type="button" class="btn ghost" onClick={() => beginTask({ kind: 'seal' })}>
          <Icon name="lock" />
          {say(sealed ? 'seal.turn_off' : 'seal.turn_on')}
        </button>
      )}
    </section>
  );
}
