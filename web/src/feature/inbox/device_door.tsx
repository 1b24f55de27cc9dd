// The door of a browser without an inbox: it becomes one more device of an advisor, or, with the recovery card, the
// only one.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command, confirmJoin } from '../../store/advisor.ts';
import { Digits } from '../../ui/digits.tsx';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import { QrCode } from '../../ui/qr_code.tsx';
import { DoorFrame } from './door_frame.tsx';

function Back() {
  return (
    <button type="button" class="btn ghost" onClick={() => command({ type: 'back_to_door' })}>
      {say('door.back')}
    </button>
  );
}

// What the browser wiped is lost like a device: nothing here can bring it back, but two ways lead in again.
export function Nobody() {
  return (
    <DoorFrame heading={say('door.nobody')}>
      <p>{say('door.nobody_text')}</p>
      <h2>{say('door.nobody_lost')}</h2>
      <p>{say('door.nobody_ways')}</p>
      <Ways />
      <PhoneLine />
    </DoorFrame>
  );
}

function Ways() {
  return (
    <div class="actions stacked">
      <button type="button" class="btn" onClick={() => command({ type: 'offer_device' })}>
        <Icon name="device" />
        {say('join.start')}
      </button>
      <button type="button" class="btn ghost" onClick={() => command({ type: 'ask_card' })}>
        <Icon name="key" />
        {say('recover.start')}
      </button>
    </div>
  );
}

// Its keys went with the engine; a fresh page has one again.
export function Revoked() {
  return (
    <DoorFrame heading={say('door.revoked')}>
      <p>{say('door.revoked_text')}</p>
      {advisor.status.value.engine === 'ready' ? (
        <Ways />
      ) : (
        <button type="button" class="btn ghost" onClick={() => location.reload()}>
          {say('door.again')}
        </button>
      )}
      <PhoneLine />
    </DoorFrame>
  );
}

export function JoinScreen() {
  const digits = advisor.account.value.digits ?? '';
  return (
    <DoorFrame heading={say('join.title')}>
      <ol class="door-steps">
        <li>{say('join.step_1')}</li>
        <li>{say('join.step_2')}</li>
      </ol>
      <div class="offer">
        <QrCode text={digits.replaceAll(' ', '')} label={say('join.qr')} />
        <Digits number={digits} />
      </div>
      <Loading text={say('join.waits')} />
      <Back />
    </DoorFrame>
  );
}

export function JoinedScreen() {
  const { name, digits } = advisor.account.value;
  return (
    <DoorFrame heading={say('joined.title', { name })}>
      <p>{say('joined.text')}</p>
      <Digits number={digits ?? ''} />
      <div class="actions">
        <button type="button" class="btn" onClick={() => confirmJoin(true)}>
          {say('joined.yes')}
        </button>
        <button type="button" class="btn ghost" onClick={() => confirmJoin(false)}>
          {say('joined.no')}
        </button>
      </div>
    </DoorFrame>
  );
}

export function JoinFailed() {
  return (
    <DoorFrame heading={say('join.failed')}>
      <p>{say('join.failed_text')}</p>
      <Back />
    </DoorFrame>
  );
}

export function RecoverScreen() {
  const { state, wrongCard, failure } = advisor.account.value;
  const typed = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  const busy = state === 'recovering';
  useEffect(() => {
    if (wrongCard) field.current?.focus();
  }, [wrongCard]);
  return (
    <DoorFrame heading={say('recover.title')}>
      <p class="lead">{say('recover.lead')}</p>
      <Note>
        <p>{say('recover.effect')}</p>
      </Note>
      <form
        class="unlock"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) command({ type: 'recover', words: typed.value });
        }}
      >
        <Field
          id="card-words"
          label={say('recover.label')}
          hint={say('recover.hint')}
          error={wrongCard ? say('recover.wrong') : null}
          control={(describedBy) => (
            <textarea
              ref={field}
              id="card-words"
              rows={3}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={typed.value}
              aria-describedby={describedBy || undefined}
              onInput={(event) => {
                typed.value = event.currentTarget.value;
              }}
            />
          )}
        />
        <div class="actions">
          <button type="submit" class="btn">
            {say('recover.go')}
          </button>
          <Back />
        </div>
      </form>
      <div role="status">{busy ? <Loading text={say('recover.busy')} /> : null}</div>
      {failure ? <Problem failure={failure} /> : null}
    </DoorFrame>
  );
}

export function Claimed() {
  return (
    <DoorFrame heading={say('claimed.title')}>
      <Loading text={say('claimed.text')} />
      <p class="hint">{say('claimed.later')}</p>
      <PhoneLine />
    </DoorFrame>
  );
}
