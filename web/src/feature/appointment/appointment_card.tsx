// One appointment: what it is, and everything that can be done about it.
import { useSignal } from '@preact/signals';
import { clock, longDay } from '../../i18n/format.ts';
import { tell } from '../../i18n/talk/text.ts';
import { send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { Choices } from '../../ui/form.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { saveFile } from '../../ui/save_file.ts';
import type { Appointment } from '../../worker/messages.ts';
import type { Companion } from '../../worker/talk_messages.ts';
import { startMoving } from './booking_steps.ts';
import { calendarFile } from './calendar_file.ts';
import { CalendarFile } from './confirmed.tsx';
import { RulesAgain, rulesOf } from './ground_rules.tsx';
import { Preparation } from './preparation.tsx';
import { Proposal } from './proposal.tsx';
import { talkDetails, whenText } from './talk_line.tsx';

const DAY_S = 86_400;

type CardProperties = {
  readonly appointment: Appointment;
  readonly advisor: string;
  // Null for what is over.
  readonly cancel: (() => void) | null;
};

function wayText({ talk }: Appointment, advisor: string): string | null {
  if (talk === null) return null;
  if (talk.kind !== 'call') return tell(`kind_${talk.kind}`);
  return tell(talk.mode === 'advisor_calls' ? 'appt.mode.them' : 'appt.mode.self', { name: advisor });
}

// Takes the event out of a calendar that was given it earlier: the same id, called off.
function saveCancellation({ id, start, end, revision: sequence }: Appointment): void {
  const stamp = Math.floor(Date.now() / 1000);
  const title = tell('ics.appointment');
  const text = calendarFile({ uid: id, title, start, end, stamp, sequence, state: 'cancelled' });
  saveFile(`${tell('ics.file')}.ics`, 'text/calendar', text);
}

function pickAnother(appointment: Appointment): void {
  startMoving(appointment);
  show('book');
}

function answer(appointment: Appointment, accept: boolean): void {
  send({ type: 'answer', appointment: appointment.id, accept });
}

// The advisor proposes: a new appointment, or another time for one that stands.
function Question({ appointment, advisor }: CardProperties) {
  const { moved, state, byAdvisor } = appointment;
  if (moved) {
    return (
      <Note tone="warm">
        <p>
          <strong>{tell('mine_moved', { name: advisor })}</strong>
        </p>
        <dl class="old-new">
          <div>
            <dt>{tell('mine_old')}</dt>
            <dd>{whenText(appointment)}</dd>
          </div>
          <div>
            <dt>{tell('mine_new')}</dt>
            <dd>{whenText(moved)}</dd>
          </div>
        </dl>
        <div class="actions">
          <button type="button" class="btn" onClick={() => answer(appointment, true)}>
            {tell('mine_yes')}
          </button>
          <button type="button" class="btn ghost" onClick={() => pickAnother(appointment)}>
            {tell('mine_other')}
          </button>
          <button type="button" class="btn ghost" onClick={() => answer(appointment, false)}>
            {tell('mine_keep')}
          </button>
        </div>
      </Note>
    );
  }
  if (state !== 'proposed') return null;
  if (!byAdvisor) return <p class="hint">{tell('mine_proposed_own', { name: advisor })}</p>;
  return (
    <Proposal appointment={appointment} advisor={advisor} answer={(accept) => answer(appointment, accept)} />
  );
}

function CompanionForm({ appointment, close }: { appointment: Appointment; close: () => void }) {
  const chosen = useSignal<Companion>(appointment.talk?.companion ?? 'not_known');
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send({ type: 'change_companion', appointment: appointment.id, companion: chosen.value });
        close();
      }}
    >
      <Choices<Companion>
        name={`companion-${appointment.id}`}
        legend={tell('mine_with')}
        options={[
          { value: 'alone', label: tell('appt.alone') },
          { value: 'my_age', label: tell('appt.my_age') },
          { value: 'adult', label: tell('appt.adult') },
          { value: 'not_known', label: tell('appt.unknown') },
        ]}
        value={chosen.value}
        compact="compact"
        choose={(companion) => {
          chosen.value = companion;
        }}
      />
      <div class="actions">
        <button type="submit" class="btn">
          {tell('mine_save')}
        </button>
      </div>
    </form>
  );
}

function Actions({ appointment, advisor, cancel }: CardProperties) {
  const open = useSignal<'none' | 'calendar' | 'companion'>('none');
  const toggle = (part: 'calendar' | 'companion') => {
    open.value = open.value === part ? 'none' : part;
  };
  const { state, talk, moved } = appointment;
  const when = tell('book.when', { day: longDay(appointment.start), time: clock(appointment.start) });
  const stands = state === 'booked' || (state === 'proposed' && !appointment.byAdvisor);
  if (!cancel || !stands) return null;
  const isHearing = talk?.kind === 'hearing';
  const link = (part: 'calendar' | 'companion', text: string) => (
    <button type="button" class="link" aria-expanded={open.value === part} onClick={() => toggle(part)}>
      {text}
    </button>
  );
  return (
    <>
      {isHearing ? <p class="hint">{tell('mine_fixed')}</p> : null}
      <div class="actions">
        {moved || isHearing ? null : (
          <button
            type="button"
            class="btn ghost"
            aria-label={tell('mine_move_name', { when })}
            onClick={() => pickAnother(appointment)}
          >
            {tell('mine_move')}
          </button>
        )}
        <button
          type="button"
          class="btn ghost"
          aria-label={tell('mine.cancel_name', { when })}
          onClick={cancel}
        >
          {tell('mine.cancel')}
        </button>
        {state === 'booked' ? link('companion', tell('mine_companion')) : null}
        {link('calendar', tell('mine.calendar'))}
      </div>
      {open.value === 'calendar' ? (
        <CalendarFile
          slot={appointment}
          id={appointment.id}
          sequence={appointment.revision}
          state={state === 'proposed' ? 'proposed' : 'booked'}
        />
      ) : null}
      {open.value === 'companion' ? (
        <CompanionForm appointment={appointment} close={() => toggle('companion')} />
      ) : null}
      {appointment.differs ? (
        <Note tone="danger" role="alert">
          <p>{tell('mine_differs', { name: advisor })}</p>
        </Note>
      ) : null}
    </>
  );
}

export function AppointmentCard(properties: CardProperties) {
  const { appointment, advisor, cancel } = properties;
  const { state, start } = appointment;
  const stands = cancel !== null && (state === 'booked' || state === 'proposed');
  const asksForRules = state === 'proposed' && appointment.byAdvisor;
  const isSoon = cancel !== null && state === 'booked' && start - Date.now() / 1000 < DAY_S;
  return (
    <li class={`card appointment ${state}`}>
      <h3>
        <time>{whenText(appointment)}</time>
      </h3>
      <p>{wayText(appointment, advisor)}</p>
      {(appointment.talk ? talkDetails(appointment.talk) : []).map((detail) => (
        <p key={detail} class="hint" dir="auto">
          {detail}
        </p>
      ))}
      {isSoon ? <p class="soon">{tell('mine_soon')}</p> : null}
      {state === 'cancelled' ? <p class="verdict no">{tell('mine.cancelled')}</p> : null}
      {cancel && state === 'cancelled' ? (
        <button type="button" class="link" onClick={() => saveCancellation(appointment)}>
          {tell('mine.calendar_remove')}
        </button>
      ) : null}
      {state === 'changing' ? <Loading text={tell('mine_changing')} /> : null}
      {cancel && state !== 'changing' && state !== 'cancelled' ? <Question {...properties} /> : null}
      {stands && !asksForRules ? <RulesAgain rules={rulesOf(appointment.talk)} /> : null}
      {stands && appointment.talk ? (
        <Preparation appointment={appointment} kind={appointment.talk.kind} advisor={advisor} />
      ) : null}
      <Actions {...properties} />
    </li>
  );
}
