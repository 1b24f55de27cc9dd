// What is wrong with a planned time, in the terms in which the form explains it; the server checks again. Pure.
import type { BusyBlock, Planned } from '../../worker/agenda_messages.ts';

export type PlanDraft = {
  readonly start: number | null;
  readonly minutes: number;
  readonly beforeMin: number;
  readonly afterMin: number;
};
export type Clash =
  | { readonly kind: 'appointment' | 'room'; readonly at: number; readonly id: string }
  | { readonly kind: 'block'; readonly at: number };
export type PlanFault = 'no_time' | 'past' | null;

export function planFault({ start }: PlanDraft, now: number): PlanFault {
  if (start === null) return 'no_time';
  return start <= now ? 'past' : null;
}

type Stretch = { readonly from: number; readonly until: number };

function overlap(left: Stretch, right: Stretch): boolean {
  return left.from < right.until && right.from < left.until;
}

// Appointments first: they cannot be, a block is the advisor's own to overrule. `own` is the one that is moved.
export function clashOf(
  { start, minutes, beforeMin, afterMin }: PlanDraft,
  planned: readonly Planned[],
  busy: readonly BusyBlock[],
  own: string | null,
): Clash | null {
  if (start === null) return null;
  const end = start + minutes * 60;
  const room = { from: start - beforeMin * 60, until: end + afterMin * 60 };
  const others = planned.filter(({ id, state }) => id !== own && state !== 'cancelled');
  const met = others.find((one) => overlap({ from: start, until: end }, { from: one.start, until: one.end }));
  if (met) return { kind: 'appointment', at: met.start, id: met.id };
  const near = others.find((one) => overlap(room, { from: one.busyFrom, until: one.busyUntil }));
  if (near) return { kind: 'room', at: near.start, id: near.id };
  const block = busy.find((one) => overlap(room, one));
  return block ? { kind: 'block', at: block.from } : null;
}
