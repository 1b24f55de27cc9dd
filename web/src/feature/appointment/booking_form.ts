// The answers given so far while booking a call, and what each answer must look like.
import { signal } from '@preact/signals';
import { name } from '../../store/draft.ts';
import type { CallDetailsForm, Slot } from '../../worker/messages.ts';
import { mode, step } from './booking_steps.ts';

const PHONE_DIGITS_MIN = 8;
const PHONE_DIGITS_MAX = 15;

type Answers = Omit<CallDetailsForm, 'name' | 'mode'>;

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

export const answers = signal<Answers>(unanswered);
export const picked = signal<Slot | null>(null);

export function answer(change: Partial<Answers>): void {
  answers.value = { ...answers.value, ...change };
}

// A number typed before the person chose to call themselves stays on this page.
export function callDetails(): CallDetailsForm {
  const own = mode.value === 'client_calls';
  const given = own ? { ...unanswered, companion: answers.value.companion } : answers.value;
  return { ...given, mode: mode.value, name: name.value.trim() };
}

export function clearBooking(): void {
  answers.value = unanswered;
  mode.value = 'client_calls';
  step.value = 'mode';
  picked.value = null;
}

// Dutch numbers with or without the country code, and numbers from abroad with theirs.
export function isPhoneNumber(text: string): boolean {
  if (!/^\+?[\d\s().-]+$/.test(text.trim())) return false;
  const digits = text.replaceAll(/\D/g, '');
  return digits.length >= PHONE_DIGITS_MIN && digits.length <= PHONE_DIGITS_MAX;
}
