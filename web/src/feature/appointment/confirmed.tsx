// The call is booked: when, how to take it along without a trace of what it is, and how to change one's mind.
import { useSignal } from '@preact/signals';
import { clock, longDay } from '../../i18n/format.ts';
import { type TalkKey, tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { firstText, wordsKept } from '../../store/draft.ts';
import { client } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { Choices } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note, Page } from '../../ui/page.tsx';
import { saveFile } from '../../ui/save_file.ts';
import type { AdvisorCard } from '../../worker/messages.ts';
import type { TalkTime } from '../../worker/talk_messages.ts';
import { clearBooking } from './booking_form.ts';
import { kind, mode, moving } from './booking_steps.ts';
import { calendarFile } from './calendar_file.ts';

const TITLES: readonly TalkKey[] = ['ics.appointment', 'ics.homework', 'ics.dentist'];

type CalendarProperties = {
  readonly slot: TalkTime;
  readonly id: string;
  readonly sequence: number;
  readonly state: 'proposed' | 'booked';
};

export function CalendarFile({ slot, id, sequence, state }: CalendarProperties) {
  const choice = useSignal<TalkKey | 'own'>('ics.appointment');
  const own = useSignal('');
  const title = choice.value === 'own' ? own.value.trim() || tell('ics.appointment') : tell(choice.value);
  const save = () => {
    const stamp = Math.floor(Date.now() / 1000);
    const { start, end } = slot;
    const text = calendarFile({ uid: id, title, start, end, stamp, sequence, state });
    saveFile(`${tell('ics.file')}.ics`, 'text/calendar', text);
  };
  return (
    <div class="card stack">
      <Choices<TalkKey | 'own'>
        name="ics"
        legend={tell('appt.ics.title')}
        options={[
          ...TITLES.map((key) => ({ value: key, label: tell(key) })),
          { value: 'own' as const, label: tell('ics.own') },
        ]}
        value={choice.value}
        compact="compact"
        choose={(value) => {
          choice.value = value;
        }}
      />
      {choice.value === 'own' ? (
        <div class="field">
          <label for="ics-own">{tell('ics.own_label')}</label>
          <input
            id="ics-own"
            type="text"
            maxLength={60}
            autocomplete="off"
            value={own.value}
            onInput={(event) => {
              own.value = event.currentTarget.value;
            }}
          />
        </div>
      ) : null}
      <button type="button" class="btn ghost" onClick={save}>
        <Icon name="calendar" />
        {tell('ics.save')}
      </button>
      <p class="hint">{tell('ics.hint')}</p>
    </div>
  );
}

function howText({ firstName: name, phone }: AdvisorCard): string {
  if (kind.value !== 'call') return tell('done_meet', { name });
  return mode.value === 'client_calls'
    ? tell('booked.you_call', { name, phone })
    : tell('booked.they_call', { name });
}

export function Confirmed({ advisor }: { advisor: AdvisorCard }) {
  const { slot, appointment } = client.booking.value;
  // A conversation that this booking opened has words that nobody has written down yet.
  const opened = !wordsKept.value;
  const proposal = kind.value === 'joint' || kind.value === 'mediation';
  const moved = moving.value;
  const onward = () => {
    clearBooking();
    firstText.value = '';
    show(opened ? 'words' : 'thread');
  };
  return (
    <Page
      heading={moved ? tell('done_moved') : proposal ? tell('done_proposed') : tell('booked.h1')}
      lead={tell('appt.done')}
    >
      {slot ? (
        <div class="card booked">
          <Icon name="check" className="round" />
          <div>
            <p class="booked-when">
              {tell('book.when', { day: longDay(slot.start), time: clock(slot.start) })}
            </p>
            <p>{howText(advisor)}</p>
          </div>
        </div>
      ) : null}
      {opened ? (
        <Note tone="warm">
          <p>{tell('booked.words')}</p>
        </Note>
      ) : null}
      <div class="actions">
        <button type="button" class="btn large" onClick={onward}>
          {opened ? tell('booked.to_words') : t('words.to_thread')}
        </button>
      </div>
      {slot && appointment ? (
        <CalendarFile
          slot={slot}
          id={appointment}
          sequence={moved ? moved.revision + 1 : 0}
          state={proposal && !moved ? 'proposed' : 'booked'}
        />
      ) : null}
    </Page>
  );
}
