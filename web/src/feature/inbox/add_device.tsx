// Admitting one more device: its digits, typed from the other screen, then the passphrase.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Digits } from '../../ui/digits.tsx';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { endTask, TaskProblem, taskProblem } from './keys_task.tsx';
import { PassphraseForm } from './passphrase_form.tsx';

function FindForm() {
  const typed = useSignal('');
  const find = (digits: string) => {
    typed.value = digits;
    command({ type: 'find_device', digits });
  };
  return (
    <form
      class="unlock"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        find(typed.value);
      }}
    >
      <ol class="door-steps">
        <li>{say('add.step_1')}</li>
        <li>{say('add.step_2')}</li>
      </ol>
      <Field
        id="digits"
        label={say('add.digits')}
        hint={say('add.digits_hint')}
        error={taskProblem()}
        control={(describedBy) => (
          <input
            id="digits"
            class="digits-field"
            type="text"
            inputMode="numeric"
            autocomplete="off"
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
          {say('add.find')}
        </button>
        <button type="button" class="btn ghost" onClick={endTask}>
          {say('keys.cancel')}
        </button>
      </div>
    </form>
  );
}

function AdmitForm({ digits }: { digits: string }) {
  const name = useSignal('');
  return (
    <PassphraseForm
      wrong={advisor.devices.value.problem === 'passphrase'}
      go={say('add.go')}
      submit={(passphrase) => command({ type: 'admit_device', name: name.value, passphrase })}
    >
      <p>{say('add.found')}</p>
      <Digits number={digits} />
      <TaskProblem />
      <Field
        id="device-name"
        label={say('add.name')}
        hint={say('add.name_hint')}
        control={(describedBy) => (
          <input
            id="device-name"
            type="text"
            autocomplete="off"
            maxLength={60}
            value={name.value}
            aria-describedby={describedBy || undefined}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        )}
      />
    </PassphraseForm>
  );
}

export function AddDevice() {
  const { task } = advisor.devices.value;
  switch (task.kind) {
    case 'busy':
      return <Loading text={say('wait')} />;
    case 'found':
      return <AdmitForm digits={task.digits} />;
    case 'sending':
      return <Loading text={say('add.sending', { part: task.part, parts: task.parts })} />;
    case 'admitted':
      return <Loading text={say('add.admitted')} />;
    case 'added':
      return (
        <Note>
          <p role="status">
            <Icon name="check" />
            {say('add.added')}
          </p>
          <button type="button" class="btn" onClick={endTask}>
            {say('keys.close')}
          </button>
        </Note>
      );
    default:
      return <FindForm />;
  }
}
