// C9: book a call, one question a step.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { wordsKept } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { focusHeading } from '../../ui/focus.ts';
import { Choices } from '../../ui/form.tsx';
import { Loading, Page } from '../../ui/page.tsx';
import type { AdvisorCard } from '../../worker/messages.ts';
import { answer, answers, clearBooking } from './booking_form.ts';
import { mode, type Step, step, stepBy, steps } from './booking_steps.ts';
import { Confirmed } from './confirmed.tsx';
import { ReachStep } from './reach_step.tsx';
import { HoldNote, ReviewStep } from './review_step.tsx';
import { TimeStep } from './time_step.tsx';

const forward = () => {
  stepBy(1);
};

function NextForm({ children, next }: { children: ComponentChildren; next: () => void }) {
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      {children}
      <div class="actions">
        <button type="submit" class="btn large">
          {t('nav.next')}
        </button>
      </div>
    </form>
  );
}

function ModeStep({ advisor }: { advisor: AdvisorCard }) {
  const name = advisor.firstName;
  return (
    <NextForm next={forward}>
      <Choices
        name="mode"
        legend={<span class="vh">{t('book.mode')}</span>}
        options={[
          {
            value: 'client_calls',
            icon: 'phone',
            label: t('appt.mode.self', { name }),
            detail: t('appt.mode.self_text'),
          },
          {
            value: 'advisor_calls',
            icon: 'ear',
            label: t('appt.mode.them', { name }),
            detail: t('appt.mode.them_text'),
          },
        ]}
        value={mode.value}
        choose={(value) => {
          mode.value = value;
        }}
      />
      <p class="hint">{t('book.no_phone')}</p>
    </NextForm>
  );
}

function CompanionStep() {
  return (
    <NextForm next={forward}>
      <Choices
        name="companion"
        legend={<span class="vh">{t('book.companion')}</span>}
        hint={t('appt.with_hint')}
        options={[
          { value: 'alone', label: t('appt.alone') },
          { value: 'my_age', label: t('appt.my_age') },
          { value: 'adult', label: t('appt.adult') },
          { value: 'unknown', label: t('appt.unknown') },
        ]}
        value={answers.value.companion}
        choose={(companion) => answer({ companion })}
      />
    </NextForm>
  );
}

function heading(current: Step, advisor: AdvisorCard): string {
  return t(`book.${current}`, { name: advisor.firstName });
}

function StepView({ advisor }: { advisor: AdvisorCard }) {
  switch (step.value) {
    case 'mode':
      return <ModeStep advisor={advisor} />;
    case 'time':
      return <TimeStep next={forward} />;
    case 'reach':
      return <ReachStep advisor={advisor.firstName} next={forward} />;
    case 'companion':
      return <CompanionStep />;
    case 'review':
      return <ReviewStep advisor={advisor.firstName} />;
  }
}

function leave(): void {
  send({ type: 'release' });
  clearBooking();
  if (client.thread.value.state === 'none') show('advisor');
  // A booking that failed may have opened the conversation: its words must not be lost.
  else show(wordsKept.value ? 'thread' : 'words');
}

export function chosenAdvisor(): AdvisorCard | null {
  const { advisors, advisor } = client.choice.value;
  return client.thread.value.advisor ?? advisors.find((one) => one.id === advisor) ?? null;
}

export function BookingScreen() {
  const advisor = chosenAdvisor();
  const booking = client.booking.value.state;
  useEffect(() => send({ type: 'load_offer' }), []);
  useEffect(() => {
    if (booking === 'lost') step.value = 'time';
  }, [booking]);
  // A new step is a new page to whoever listens to it; the screen itself takes care of the first.
  const current = step.value;
  const shown = useRef(`${current} ${booking === 'booked'}`);
  useEffect(() => {
    const now = `${current} ${booking === 'booked'}`;
    if (shown.current === now) return;
    shown.current = now;
    focusHeading();
  }, [current, booking]);

  if (!advisor) return <Loading text={t('wait')} />;
  if (booking === 'booked') return <Confirmed advisor={advisor} />;
  const position = steps.value.indexOf(current) + 1;
  return (
    <Page
      heading={heading(current, advisor)}
      step={{ number: position, of: steps.value.length }}
      back={() => {
        if (!stepBy(-1)) leave();
      }}
      className="booking"
    >
      {current === 'mode' || current === 'time' ? null : <HoldNote />}
      <StepView advisor={advisor} />
    </Page>
  );
}
