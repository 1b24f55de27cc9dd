// How long to wait before the next attempt: doubling, bounded, and spread out so that a restarted server is not met by
// everybody at once.

const FIRST_MS = 400;
const LONGEST_MS = 20_000;

// `attempt` counts from 0; `random` is in [0, 1).
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}
