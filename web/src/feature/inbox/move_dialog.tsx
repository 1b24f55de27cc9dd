// Another time for an appointment: the family gets old and new, and says yes, no, or picks one itself.
import { useSignal } from '@preact/signals';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, FieldError } from '../../ui/form.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import type { Planned } from '../../worker/agenda_messages.ts';
import { tick } from './moments.ts';
import { planFault } from './plan_rules.ts';
import { draftOfFields, fieldsAt, PlanTime, type TimeFields } from './plan_time.tsx';

export function MoveDialog({ call, close }: { call: Planned; close: () => void }) {
  const fields = useSignal<TimeFields>(
    fieldsAt(call.start, call.end, call.start - call.busyFrom, call.busyUntil - call.end),
  );
  const text = useSignal('');
  const error = useSignal<string | null>(null);
  const submit = () => {
    const draft = draftOfFields(fields.value);
    const fault = planFault(draft, tick.value);
    const same = draft.start === call.start;
    error.value = fault ? say(`plan.${fault}`) : same ? say('plan.same') : null;
    if (error.value || draft.start === null) return;
    const move = {
      start: draft.start,
      end: draft.start + draft.minutes * 60,
      before: draft.beforeMin * 60,
      after: draft.afterMin * 60,
      text: text.value,
    };
    command({ type: 'agenda', agenda: { act: 'propose_move', appointment: call.id, move } });
    close();
  };
  const time = { day: longDay(call.start), start: clock(call.start), end: clock(call.end) };
  return (
    <Dialog heading={say('plan.move_title')} close={close}>
      <p>
        <strong>{say('calls.time', time)}</strong>
      </p>
      <p class="hint">{say('plan.move_text')}</p>
      <PlanTime
        fields={fields.value}
        own={call.id}
        wrong={error.value !== null}
        change={(part) => {
          fields.value = { ...fields.value, ...part };
        }}
      />
      <Field
        id="move-text"
        label={say('cancel.message')}
        optional={say('cancel.optional')}
        control={(describedBy) => (
          <MessageBox
            id="move-text"
            rows={2}
            text={text.value}
            describedBy={describedBy}
            change={(next) => {
              text.value = next;
            }}
            submit={submit}
          />
        )}
      />
      <FieldError id="move-error" text={error.value} />
      <div class="actions">
        <button type="button" class="btn" onClick={submit}>
          {say('plan.move_go')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {say('plan.not')}
        </button>
      </div>
    </Dialog>
  );
}
