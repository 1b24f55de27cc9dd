// What the frame and the start screen can set in motion: entering, coming back, stopping, and leaving at once.
import { clearBooking } from '../feature/appointment/booking_form.ts';
import { language, speak, tone } from '../i18n/text.ts';
import { clearDraft, hasUnsentText, role, wordsKept } from '../store/draft.ts';
import { client, send, startEngine, stopEngine } from '../store/engine.ts';
import { exitAddress } from '../store/organisation.ts';
import { show } from '../store/screen.ts';
import { covered } from '../ui/cover.ts';
import { leave } from '../ui/quick_exit.ts';
import type { ShellActions } from '../ui/shell.tsx';

async function say(nextLanguage: 'nl' | 'en', nextTone: 'je' | 'u'): Promise<void> {
  await speak(nextLanguage, nextTone);
  send({ type: 'speak', language: nextLanguage, tone: nextTone });
}

export async function enter(as: 'pupil' | 'parent'): Promise<void> {
  role.value = as;
  await say(language.value, as === 'parent' ? 'u' : 'je');
  show('know');
  await restart();
}

export async function comeBack(): Promise<void> {
  show('return');
  await restart();
}

// Starts the engine where it is not running; it learns how this visitor is addressed.
export async function restart(): Promise<void> {
  await startEngine();
  send({ type: 'speak', language: language.value, tone: tone.value });
}

function wipe(): void {
  stopEngine();
  clearDraft();
  clearBooking();
  covered.value = false;
}

// Back to the start with nothing left: keys, text and words are gone from this page.
export function stop(): void {
  wipe();
  void speak(language.value, 'je');
  show('start');
}

// After a long time out of sight. Words that were never written down, and text or files that were never sent, are worth more.
export function forget(): void {
  const words = client.words.value.words;
  const isBusy = client.renewal.value.state === 'switching' || client.files.value.length > 0;
  if ((words && !wordsKept.value) || hasUnsentText() || isBusy) return;
  stop();
}

export function exit(): void {
  leave({ address: exitAddress, wipe: stopEngine });
}

export const shellActions: Omit<ShellActions, 'exit'> = {
  speak: (next) => void say(next, tone.value),
  help: show,
  stop,
};
