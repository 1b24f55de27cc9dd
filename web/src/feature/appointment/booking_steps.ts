// The order of the steps of booking a call, and which one is shown.
import { computed, signal } from '@preact/signals';
import type { CallMode } from '../../worker/messages.ts';

export type Step = 'mode' | 'time' | 'reach' | 'companion' | 'review';

export const mode = signal<CallMode>('client_calls');
export const step = signal<Step>('mode');

// Whoever calls themselves needs to give no number.
export const steps = computed<readonly Step[]>(() =>
  mode.value === 'advisor_calls'
    ? ['mode', 'time', 'reach', 'companion', 'review']
    : ['mode', 'time', 'companion', 'review'],
);

// False at either end.
export function stepBy(distance: 1 | -1): boolean {
  const next = steps.value[steps.value.indexOf(step.value) + distance];
  if (next) step.value = next;
  return next !== undefined;
}
