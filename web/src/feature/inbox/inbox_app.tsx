// The advisors' page as a function of its signals: the door until the vault is open, then the inbox.
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, startAdvisor } from '../../store/advisor.ts';
import { Door, DoorFrame } from './door.tsx';
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

export function InboxApp() {
  const { state } = advisor.account.value;
  const { engine } = advisor.status.value;
  useFocusOnHeading(state);
  if (engine === 'failed' || engine === 'unreachable') {
    return (
      <DoorFrame heading={say('door.title')}>
        <p role="alert">{say(engine === 'failed' ? 'door.failed' : 'hours.failed')}</p>
        <button type="button" class="btn" onClick={() => void startAdvisor()}>
          {say('door.again')}
        </button>
      </DoorFrame>
    );
  }
  return state === 'open' ? <InboxFrame /> : <Door />;
}
