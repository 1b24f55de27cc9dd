// The answers given so far while making an appointment, and what each answer must look like.
import { signal } from '@preact/signals';
import { name } from '../../store/draft.ts';
import type { CallDetailsForm, Slot } from '../../worker/messages.ts';
import type { TalkForm } from '../../worker/talk_messages.ts';
import { kind, mode, moving, step } from './booking_steps.ts';

const PHONE_DIGITS_MIN = 8;
const PHONE_DIGITS_MAX = 15;

type Answers = Omit<CallDetailsForm, 'name' | 'mode'>;
type About = Omit<TalkForm, 'kind' | 'groundRules'> & { readonly agreesToRules: boolean };

const unanswered: Answers = {
  phone: '',
  whoAnswers: 'only_me',
  ifOther: 'hang_up',
  voicemail: 'no',
  codeWord: '',
  showNumber: 'hidden',
  helps: '',
  companion: 'alone',
};
const nothingSaid: About = {
  place: '',
  agenda: '',
  attendees: '',
  help: [],
  language: '',
  agreesToRules: false,
};

export const answers = signal<Answers>(unanswered);
export const about = signal<About>(nothingSaid);
export const picked = signal<Slot | null>(null);
// A held time is kept longer once.
export const extended = signal(false);

export function answer(change: Partial<Answers>): void {
  answers.value = { ...answers.value, ...change };
}

export function tellAbout(change: Partial<About>): void {
  about.value = { ...about.value, ...change };
}

// A number typed before the person chose to call themselves stays on this page.
export function callDetails(): CallDetailsForm {
  const calledBack = kind.value === 'call' && mode.value === 'advisor_calls';
  const given = calledBack ? answers.value : { ...unanswered, companion: answers.value.companion };
  return { ...given, mode: mode.value, name: name.value.trim() };
}

export function clearBooking(): void {
  answers.value = unanswered;
  about.value = nothingSaid;
  kind.value = 'call';
  mode.value = 'client_calls';
  step.value = 'mode';
  moving.value = null;
  picked.value = null;
  extended.value = false;
}

// Dutch numbers with or without the country code, and numbers from abroad with theirs.
export function isPhoneNumber(text: string): boolean {
  if (!/^\+?[\d\s().-]+$/.test(text.trim())) return false;
  const digits = text.replaceAll(/\D/g, '');
  return digits.length >= PHONE_DIGITS_MIN && digits.length <= PHONE_DIGITS_MAX;
}
