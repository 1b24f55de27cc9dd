// Calling off: asks once, and lets the advisor say something kind with it.
import { useSignal } from '@preact/signals';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/form.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import type { Call } from '../../worker/advisor_messages.ts';

export function CancelDialog({ call, close }: { call: Call; close: () => void }) {
  const text = useSignal('');
  const submit = () => {
    command({ type: 'agenda', agenda: { act: 'cancel', appointment: call.id, text: text.value.trim() } });
    close();
  };
  const time = { day: longDay(call.start), start: clock(call.start), end: clock(call.end) };
  return (
    <Dialog heading={say('cancel.title')} close={close}>
      <p>
        <strong>{say('calls.time', time)}</strong>
      </p>
      <p>{say('cancel.text')}</p>
      <Field
        id="cancel-text"
        label={say('cancel.message')}
        optional={say('cancel.optional')}
        control={(describedBy) => (
          <MessageBox
            id="cancel-text"
            rows={3}
            text={text.value}
            describedBy={describedBy}
            change={(next) => {
              text.value = next;
            }}
            submit={submit}
          />
        )}
      />
      <div class="actions">
        <button type="button" class="btn" onClick={submit}>
          {say('cancel.go')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {say('cancel.keep')}
        </button>
      </div>
    </Dialog>
  );
}
