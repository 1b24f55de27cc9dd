// A1 and A2: what stands before the inbox, one calm page for each state of the account.
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import {
  Claimed,
  JoinedScreen,
  JoinFailed,
  JoinScreen,
  Nobody,
  RecoverScreen,
  Revoked,
} from './device_door.tsx';
import { DoorFrame } from './door_frame.tsx';
import { FactorScreen } from './factor_screen.tsx';
import { PassphraseScreen } from './passphrase_screen.tsx';
import { CardFailed, CardStep } from './recovery_card.tsx';
import { UnlockScreen } from './unlock_screen.tsx';

function Invited() {
  const { name, failure } = advisor.account.value;
  const steps = [
    'enrol.step_1',
    'enrol.step_2',
    'enrol.step_card',
    'enrol.step_factor',
    'enrol.step_3',
  ] as const;
  return (
    <DoorFrame heading={say('enrol.title', { name })}>
      <p class="lead">{say('enrol.lead')}</p>
      <ol class="door-steps">
        {steps.map((step) => (
          <li key={step}>{say(step)}</li>
        ))}
      </ol>
      <p class="hint private">
        <Icon name="device" />
        {say('enrol.device')}
      </p>
      {failure ? <Problem failure={failure} /> : null}
      <div class="actions">
        <button type="button" class="btn large" onClick={() => command({ type: 'make_keys' })}>
          <Icon name="key" />
          {say('enrol.go')}
        </button>
      </div>
      <p class="hint">{say('enrol.for', { name })}</p>
    </DoorFrame>
  );
}

function Waiting() {
  return (
    <DoorFrame heading={say('wait.title')} step="waiting">
      <Loading text={say('wait.text')} />
      <p class="hint">{say('wait.later')}</p>
    </DoorFrame>
  );
}

function Stopped({ heading, text }: { heading: string; text: string }) {
  const { failure } = advisor.account.value;
  return (
    <DoorFrame heading={heading}>
      {failure ? <Problem failure={failure} /> : <p>{text}</p>}
      <PhoneLine />
    </DoorFrame>
  );
}

function Elsewhere() {
  return (
    <DoorFrame heading={say('door.elsewhere')}>
      <Note>
        <p>{say('door.elsewhere_text')}</p>
      </Note>
      <button type="button" class="btn" onClick={() => location.reload()}>
        {say('door.again')}
      </button>
    </DoorFrame>
  );
}

export function Door() {
  const { state } = advisor.account.value;
  switch (state) {
    case 'looking':
      return (
        <DoorFrame heading={say('door.title')}>
          <Loading text={say('wait')} />
        </DoorFrame>
      );
    case 'elsewhere':
      return <Elsewhere />;
    case 'nobody':
      return <Nobody />;
    case 'joining':
      return <JoinScreen />;
    case 'joined':
      return <JoinedScreen />;
    case 'join_failed':
      return <JoinFailed />;
    case 'recover':
    case 'recovering':
      return <RecoverScreen />;
    case 'claimed':
      return <Claimed />;
    case 'revoked':
      return <Revoked />;
    case 'invited':
      return <Invited />;
    case 'invitation_invalid':
      return <Stopped heading={say('door.invalid')} text={say('door.invalid_text')} />;
    case 'passphrase':
      return <PassphraseScreen />;
    case 'factor':
      return <FactorScreen />;
    case 'card':
      return <CardStep />;
    case 'card_failed':
      return <CardFailed />;
    case 'sealing':
    case 'enrolling':
      return (
        <DoorFrame heading={say('wait.title')}>
          <Loading text={say(state === 'sealing' ? 'wait.sealing' : 'wait.enrolling')} />
        </DoorFrame>
      );
    case 'waiting':
      return <Waiting />;
    case 'suspended':
      return <Stopped heading={say('door.suspended')} text={say('door.suspended_text')} />;
    case 'locked':
    case 'unlocking':
    case 'open':
      return <UnlockScreen />;
  }
}
