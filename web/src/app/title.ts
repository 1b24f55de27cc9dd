// The tab says the product's neutral name and, in a flow, the step: never what it is about.
import { effect } from '@preact/signals';
import { step as bookingStep, steps } from '../feature/appointment/booking_steps.ts';
import { t } from '../i18n/text.ts';
import { wordsKept } from '../store/draft.ts';
import { purpose, type ScreenName, screen } from '../store/screen.ts';
import { PRODUCT } from '../ui/shell.tsx';

const WRITING: readonly ScreenName[] = ['school', 'advisor', 'write', 'words'];

function stepOf(name: ScreenName): { step: number; steps: number } | null {
  if (name === 'book') {
    return { step: steps.value.indexOf(bookingStep.value) + 1, steps: steps.value.length };
  }
  const position = WRITING.indexOf(name);
  const beyond = name === 'words' && (wordsKept.value || purpose.value === 'call');
  return position < 0 || beyond ? null : { step: position + 1, steps: WRITING.length };
}

export function keepTitle(): void {
  effect(() => {
    const position = stepOf(screen.value);
    document.title = position ? `${t('nav.step', position)} – ${PRODUCT}` : PRODUCT;
  });
}
