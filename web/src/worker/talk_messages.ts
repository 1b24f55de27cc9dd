// What pages and workers say to each other about appointments, beside their times.
import type { CallMode, Companion, Help, Talk, TalkAction, TalkKind, TalkTime } from '../crypto/talk.ts';

export type { CallMode, Companion, Help, TalkAction, TalkKind, TalkTime };

// What an advisor's hours are for; which of them a talk is, only the conversation knows.
export type SlotKind = 'call' | 'in_person' | 'with_school';

export function slotKindOf(kind: TalkKind): SlotKind {
  if (kind === 'call') return 'call';
  return kind === 'in_person' || kind === 'three_way' ? 'in_person' : 'with_school';
}

export type DayPart = 'morning' | 'afternoon' | 'evening';
// 1 is Monday.
export type Wish = { readonly weekday: number; readonly part: DayPart };

export type WaitingState = {
  readonly state: 'idle' | 'ready' | 'saving' | 'full' | 'failed';
  // None when one does not wait.
  readonly wishes: readonly Wish[];
  // A time that came free and is kept for a day.
  readonly offer: {
    readonly start: number;
    readonly end: number;
    readonly kinds: readonly SlotKind[];
    readonly expiresAt: number;
  } | null;
};

// What the conversation says about one; the id in hexadecimal.
export type TalkView = Omit<Talk, 'id'> & { readonly id: string };

// What a family tells about an appointment that it makes; empty when nothing was said.
export type TalkForm = {
  readonly kind: Exclude<TalkKind, 'hearing'>;
  readonly place: string;
  readonly agenda: string;
  readonly attendees: string;
  readonly help: readonly Help[];
  readonly language: string;
  readonly groundRules: string;
};

export type AppointmentState = 'proposed' | 'booked' | 'cancelled' | 'changing';

// An appointment as the server keeps it and the conversation tells of it.
export type Appointment = {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  // changing: an answer or a cancellation is on its way.
  readonly state: AppointmentState;
  readonly revision: number;
  readonly byAdvisor: boolean;
  // The time that the advisor proposes instead.
  readonly moved: TalkTime | null;
  // Null when the conversation says nothing about it, or not yet.
  readonly talk: TalkView | null;
  // The server and the conversation name different times for the same revision: somebody is to be asked.
  readonly differs: boolean;
};
