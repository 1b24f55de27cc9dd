// What the advisor's page and its worker say to each other about the agenda.
import type { CallCard } from './advisor_messages.ts';
import type { Appointment, CallMode, TalkKind, TalkTime } from './talk_messages.ts';

// An appointment with what only the advisor's devices know of it.
export type Planned = Appointment & {
  readonly conversation: string;
  // With what is kept free around it.
  readonly busyFrom: number;
  readonly busyUntil: number;
  readonly card: CallCard | null;
};

// A stretch of the advisor's own calendar; what it is, nobody is told.
export type BusyBlock = {
  readonly id: string;
  readonly from: number;
  readonly until: number;
  readonly imported: boolean;
};

export type PlanForm = TalkTime & {
  readonly kind: TalkKind;
  readonly mode: CallMode;
  // Seconds that are kept free before and after: the way there, room to write things down.
  readonly before: number;
  readonly after: number;
  // Empty when nothing was said.
  readonly place: string;
  readonly agenda: string;
  readonly attendees: string;
  readonly groundRules: string;
  readonly text: string;
};
export type MoveForm = TalkTime & {
  readonly before: number;
  readonly after: number;
  readonly text: string;
};

export type AgendaAct =
  | { readonly act: 'cancel'; readonly appointment: string; readonly text: string }
  | {
      readonly act: 'answer';
      readonly appointment: string;
      readonly accept: boolean;
      readonly text: string;
    }
  | { readonly act: 'propose'; readonly conversation: string; readonly plan: PlanForm }
  | { readonly act: 'propose_move'; readonly appointment: string; readonly move: MoveForm }
  // Whoever is ill today proposes another time to everybody of today, and offers nothing more today.
  | { readonly act: 'ill'; readonly text: string }
  // After a talk: a line for the advisor's own note and, when it did not come about, a few words to the family.
  | { readonly act: 'end'; readonly conversation: string; readonly note: string; readonly text: string }
  | { readonly act: 'load_reminder' }
  // Null: none any more.
  | { readonly act: 'set_reminder'; readonly address: string | null }
  | { readonly act: 'load_feed' }
  | { readonly act: 'put_feed'; readonly neutral: boolean }
  | { readonly act: 'remove_feed' }
  | { readonly act: 'load_busy' }
  | { readonly act: 'put_busy'; readonly from: number; readonly until: number }
  | { readonly act: 'remove_busy'; readonly block: string }
  | { readonly act: 'import_busy'; readonly blocks: ReadonlyArray<{ from: number; until: number }> };

// How the last act went. taken: `conflict` is the appointment in the way, null when somebody is booking right now.
export type AgendaOutcome =
  | { readonly state: 'idle' | 'sending' | 'done' | 'refused' | 'failed' | 'past' | 'changed' | 'full' }
  | { readonly state: 'taken'; readonly conflict: string | null }
  // Of the appointments of today: how many got another time, and how many were called off.
  | { readonly state: 'ill'; readonly moved: number; readonly cancelled: number };

export type CallsState = {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly list: readonly Planned[];
  // Numbers that the advisor asked for after reading the instructions, by appointment.
  readonly numbers: Readonly<Record<string, string>>;
  readonly busy: readonly BusyBlock[];
  readonly outcome: AgendaOutcome;
  // Whether the service can send a mail when something new waits, and where to.
  readonly reminder: { readonly available: boolean; readonly address: string | null };
  // Where another calendar may read this one. The address is known only right after it was made.
  readonly feed: { readonly exists: boolean; readonly neutral: boolean; readonly address: string | null };
};

export const NO_CALLS: CallsState = {
  state: 'loading',
  list: [],
  numbers: {},
  busy: [],
  outcome: { state: 'idle' },
  reminder: { available: false, address: null },
  feed: { exists: false, neutral: true, address: null },
};
