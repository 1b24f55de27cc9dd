// When to look for an answer, for whoever waits for one in a conversation. Pure.
import type { AdvisorCard, ThreadItem, ThreadState } from '../../worker/messages.ts';
import { lookBackAt } from '../words/look_back.ts';

// Since when the advisor owes an answer, in unix seconds: the first that was asked after the advisor's last word.
export function waitsSince(items: readonly ThreadItem[]): number | null {
  let since: number | null = null;
  for (const item of items) {
    if (item.kind !== 'message' && item.kind !== 'appointment') continue;
    if (!item.own) since = null;
    else if (item.kind === 'message') {
      // What is still on its way has not been asked yet.
      if (item.delivery === 'arrived' || item.delivery === 'read') since ??= item.at;
    } else if (item.talk.action === 'proposed') since ??= item.at;
    // Who took a time knows when they speak.
    else if (item.talk.action === 'booked') since = null;
  }
  return since;
}

type Waiting = Pick<ThreadState, 'state' | 'block' | 'eraseAt' | 'items'>;

// Null when nobody waits, and where nothing will come: closed, finished, or not to be gone on with.
export function lookAgainAt(
  { state, block, eraseAt, items }: Waiting,
  { workingDays, replyDays }: Pick<AdvisorCard, 'workingDays' | 'replyDays'>,
  now: number,
): number | null {
  if (state !== 'open' || block || eraseAt !== null) return null;
  const since = waitsSince(items);
  if (since === null) return null;
  const at = lookBackAt(since, workingDays, replyDays);
  // A late answer is promised anew, as soon as one can be: a school day from the next working day.
  return at > now ? at : lookBackAt(now, workingDays, 1);
}
