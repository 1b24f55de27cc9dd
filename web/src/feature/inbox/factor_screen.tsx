// A2: the second factor, without which nobody is let in. A passkey where the browser has them, or an app.
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { passkeysWork } from '../../store/passkey.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/page.tsx';
import { AppSetup } from './app_setup.tsx';
import { DoorFrame } from './door_frame.tsx';
import { FactorProblem } from './factor_parts.tsx';

function PasskeyChoice() {
  const { busy } = advisor.factor.value;
  return (
    <section class="way">
      <h2>
        <Icon name="key" />
        {say('factor.passkey')}
      </h2>
      <p>{say('factor.passkey_text')}</p>
      <button
        type="button"
        class="btn large"
        aria-disabled={busy}
        onClick={() => busy || command({ type: 'add_passkey' })}
      >
        {say('factor.passkey_go')}
      </button>
    </section>
  );
}

function AppChoice({ first }: { readonly first: boolean }) {
  return (
    <section class="way">
      <h2>
        <Icon name="device" />
        {say('factor.app')}
      </h2>
      <p>{say('factor.app_text')}</p>
      <button
        type="button"
        class={first ? 'btn large' : 'btn ghost'}
        onClick={() => command({ type: 'offer_app' })}
      >
        {say('factor.app_go')}
      </button>
    </section>
  );
}

// At a device that was just admitted: what she has may be in the other one alone.
function OwnChoice() {
  const { busy } = advisor.factor.value;
  return (
    <section class="way">
      <h2>
        <Icon name="check" />
        {say('factor.here')}
      </h2>
      <p>{say('factor.here_text')}</p>
      <button
        type="button"
        class="btn ghost"
        aria-disabled={busy}
        onClick={() => busy || command({ type: 'try_passkey' })}
      >
        {say('factor.here_go')}
      </button>
    </section>
  );
}

export function FactorScreen() {
  const { app, list, rpId, busy, ask } = advisor.factor.value;
  const passkeys = passkeysWork(rpId);
  const joined = list !== null && list.length > 0;
  return (
    <DoorFrame heading={say(joined ? 'factor.joined' : 'factor.title')} step={joined ? undefined : 'factor'}>
      {app ? (
        <AppSetup />
      ) : (
        <>
          <p class="lead">{say(joined ? 'factor.joined_lead' : 'factor.lead')}</p>
          {passkeys ? <PasskeyChoice /> : <p class="hint">{say('factor.no_passkeys')}</p>}
          <AppChoice first={!passkeys} />
          {joined && passkeys ? <OwnChoice /> : null}
          <FactorProblem />
        </>
      )}
      <div role="status">{busy ? <Loading text={say(ask ? 'factor.asking' : 'factor.busy')} /> : null}</div>
    </DoorFrame>
  );
}
