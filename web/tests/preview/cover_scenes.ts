// Made-up standing in, for both preview pages.
import type { CaseItem } from '../../src/worker/advisor_messages.ts';
import type { CoverState } from '../../src/worker/case_messages.ts';
import type { ThreadItem } from '../../src/worker/messages.ts';
import { DAY_S, monday } from './talk_scenes.ts';

const now = Math.floor(Date.now() / 1000);
const today = now - (now % 3600);

export const threadCoverItems: readonly ThreadItem[] = (['joins', 'leaves'] as const).map((line) => ({
  kind: 'consent',
  purpose: 'cover',
  id: `8${line}`,
  line,
  own: false,
  name: '',
  whom: 'Youssef',
  at: monday - 3 * DAY_S,
  until: monday + 9 * DAY_S,
}));

// Somebody reads along for this advisor, or this advisor for another.
export function sampleCover(state: string): CoverState {
  const until = today + 9 * DAY_S;
  return state === 'covering'
    ? { state, people: [{ name: 'Marieke', until }], hidden: true }
    : { state: 'covered', people: [{ name: 'Youssef', until }], hidden: false };
}

export function caseCoverItems(state: string): readonly CaseItem[] {
  const until = today + 9 * DAY_S;
  const common = { kind: 'consent', purpose: 'cover', name: '', whom: 'Youssef' } as const;
  const own = state === 'covering';
  const joins = { ...common, id: '20c', seq: 20, line: 'joins', own, at: today - 3600, until } as const;
  const leaves = { ...common, id: '21c', seq: 21, line: 'leaves', own: false, at: today } as const;
  return own ? [joins] : [joins, leaves];
}
