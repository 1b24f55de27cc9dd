// C10: my appointments. Calling one off needs no reason.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clock, longDay } from '../../i18n/format.ts';
import { tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { purpose, show } from '../../store/screen.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { Appointment } from '../../worker/messages.ts';
import { AppointmentCard } from './appointment_card.tsx';
import { Waiting } from './waiting.tsx';

function CancelDialog({
  appointment,
  advisor,
  close,
}: {
  appointment: Appointment;
  advisor: string;
  close: () => void;
}) {
  return (
    <Dialog heading={tell('mine.sure')} close={close}>
      <p>{tell('book.when', { day: longDay(appointment.start), time: clock(appointment.start) })}</p>
      <p>{tell('mine.sure_text', { name: advisor })}</p>
      <div class="actions">
        <button
          type="button"
          class="btn"
          onClick={() => {
            send({ type: 'cancel', appointment: appointment.id });
            close();
          }}
        >
          {tell('mine.sure_go')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {tell('mine.sure_not')}
        </button>
      </div>
    </Dialog>
  );
}

function Lists({ list, advisor }: { list: readonly Appointment[]; advisor: string }) {
  const asked = useSignal<Appointment | null>(null);
  const now = Date.now() / 1000;
  const coming = list.filter((one) => one.end > now).sort((left, right) => left.start - right.start);
  const past = list.filter((one) => one.end <= now).sort((left, right) => right.start - left.start);
  const card = (one: Appointment, cancel: (() => void) | null) => (
    <AppointmentCard key={one.id} appointment={one} advisor={advisor} cancel={cancel} />
  );
  return (
    <>
      <h2>{tell('mine.coming')}</h2>
      {coming.length === 0 ? <p class="hint">{tell('mine.empty')}</p> : null}
      <ul class="blocks">
        {coming.map((one) =>
          card(one, () => {
            asked.value = one;
          }),
        )}
      </ul>
      {past.length > 0 ? <h2>{tell('mine.past')}</h2> : null}
      <ul class="blocks">{past.map((one) => card(one, null))}</ul>
      {asked.value ? (
        <CancelDialog
          appointment={asked.value}
          advisor={advisor}
          close={() => {
            asked.value = null;
          }}
        />
      ) : null}
    </>
  );
}

export function AppointmentsScreen() {
  const { state, list } = client.appointments.value;
  const advisor = client.thread.value.advisor?.firstName ?? '';
  const load = () => send({ type: 'load_appointments' });
  useEffect(load, []);
  return (
    <Page heading={tell('mine.h1')} back={() => show('thread')}>
      <Waiting asked={false} />
      {state === 'failed' ? <Problem failure={{ kind: 'unreachable' }} again={load} /> : null}
      {state === 'loading' && list.length === 0 ? (
        <Loading text={t('wait')} />
      ) : (
        <Lists list={list} advisor={advisor} />
      )}
      <div class="actions">
        <button
          type="button"
          class="btn"
          onClick={() => {
            purpose.value = 'call';
            show('book');
          }}
        >
          <Icon name="calendar" />
          {t('thread.plan')}
        </button>
      </div>
    </Page>
  );
}
