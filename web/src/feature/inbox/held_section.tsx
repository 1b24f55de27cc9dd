// What was told without consent and the family does not know yet: it waits here, loudly once its day has come.
import { useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { dayKey, longDay } from '../../i18n/format.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import type { HeldMatter } from '../../worker/consent_messages.ts';
import { type Danger, noticeText, whyText } from '../consent/full_text.ts';
import { ConsentDialog } from './consent_dialog.tsx';
import { useSpeaker } from './consent_parts.tsx';
import { registerFor } from './consent_rules.ts';
import { NoticePreviews } from './notice_previews.tsx';
import { ReviewFields, reviewFrom, useReview } from './review_fields.tsx';

type Task = { readonly act: 'tell' | 'hold'; readonly held: string };
type DialogProperties = { readonly id: string; readonly held: HeldMatter; readonly close: () => void };

function TellDialog({ id, held, close }: DialogProperties) {
  const register = registerFor(advisor.open.value.person);
  const speaker = useSpeaker(register);
  const { whom, points, toldAt, why, consulted } = held;
  const later = held.later.at(-1) ?? '';
  const name = advisor.account.value.name.split(' ')[0] ?? '';
  const danger: Danger = { name, whom, points, toldAt, why, consulted, later };
  const submit = () => {
    if (!speaker) return;
    const shown = { text: noticeText(speaker, register, danger), language: register };
    const told = { held: held.id, why: whyText(speaker, danger), shown };
    command({ type: 'consent', id, consent: { act: 'tell_held', ...told } });
  };
  return (
    <ConsentDialog
      heading={speak('held_tell_title')}
      go={speak('danger_go')}
      danger={true}
      submit={submit}
      close={close}
    >
      <NoticePreviews danger={danger} />
      <p>{speak('held_tell_lead')}</p>
    </ConsentDialog>
  );
}

function HoldDialog({ id, held, close }: DialogProperties) {
  const review = useReview();
  const tried = useSignal(false);
  const submit = () => {
    tried.value = true;
    const decided = reviewFrom(review);
    if (decided) command({ type: 'consent', id, consent: { act: 'hold_on', held: held.id, ...decided } });
  };
  return (
    <ConsentDialog
      heading={speak('held_on_title')}
      go={speak('held_on_go')}
      done="hold_done"
      submit={submit}
      close={close}
    >
      <Note tone="warm">
        <p>{speak('hold_must')}</p>
      </Note>
      <ReviewFields review={review} tried={tried.value} />
    </ConsentDialog>
  );
}

function whenText(reviewAt: number): string {
  const now = Date.now() / 1000;
  if (reviewAt > now) return speak('held_until', { day: longDay(reviewAt) });
  return dayKey(reviewAt) === dayKey(now)
    ? speak('held_due')
    : speak('held_since', { day: longDay(reviewAt) });
}

function Held({ held, start }: { held: HeldMatter; start: (task: Task) => void }) {
  const { id, whom, points, toldAt, later, reviewAt } = held;
  const isDue = reviewAt <= Date.now() / 1000;
  return (
    <li class={isDue ? 'note danger' : 'note'}>
      <p>
        {isDue ? <Icon name="alert" /> : <Icon name="clock" />}
        <strong>{whenText(reviewAt)}</strong>
      </p>
      <p dir="auto">{speak('held_told', { day: longDay(toldAt), whom })}</p>
      <p dir="auto">{points.join(' · ')}</p>
      <p dir="auto">{speak('held_later', { later: later.at(-1) ?? '' })}</p>
      <div class="actions">
        <button type="button" class="btn small" onClick={() => start({ act: 'tell', held: id })}>
          {speak('held_tell')}
        </button>
        <button type="button" class="btn ghost small" onClick={() => start({ act: 'hold', held: id })}>
          {speak('held_on')}
        </button>
      </div>
    </li>
  );
}

export function HeldSection({ id }: { id: string }) {
  // What is being told leaves the list before its dialog is closed.
  const task = useSignal<(Task & { readonly matter: HeldMatter }) | null>(null);
  const { held } = advisor.consent.value;
  const start = (next: Task) => {
    const matter = held.find((one) => one.id === next.held);
    if (matter) task.value = { ...next, matter };
  };
  const close = () => {
    task.value = null;
  };
  return (
    <>
      {held.length > 0 ? (
        <>
          <p>{speak('held_h')}</p>
          <ul class="held">
            {held.map((one) => (
              <Held key={one.id} held={one} start={start} />
            ))}
          </ul>
        </>
      ) : null}
      {task.value?.act === 'tell' ? <TellDialog id={id} held={task.value.matter} close={close} /> : null}
      {task.value?.act === 'hold' ? <HoldDialog id={id} held={task.value.matter} close={close} /> : null}
    </>
  );
}
