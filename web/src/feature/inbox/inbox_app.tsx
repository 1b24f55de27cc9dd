// The advisors' page as a function of its signals: the door until the vault is open, then the inbox.
import { useEffect, useRef } from 'preact/hooks';
import { type InboxKey, say } from '../../i18n/inbox/text.ts';
import { advisor, restartAdvisor } from '../../store/advisor.ts';
import type { AccountState } from '../../worker/advisor_messages.ts';
import { Door } from './door.tsx';
import { DoorFrame } from './door_frame.tsx';
import { FactorProof } from './factor_proof.tsx';
import { InboxFrame } from './inbox_frame.tsx';

// The new heading takes the focus, so that a screen reader starts there; not at the very first screen.
function useFocusOnHeading(name: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [name]);
}

// Before anything was shown it is the browser; later it is a fault of ours.
function explanationOf(engine: 'failed' | 'unreachable', state: AccountState['state']): InboxKey {
  if (engine === 'unreachable') return 'hours.failed';
  return state === 'looking' ? 'door.failed' : 'door.broken';
}

export function InboxApp() {
  const { state } = advisor.account.value;
  const { engine } = advisor.status.value;
  useFocusOnHeading(state);
  if (engine === 'failed' || engine === 'unreachable') {
    return (
      <DoorFrame heading={say('door.title')}>
        <p role="alert">{say(explanationOf(engine, state))}</p>
        <button type="button" class="btn" onClick={() => void restartAdvisor()}>
          {say('door.again')}
        </button>
      </DoorFrame>
    );
  }
  return (
    <>
      {state === 'open' ? <InboxFrame /> : <Door />}
      {advisor.factor.value.wanted ? <FactorProof /> : null}
    </>
  );
}
