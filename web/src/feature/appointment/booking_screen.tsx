// C9: make an appointment, or give one another time, one question a step.
import { useEffect, useRef } from 'preact/hooks';
import { tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { wordsKept } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { focusHeading } from '../../ui/focus.ts';
import { Loading, Page } from '../../ui/page.tsx';
import type { AdvisorCard } from '../../worker/messages.ts';
import { AboutStep } from './about_step.tsx';
import { clearBooking } from './booking_form.ts';
import { moving, type Step, step, stepBy, steps } from './booking_steps.ts';
import { CompanionStep } from './companion_step.tsx';
import { Confirmed } from './confirmed.tsx';
import { ModeStep } from './mode_step.tsx';
import { ReachStep } from './reach_step.tsx';
import { HoldNote, ReviewStep } from './review_step.tsx';
import { TimeStep } from './time_step.tsx';

const forward = () => {
  stepBy(1);
};

function heading(current: Step, advisor: AdvisorCard): string {
  if (moving.value && current === 'time') return tell('h_moving');
  if (current === 'about') return tell('h_about');
  return tell(`book.${current}`, { name: advisor.firstName });
}

function StepView({ advisor }: { advisor: AdvisorCard }) {
  switch (step.value) {
    case 'mode':
      return <ModeStep advisor={advisor} next={forward} />;
    case 'time':
      return <TimeStep next={forward} />;
    case 'about':
      return <AboutStep advisor={advisor.firstName} next={forward} />;
    case 'reach':
      return <ReachStep advisor={advisor.firstName} next={forward} />;
    case 'companion':
      return <CompanionStep next={forward} />;
    case 'review':
      return <ReviewStep advisor={advisor.firstName} />;
  }
}

function leave(): void {
  const wasMoving = moving.value !== null;
  send({ type: 'release' });
  clearBooking();
  if (wasMoving) show('appointments');
  else if (client.thread.value.state === 'none') show('advisor');
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
