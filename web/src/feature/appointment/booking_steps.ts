// The order of the steps of making an appointment, and which one is shown.
import { computed, signal } from '@preact/signals';
import type { Appointment, CallMode } from '../../worker/messages.ts';
import type { TalkForm } from '../../worker/talk_messages.ts';

export type Step = 'mode' | 'time' | 'about' | 'reach' | 'companion' | 'review';

export const kind = signal<TalkForm['kind']>('call');
export const mode = signal<CallMode>('client_calls');
export const step = signal<Step>('mode');
// The appointment that gets another time; null while a new one is made.
export const moving = signal<Appointment | null>(null);

// Whoever calls themselves needs to give no number; whoever meets says where.
export const steps = computed<readonly Step[]>(() => {
  if (moving.value) return ['time', 'review'];
  if (kind.value !== 'call') return ['mode', 'time', 'about', 'companion', 'review'];
  return mode.value === 'advisor_calls'
    ? ['mode', 'time', 'reach', 'companion', 'review']
    : ['mode', 'time', 'companion', 'review'];
});

// False at either end.
export function stepBy(distance: 1 | -1): boolean {
  const next = steps.value[steps.value.indexOf(step.value) + distance];
  if (next) step.value = next;
  return next !== undefined;
}

export function startMoving(appointment: Appointment): void {
  moving.value = appointment;
  const { kind: talkKind = 'call', mode: talkMode = 'client_calls' } = appointment.talk ?? {};
  // What is fixed by others is not moved here; its kind only says which hours are shown.
  kind.value = talkKind === 'hearing' ? 'joint' : talkKind;
  mode.value = talkMode;
  step.value = 'time';
}
