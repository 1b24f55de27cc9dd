// A5, after the call: how long it took and how it went, as a line of the advisor's own note; and for a call that did not
// come about, a few words that name nothing.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Choices, Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import type { Planned } from '../../worker/agenda_messages.ts';

type Ending = 'spoken' | 'no_answer' | 'wrong_moment' | 'no_show';
const ENDINGS: readonly Ending[] = ['spoken', 'no_answer', 'wrong_moment', 'no_show'];

function EndingDialog({
  call,
  minutes: measured,
  close,
}: {
  call: Planned;
  minutes: number;
  close: () => void;
}) {
  const ending = useSignal<Ending>('spoken');
  const minutes = useSignal(Math.max(1, measured));
  const text = useSignal('');
  const choose = (value: Ending) => {
    ending.value = value;
    text.value = value === 'spoken' ? '' : say(`ending.text_${value}`);
  };
  const submit = () => {
    const values = {
      day: longDay(call.start),
      time: clock(call.start),
      minutes: ending.value === 'spoken' ? minutes.value : 0,
    };
    const note = say(`ending.note_${ending.value}`, values);
    command({
      type: 'agenda',
      agenda: { act: 'end', conversation: call.conversation, note, text: text.value },
    });
    close();
  };
  return (
    <Dialog heading={say('ending.title')} close={close}>
      <Choices<Ending>
        name="ending"
        legend={say('ending.how')}
        options={ENDINGS.map((value) => ({ value, label: say(`ending.${value}`) }))}
        value={ending.value}
        compact="compact"
        choose={choose}
      />
      {ending.value === 'spoken' ? (
        <div class="field">
          <label for="ending-minutes">{say('ending.minutes')}</label>
          <input
            id="ending-minutes"
            type="number"
            min={1}
            max={600}
            inputMode="numeric"
            value={minutes.value}
            onInput={(event) => {
              minutes.value = Math.min(600, Math.max(1, Number(event.currentTarget.value) || 1));
            }}
          />
        </div>
      ) : (
        <Field
          id="ending-text"
          label={say('ending.message')}
          hint={say('ending.message_hint')}
          control={(describedBy) => (
            <MessageBox
              id="ending-text"
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
      )}
      <div class="actions">
        <button type="button" class="btn" onClick={submit}>
          {say('ending.save')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {say('plan.not')}
        </button>
      </div>
    </Dialog>
  );
}

// Runs while the page is open; in whole minutes, as hours are written down.
export function CallTimer({ call }: { call: Planned }) {
  const startedAt = useSignal<number | null>(null);
  const minutes = useSignal(0);
  const ending = useSignal(false);
  useEffect(() => {
    const timer = setInterval(() => {
      if (startedAt.value !== null) minutes.value = Math.ceil((performance.now() - startedAt.value) / 60_000);
    }, 5_000);
    return () => clearInterval(timer);
  }, [startedAt, minutes]);
  return (
    <div class="call-timer">
      {startedAt.value === null ? (
        <button
          type="button"
          class="btn ghost small"
          onClick={() => {
            startedAt.value = performance.now();
            minutes.value = 0;
          }}
        >
          <Icon name="clock" />
          {say('ending.start')}
        </button>
      ) : (
        <p role="timer">{say('ending.running', { minutes: minutes.value })}</p>
      )}
      <button
        type="button"
        class="btn ghost small"
        onClick={() => {
          ending.value = true;
        }}
      >
        {say('ending.go')}
      </button>
      {ending.value ? (
        <EndingDialog
          call={call}
          minutes={minutes.value}
          close={() => {
            ending.value = false;
            startedAt.value = null;
          }}
        />
      ) : null}
    </div>
  );
}
