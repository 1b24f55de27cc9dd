// The availability form's state in this page: what is typed, until it is saved.
import { signal } from '@preact/signals';
import type { Hours } from '../../worker/advisor_messages.ts';
import type { SlotKind } from '../../worker/messages.ts';
import {
  draftOf,
  type HoursDraft,
  type KindDraft,
  type Stretch,
  suggestedHours,
  type WindowDraft,
} from './hours_rules.ts';

export const hoursDraft = signal<HoursDraft | null>(null);

// Whether an advisor has said anything yet.
export function isNew(saved: Hours): boolean {
  return saved.weekly.length === 0 && saved.dated.length === 0 && saved.absences.length === 0;
}

// What the form shows before anything is typed; a new advisor gets a suggestion.
export function startingDraft(saved: Hours): HoursDraft {
  return isNew(saved) ? suggestedHours() : draftOf(saved);
}

function kindsOn(draft: HoursDraft): readonly SlotKind[] {
  return draft.kinds.filter(({ on }) => on).map(({ kind }) => kind);
}

export function changeKind(draft: HoursDraft, kind: SlotKind, part: Partial<KindDraft>): HoursDraft {
  const kinds = draft.kinds.map((one) => (one.kind === kind ? { ...one, ...part } : one));
  return { ...draft, kinds };
}

export function addWindow(draft: HoursDraft, weekday: number): HoursDraft {
  const sameDay = draft.windows.filter((window) => window.weekday === weekday);
  const kinds = sameDay.at(-1)?.kinds ?? kindsOn(draft);
  const added: WindowDraft =
    sameDay.length === 0
      ? { weekday, from: '09:00', until: '12:00', kinds }
      : { weekday, from: '', until: '', kinds };
  return { ...draft, windows: [...draft.windows, added] };
}

export function addDay(draft: HoursDraft): HoursDraft {
  const added = { date: '', from: '09:00', until: '12:00', kinds: kindsOn(draft) };
  return { ...draft, days: [...draft.days, added] };
}

export function addAbsence(draft: HoursDraft): HoursDraft {
  return { ...draft, absences: [...draft.absences, { from: '', until: '' }] };
}

type Lists = 'windows' | 'days' | 'absences';

export function remove(draft: HoursDraft, list: Lists, index: number): HoursDraft {
  return { ...draft, [list]: draft[list].filter((_: unknown, at: number) => at !== index) };
}

export function change<List extends Lists>(
  draft: HoursDraft,
  list: List,
  index: number,
  part: Partial<HoursDraft[List][number]>,
): HoursDraft {
  const changed = draft[list].map((one, at) => (at === index ? { ...one, ...part } : one));
  return { ...draft, [list]: changed };
}

export function withKind({ kinds }: Stretch, kind: SlotKind, on: boolean): readonly SlotKind[] {
  const others = kinds.filter((one) => one !== kind);
  return on ? [...others, kind] : others;
}
