// A1 and A2: what stands before the inbox, one calm page for each state of the account.
import type { ComponentChildren } from 'preact';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import { FIRST_STEPS, type FirstStep } from '../../worker/advisor_messages.ts';
import { Brand, LanguageChoice } from './brand.tsx';
import { FactorScreen } from './factor_screen.tsx';
import { PassphraseScreen } from './passphrase_screen.tsx';
import { UnlockScreen } from './unlock_screen.tsx';

type FrameProperties = {
  readonly heading: string;
  // When the screen is one of the first time.
  readonly step?: FirstStep;
  readonly children: ComponentChildren;
};

export function DoorFrame({ heading, step, children }: FrameProperties) {
  return (
    <div class="door">
      <header class="top">
        <div class="wrap bar">
          <Brand />
          <LanguageChoice />
        </div>
      </header>
      <main id="main" class="wrap door-main">
        <div class="door-card card">
          {step ? (
            <p class="door-step">
              {say('door.step', { step: FIRST_STEPS.indexOf(step) + 1, of: FIRST_STEPS.length })}
            </p>
          ) : null}
          <h1 tabIndex={-1}>{heading}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}

function Invited() {
  const { name, failure } = advisor.account.value;
  const steps = ['enrol.step_1', 'enrol.step_2', 'enrol.step_factor', 'enrol.step_3'] as const;
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

function Stopped({ heading, text, more }: { heading: string; text: string; more?: ComponentChildren }) {
  const { failure } = advisor.account.value;
  return (
    <DoorFrame heading={heading}>
      {failure ? <Problem failure={failure} /> : <p>{text}</p>}
      {more ?? null}
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
    case 'nobody': {
      const more = <p class="hint">{say('door.nobody_lost')}</p>;
      return <Stopped heading={say('door.nobody')} text={say('door.nobody_text')} more={more} />;
    }
    case 'invited':
      return <Invited />;
    case 'invitation_invalid':
      return <Stopped heading={say('door.invalid')} text={say('door.invalid_text')} />;
    case 'passphrase':
      return <PassphraseScreen />;
    case 'factor':
      return <FactorScreen />;
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
