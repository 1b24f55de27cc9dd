// The availability form's state in this page: what is typed, until it is saved.
import { signal } from '@preact/signals';
import type { Hours } from '../../worker/advisor_messages.ts';
import { draftOf, type HoursDraft, suggestedHours, type WindowDraft } from './hours_rules.ts';

export const hoursDraft = signal<HoursDraft | null>(null);

// What the form shows before anything is typed; a new advisor gets a suggestion.
export function startingDraft(saved: Hours): HoursDraft {
  return saved.weekly.length === 0 && saved.closed_days.length === 0 ? suggestedHours() : draftOf(saved);
}

export function addWindow(draft: HoursDraft, weekday: number): HoursDraft {
  const sameDay = draft.windows.filter((window) => window.weekday === weekday);
  const added: WindowDraft =
    sameDay.length === 0 ? { weekday, from: '09:00', until: '12:00' } : { weekday, from: '', until: '' };
  return { ...draft, windows: [...draft.windows, added] };
}

export function removeWindow(draft: HoursDraft, index: number): HoursDraft {
  return { ...draft, windows: draft.windows.filter((_, at) => at !== index) };
}

export function changeWindow(draft: HoursDraft, index: number, part: Partial<WindowDraft>): HoursDraft {
  return {
    ...draft,
    windows: draft.windows.map((window, at) => (at === index ? { ...window, ...part } : window)),
  };
}
