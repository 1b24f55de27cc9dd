// A mail when something new waits: off unless asked for, and it says nothing of anybody.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { FieldError } from '../../ui/form.tsx';

const ADDRESS = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\]+$/;

export function ReminderSection() {
  const { available, address } = advisor.calls.value.reminder;
  const typed = useSignal('');
  const error = useSignal<string | null>(null);
  useEffect(() => command({ type: 'agenda', agenda: { act: 'load_reminder' } }), []);
  if (!available) return null;
  const save = () => {
    const text = typed.value.trim();
    error.value = ADDRESS.test(text) ? null : say('reminder.wrong');
    if (error.value) return;
    command({ type: 'agenda', agenda: { act: 'set_reminder', address: text } });
    typed.value = '';
  };
  return (
    <section aria-labelledby="reminder-title" class="stack-small">
      <h2 id="reminder-title">{say('reminder.title')}</h2>
      <p class="hint">{say('reminder.hint')}</p>
      {address ? (
        <>
          <p>{say('reminder.on', { address })}</p>
          <button
            type="button"
            class="link"
            onClick={() => command({ type: 'agenda', agenda: { act: 'set_reminder', address: null } })}
          >
            {say('reminder.off')}
          </button>
        </>
      ) : null}
      <form
        class="stack-small"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div class="field">
          <label for="reminder-address">{say('reminder.address')}</label>
          <input
            id="reminder-address"
            type="email"
            autocomplete="email"
            maxLength={254}
            value={typed.value}
            aria-invalid={error.value !== null}
            aria-describedby={error.value ? 'reminder-error' : undefined}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              error.value = null;
            }}
          />
        </div>
        <FieldError id="reminder-error" text={error.value} />
        <button type="submit" class="btn ghost small">
          {say('reminder.save')}
        </button>
      </form>
    </section>
  );
}
