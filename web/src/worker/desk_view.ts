// The list of conversations as the advisor works through it: in which group each belongs, and in which order. Pure.

import type { DeskGroup, DeskRow, PebbleName } from './advisor_messages.ts';
import type { CaseSummary } from './case_view.ts';
import type { Slot } from './messages.ts';

export const PEBBLE_COLOURS = 24;
const SHORT_NUMBERS = 90;
const LONG_NUMBERS = 9000;

// Never answered comes first, then who waits for an answer; a call today outranks only what waits for the other side.
export function groupOf(
  { answered, waitingSince }: Pick<CaseSummary, 'answered' | 'waitingSince'>,
  callsToday: boolean,
): DeskGroup {
  if (!answered) return 'new';
  if (waitingSince !== null) return 'mine';
  return callsToday ? 'today' : 'theirs';
}

// What must be decided today comes first, then whoever waits longest; where nobody waits, the latest word is.
export function compareRows(left: DeskRow, right: DeskRow): number {
  if (left.due !== right.due) return left.due ? -1 : 1;
  if (left.waitingSince !== null && right.waitingSince !== null)
    return left.waitingSince - right.waitingSince;
  if (left.waitingSince !== null || right.waitingSince !== null) return left.waitingSince === null ? 1 : -1;
  if (left.group === 'today' && left.nextCall && right.nextCall)
    return left.nextCall.start - right.nextCall.start;
  return right.lastAt - left.lastAt;
}

function pebble(id: string, numbers: number, first: number): PebbleName {
  const colour = Number.parseInt(id.slice(0, 2), 16) % PEBBLE_COLOURS;
  return { colour, number: first + (Number.parseInt(id.slice(2, 10), 16) % numbers) };
}

// A name to tell conversations apart, the same on every visit. Two that would share one get a longer number.
export function pebbleNames(ids: readonly string[]): ReadonlyMap<string, PebbleName> {
  const short = new Map(ids.map((id) => [id, pebble(id, SHORT_NUMBERS, 10)]));
  const uses = new Map<string, number>();
  for (const { colour, number } of short.values()) {
    const name = `${colour} ${number}`;
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return new Map(
    [...short].map(([id, name]) => {
      const unique = uses.get(`${name.colour} ${name.number}`) === 1;
      return [id, unique ? name : pebble(id, LONG_NUMBERS, 1000)];
    }),
  );
}

// The first of these calls that is not over.
export function nextCallOf(calls: readonly Slot[], now: number): Slot | null {
  return calls
    .filter(({ end }) => end > now)
    .reduce<Slot | null>((first, call) => (first && first.start <= call.start ? first : call), null);
}
