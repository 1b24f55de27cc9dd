// A13: are the keys in order, which devices there are, and what to do when one is lost.
import { useEffect } from 'preact/hooks';
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Digits } from '../../ui/digits.tsx';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import type { DeviceRow, SelfTest } from '../../worker/advisor_messages.ts';
import { AddDevice } from './add_device.tsx';
import { DeviceList } from './device_list.tsx';
import { FactorSection } from './factor_section.tsx';
import { beginTask, endTask, keysTask, TaskProblem } from './keys_task.tsx';
import { PasskeySeal } from './passkey_seal.tsx';
import { PassphraseForm } from './passphrase_form.tsx';
import { RecoveryCard } from './recovery_card.tsx';

const LIMIT_S = 14 * 86_400;

// What asks for the advisor's attention, the worst first.
export function keyWarnings(
  list: readonly DeviceRow[],
  cardMadeAt: number | null,
  at: number,
): readonly ('one_device' | 'no_card' | 'certificate')[] {
  const active = list.filter(({ revokedAt }) => revokedAt === null);
  const own = active.find(({ isThis }) => isThis);
  return [
    ...(own && own.certifiedUntil - at < LIMIT_S ? (['certificate'] as const) : []),
    ...(cardMadeAt === null ? (['no_card'] as const) : []),
    ...(active.length === 1 ? (['one_device'] as const) : []),
  ];
}

function Light({ test }: { test: SelfTest | null }) {
  if (!test) return <Loading text={say('keys.testing')} />;
  const good = test.faults.length === 0;
  return (
    <div class={good ? 'key-light good' : 'key-light bad'}>
      <Icon name={good ? 'check' : 'alert'} />
      <div>
        <p class="key-light-title">{say(good ? 'keys.good' : 'keys.bad')}</p>
        {good ? (
          <p class="hint">{say('keys.tested', { day: longDay(test.at) })}</p>
        ) : (
          <ul>
            {test.faults.map((fault) => (
              <li key={fault}>{say(`keys.fault_${fault}`)}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function Warnings() {
  const { state, list, cardMadeAt, claimedAt, selfTest } = advisor.devices.value;
  if (state !== 'ready') return null;
  const at = selfTest?.at ?? Math.floor(Date.now() / 1000);
  return (
    <>
      {claimedAt === null ? null : (
        <Note tone="danger" role="alert">
          <p>{say('keys.claimed', { day: longDay(claimedAt) })}</p>
          <button type="button" class="btn" onClick={() => command({ type: 'refuse_claim' })}>
            {say('keys.refuse_claim')}
          </button>
        </Note>
      )}
      {keyWarnings(list, cardMadeAt, at).map((warning) => (
        <Note key={warning} tone="warm">
          <p>{say(`keys.warn_${warning}`)}</p>
        </Note>
      ))}
    </>
  );
}

function CardSection() {
  const { cardMadeAt, task, problem } = advisor.devices.value;
  const begun = keysTask.value?.kind === 'card';
  return (
    <section class="keys-part" aria-labelledby="keys-card">
      <h2 id="keys-card">{say('recovery.title')}</h2>
      {begun && task.kind === 'card' ? (
        <>
          <RecoveryCard words={task.words} done={() => command({ type: 'keep_recovery_card' })} />
          <TaskProblem />
        </>
      ) : begun && task.kind === 'busy' ? (
        <Loading text={say('wait')} />
      ) : begun && task.kind !== 'card_kept' ? (
        <PassphraseForm
          wrong={problem === 'passphrase'}
          go={say('card.make')}
          submit={(passphrase) => command({ type: 'make_recovery_card', passphrase })}
        >
          <p>{say('card.replaces')}</p>
        </PassphraseForm>
      ) : (
        <>
          <p>{cardMadeAt === null ? say('card.none') : say('card.made', { day: longDay(cardMadeAt) })}</p>
          <button type="button" class="btn ghost" onClick={() => beginTask({ kind: 'card' })}>
            <Icon name="key" />
            {say('card.new')}
          </button>
        </>
      )}
    </section>
  );
}

function RevokeDialog({ id, name }: { id: string; name: string }) {
  const { task, problem } = advisor.devices.value;
  useEffect(() => {
    if (task.kind === 'revoked') endTask();
  }, [task.kind]);
  return (
    <Dialog heading={say('revoke.title', { name })} close={endTask}>
      <p>{say('revoke.text')}</p>
      {task.kind === 'busy' ? (
        <Loading text={say('wait')} />
      ) : (
        <PassphraseForm
          wrong={problem === 'passphrase'}
          go={say('revoke.go')}
          submit={(passphrase) => command({ type: 'revoke_device', id, passphrase })}
        />
      )}
      <TaskProblem />
    </Dialog>
  );
}

const IDLE_CHOICES = [5, 10, 15, 30, 60];

function LockSection() {
  const { idleMinutes } = advisor.devices.value;
  return (
    <section class="keys-part" aria-labelledby="keys-lock">
      <h2 id="keys-lock">{say('lock.title')}</h2>
      <Field
        id="idle"
        label={say('lock.label')}
        hint={say('lock.hint')}
        control={(describedBy) => (
          <select
            id="idle"
            value={idleMinutes}
            aria-describedby={describedBy || undefined}
            onChange={(event) => command({ type: 'set_idle', minutes: Number(event.currentTarget.value) })}
          >
            {IDLE_CHOICES.map((minutes) => (
              <option key={minutes} value={minutes}>
                {say('lock.minutes', { minutes })}
              </option>
            ))}
          </select>
        )}
      />
    </section>
  );
}

export function KeysScreen() {
  const { state, list, safetyNumber, selfTest } = advisor.devices.value;
  useEffect(() => command({ type: 'load_devices' }), []);
  const task = keysTask.value;
  return (
    <div class="wrap keys">
      <h1 tabIndex={-1}>{say('keys.title')}</h1>
      <Light test={selfTest} />
      <Warnings />
      <section class="keys-part" aria-labelledby="keys-devices">
        <h2 id="keys-devices">{say('keys.devices')}</h2>
        {state === 'failed' ? <Note tone="danger">{say('hours.failed')}</Note> : null}
        <DeviceList list={list} />
        {task?.kind === 'add' ? (
          <AddDevice />
        ) : (
          <button type="button" class="btn" onClick={() => beginTask({ kind: 'add' })}>
            <Icon name="plus" />
            {say('add.start')}
          </button>
        )}
      </section>
      <CardSection />
      <FactorSection />
      <PasskeySeal />
      <LockSection />
      <section class="keys-part" aria-labelledby="keys-number">
        <h2 id="keys-number">{say('keys.number')}</h2>
        <p>{say('keys.number_text')}</p>
        {safetyNumber ? <Digits number={safetyNumber} /> : <Loading text={say('wait')} />}
      </section>
      <section class="keys-part" aria-labelledby="keys-lost">
        <h2 id="keys-lost">{say('keys.lost')}</h2>
        <p>{say('keys.lost_one')}</p>
        <p>{say('keys.lost_all')}</p>
      </section>
      {task?.kind === 'revoke' ? <RevokeDialog id={task.id} name={task.name} /> : null}
    </div>
  );
}
