// A8: "I am ill today", in two clicks. Everybody of today gets another time proposed, or is told that it is off.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/form.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import { isToday, tick } from './moments.ts';

export function IllDialog({ close }: { close: () => void }) {
  const text = useSignal(say('ill.message'));
  const left = advisor.calls.value.list.filter(
    ({ start, state }) => state !== 'cancelled' && start > tick.value && isToday(start),
  );
  const submit = () => {
    command({ type: 'agenda', agenda: { act: 'ill', text: text.value.trim() } });
    close();
  };
  return (
    <Dialog heading={say('ill.title')} close={close}>
      <p>{say('ill.text', { count: left.length })}</p>
      <Field
        id="ill-text"
        label={say('ill.label')}
        control={(describedBy) => (
          <MessageBox
            id="ill-text"
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
          {say('ill.go')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {say('plan.not')}
        </button>
      </div>
    </Dialog>
  );
}
