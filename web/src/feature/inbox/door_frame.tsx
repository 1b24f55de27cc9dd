// The frame of every page before the inbox: one card in the middle.
import type { ComponentChildren } from 'preact';
import { say } from '../../i18n/inbox/text.ts';
import type { FirstStep } from '../../worker/advisor_messages.ts';
import { FIRST_STEPS } from '../../worker/door_messages.ts';
import { Brand, LanguageChoice } from './brand.tsx';

type FrameProperties = {
  readonly heading: string;
  // When the screen is one of the first time.
  readonly step?: FirstStep | undefined;
  readonly children: ComponentChildren;
};

export function DoorFrame({ heading, step, children }: FrameProperties) {
  return (
    <div class="door">
      <header class="top">
        <div class="wrap bar">
          <Brand />
          <LanguageChoice />
        </div>
      </header>
      <main id="main" class="wrap door-main">
        <div class="door-card card">
          {step ? (
            <p class="door-step">
              {say('door.step', { step: FIRST_STEPS.indexOf(step) + 1, of: FIRST_STEPS.length })}
            </p>
          ) : null}
          <h1 tabIndex={-1}>{heading}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
