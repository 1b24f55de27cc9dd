import { describe, expect, test } from 'vitest';
import { lookAgainAt, waitsSince } from '../../src/feature/thread/look_again.ts';
import type { DeliveryState, ThreadItem } from '../../src/worker/messages.ts';
import type { TalkAction } from '../../src/worker/talk_messages.ts';

// 2026-11-02 is a Monday.
const at = (iso: string) => Date.parse(iso) / 1000;
const MONDAY = at('2026-11-02T09:00:00Z');
const EVERY_SCHOOL_DAY = { workingDays: 0b0011111, replyDays: 2 };
const HOUR_S = 3600;

function said(hour: number, own: boolean, delivery: DeliveryState = 'arrived'): ThreadItem {
  const common = { id: `${hour}`, author: '', text: 'Dag', files: [] };
  return { kind: 'message', own, at: MONDAY + hour * HOUR_S, delivery, ...common };
}

function talked(hour: number, own: boolean, action: TalkAction): ThreadItem {
  const time = { start: MONDAY, end: MONDAY + HOUR_S };
  const talk = { ...time, id: '', action, kind: 'joint', revision: 0 } as const;
  return { kind: 'appointment', id: `${hour}a`, own, name: '', talk, at: MONDAY + hour * HOUR_S };
}

const open = { state: 'open', block: null, eraseAt: null } as const;
const lookDay = (items: readonly ThreadItem[], now: string) => {
  const look = lookAgainAt({ ...open, items }, EVERY_SCHOOL_DAY, at(now));
  return look === null ? null : new Date(look * 1000).toISOString();
};

describe('since when an answer is waited for', () => {
  test('the first message after the last answer counts, so that writing more moves nothing', () => {
    expect(waitsSince([said(0, true), said(2, true)])).toBe(MONDAY);
    expect(waitsSince([said(0, true), said(1, false), said(2, true), said(3, true)])).toBe(
      MONDAY + 2 * HOUR_S,
    );
  });

  test('nobody waits after an answer or after an appointment that the advisor spoke of', () => {
    expect(waitsSince([])).toBeNull();
    expect(waitsSince([said(0, true), said(1, false)])).toBeNull();
    expect(waitsSince([said(0, true), talked(1, false, 'proposed')])).toBeNull();
  });

  test('what has not arrived waits for the network and not for the advisor', () => {
    for (const delivery of ['waiting', 'sent', 'failed'] as const)
      expect(waitsSince([said(0, true, delivery)])).toBeNull();
  });

  test('who took a time knows when they speak; a proposal waits for a yes', () => {
    expect(waitsSince([said(0, true), talked(0, true, 'booked')])).toBeNull();
    expect(waitsSince([talked(1, true, 'proposed')])).toBe(MONDAY + HOUR_S);
    expect(waitsSince([said(0, true), talked(1, true, 'cancelled')])).toBe(MONDAY);
  });
});

describe('when to look again', () => {
  test('two school days after a message', () => {
    expect(lookDay([said(0, true)], '2026-11-02T10:00:00Z')).toBe('2026-11-04T15:00:00.000Z');
  });

  test('a day that has passed makes place for one to come, a school day from the next working day', () => {
    expect(lookDay([said(0, true)], '2026-11-04T16:00:00Z')?.slice(0, 10)).toBe('2026-11-05');
    expect(lookDay([said(0, true)], '2026-11-07T10:00:00Z')?.slice(0, 10)).toBe('2026-11-10');
  });

  test('nothing is promised where nothing will come', () => {
    const items = [said(0, true)];
    const ask = (change: object) => lookAgainAt({ ...open, items, ...change }, EVERY_SCHOOL_DAY, MONDAY);
    expect(ask({})).not.toBeNull();
    for (const state of ['none', 'closed', 'replaced', 'untrusted', 'erased'])
      expect(ask({ state })).toBeNull();
    expect(ask({ eraseAt: MONDAY })).toBeNull();
    expect(ask({ block: { reason: 'gone', numbers: null } })).toBeNull();
  });
});
