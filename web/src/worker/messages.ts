// What the page and the client's worker say to each other. The page sends commands; the worker answers with whole
// slices of state, never with pieces to be merged, so that a view is a function of the last slices it saw.
// All times are unix seconds unless the name says otherwise; all ids are lower-case hexadecimal.

import type { FileAct, FileDraft, OpenedFile } from './attachment_messages.ts';
import type { ClientConsentAct, ConsentSlice, DataAct, DataState } from './consent_messages.ts';
import type {
  Appointment,
  CallMode,
  Companion,
  SlotKind,
  TalkForm,
  WaitingState,
  Wish,
} from './talk_messages.ts';
import { NO_THREAD, type ThreadState } from './thread_messages.ts';

export type {
  ChainCheck,
  DeliveryState,
  NumberedAdvisor,
  ThreadBlock,
  ThreadItem,
  ThreadState,
} from './thread_messages.ts';
export type { Appointment, CallMode, SlotKind };

export type Tone = 'je' | 'u';
export type Language = 'nl' | 'en';

export type OrganisationFacts = {
  readonly name: string;
  readonly deploymentId: string;
  readonly rootKeys: readonly string[];
  readonly phone: string;
  readonly email: string;
  readonly exitUrl: string;
  // Where the service is, when the pages come from another host; else empty.
  readonly apiOrigin: string;
};

// Why something did not happen, in the terms in which a screen can explain it.
export type Failure =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'no_keys' }
  | { readonly kind: 'untrusted' }
  // The list of advisors was not signed again in time.
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'browser' }
  | { readonly kind: 'refused' };

export type EngineStatus = {
  // unreachable: not even the organisation's facts could be had. failed: this browser cannot do the cryptography.
  readonly engine: 'idle' | 'starting' | 'ready' | 'unreachable' | 'failed';
  readonly connection: 'idle' | 'connecting' | 'online' | 'offline';
};

export type SchoolLine = {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly street: string;
  readonly kind: string;
};

export type DirectoryState = {
  readonly state: 'idle' | 'loading' | 'ready' | 'lapsed' | 'unreachable' | 'untrusted';
  readonly schools: number;
  // The sha256 of the pages that the signed directory means, newest first, in hexadecimal.
  readonly releases: readonly string[];
};

export type SearchState = {
  readonly query: string;
  readonly total: number;
  readonly results: readonly SchoolLine[];
};

export type AdvisorCard = {
  readonly id: string;
  readonly name: string;
  readonly firstName: string;
  readonly languages: readonly string[];
  readonly phone: string;
  readonly email: string;
  readonly intro: { readonly je: string; readonly u: string; readonly en: string };
  // Bit 0 is Monday.
  readonly workingDays: number;
  readonly replyDays: number;
  readonly safetyNumber: string | null;
  readonly reachable: 'unknown' | 'yes' | 'no';
  readonly nextSlot: number | 'unknown' | 'none';
};

export type ChoiceState = {
  readonly school: SchoolLine | null;
  readonly advisors: readonly AdvisorCard[];
  readonly advisor: string | null;
};

export type WordsState = { readonly words: readonly string[] | null };

export type FirstMessageState = {
  readonly state: 'idle' | 'sending' | 'waiting' | 'working' | 'arrived' | 'failed';
  readonly failure: Failure | null;
};

export type OpeningState = {
  readonly state: 'idle' | 'deriving' | 'asking' | 'reading' | 'open' | 'not_found' | 'failed';
  readonly failure: Failure | null;
};

export type RenewalState = {
  readonly state: 'idle' | 'making' | 'shown' | 'switching' | 'done' | 'failed';
  // Not in force before 'done'.
  readonly words: readonly string[] | null;
  readonly failure: Failure | null;
};

export type Slot = {
  readonly start: number;
  readonly end: number;
  // Of a time that is offered: what it can be had for.
  readonly kinds?: readonly SlotKind[];
};

export type OfferState = {
  readonly state: 'idle' | 'loading' | 'ready' | 'failed';
  readonly slots: readonly Slot[];
  readonly nextStart: number | null;
};

export type HoldState = {
  readonly state: 'none' | 'asking' | 'held' | 'taken' | 'closed' | 'expired' | 'failed';
  readonly slot: Slot | null;
  readonly expiresAt: number | null;
  readonly nearest: readonly Slot[];
};

export type BookingState = {
  readonly state: 'idle' | 'sending' | 'booked' | 'lost' | 'failed';
  readonly slot: Slot | null;
  readonly appointment: string | null;
  readonly failure: Failure | null;
};

export type AppointmentsState = {
  readonly state: 'idle' | 'loading' | 'ready' | 'failed';
  readonly list: readonly Appointment[];
};

export type ClientSlices = {
  readonly status: EngineStatus;
  readonly directory: DirectoryState;
  readonly search: SearchState;
  readonly choice: ChoiceState;
  readonly words: WordsState;
  readonly first: FirstMessageState;
  readonly opening: OpeningState;
  readonly thread: ThreadState;
  readonly offer: OfferState;
  readonly hold: HoldState;
  readonly booking: BookingState;
  readonly appointments: AppointmentsState;
  readonly waiting: WaitingState;
  readonly renewal: RenewalState;
  readonly files: readonly FileDraft[];
  readonly opened: OpenedFile | null;
  readonly consent: ConsentSlice;
  readonly data: DataState;
};

export const initialSlices: ClientSlices = {
  status: { engine: 'idle', connection: 'idle' },
  directory: { state: 'idle', schools: 0, releases: [] },
  search: { query: '', total: 0, results: [] },
  choice: { school: null, advisors: [], advisor: null },
  words: { words: null },
  first: { state: 'idle', failure: null },
  opening: { state: 'idle', failure: null },
  thread: NO_THREAD,
  offer: { state: 'idle', slots: [], nextStart: null },
  hold: { state: 'none', slot: null, expiresAt: null, nearest: [] },
  booking: { state: 'idle', slot: null, appointment: null, failure: null },
  appointments: { state: 'idle', list: [] },
  waiting: { state: 'idle', wishes: [], offer: null },
  renewal: { state: 'idle', words: null, failure: null },
  files: [],
  opened: null,
  consent: { id: '', state: 'loading', cards: [], uncounted: 0, sending: 'none' },
  data: { state: 'idle', copy: null, failure: null },
};

export type AgeBand = 'not_said' | 'under_12' | '12_15' | '16_17' | '18_up';
export type CoverPreference = 'new_messages' | 'all' | 'nobody' | 'ask';

// What the person tells about themselves; sealed in the first commit's roster.
export type SelfDescription = {
  readonly role: 'pupil' | 'parent';
  readonly name: string;
  readonly age: AgeBand;
  readonly cover: CoverPreference;
  readonly brake: boolean;
};

export type CallDetailsForm = {
  readonly mode: CallMode;
  readonly phone: string;
  readonly whoAnswers: 'only_me' | 'maybe_other';
  readonly ifOther: 'hang_up' | 'ask_for_me' | 'call_later';
  readonly voicemail: 'no' | 'without_reason';
  readonly name: string;
  readonly codeWord: string;
  readonly showNumber: 'hidden' | 'normal';
  readonly helps: string;
  readonly companion: 'alone' | 'my_age' | 'adult' | 'unknown';
};

export type ClientCommand =
  | { readonly type: 'start'; readonly organisation: OrganisationFacts; readonly origin: string }
  | { readonly type: 'speak'; readonly language: Language; readonly tone: Tone }
  | { readonly type: 'load_directory' }
  | { readonly type: 'search'; readonly query: string }
  | { readonly type: 'choose_school'; readonly school: string }
  | { readonly type: 'choose_advisor'; readonly advisor: string }
  // Make the words and their keys ahead of time, while the person is still typing.
  | { readonly type: 'prepare' }
  | { readonly type: 'send_first'; readonly text: string; readonly self: SelfDescription }
  | { readonly type: 'open'; readonly words: string }
  | { readonly type: 'send'; readonly text: string }
  | { readonly type: 'file'; readonly file: FileAct }
  | { readonly type: 'give_history_back' }
  | { readonly type: 'load_offer' }
  | { readonly type: 'hold'; readonly slot: Slot }
  | { readonly type: 'extend_hold' }
  | { readonly type: 'release' }
  | {
      readonly type: 'book';
      readonly details: CallDetailsForm;
      readonly talk: TalkForm;
      // The first message and the self-description when no conversation is open yet.
      readonly text: string;
      readonly self: SelfDescription;
    }
  | { readonly type: 'load_appointments' }
  | { readonly type: 'cancel'; readonly appointment: string }
  | { readonly type: 'load_waiting' }
  | { readonly type: 'wait'; readonly wishes: readonly Wish[] }
  | { readonly type: 'stop_waiting' }
  // What is kept for us is the time that we book now.
  | { readonly type: 'take_waiting' }
  // The held time becomes its time.
  | { readonly type: 'move'; readonly appointment: string }
  | { readonly type: 'answer'; readonly appointment: string; readonly accept: boolean }
  | { readonly type: 'change_companion'; readonly appointment: string; readonly companion: Companion }
  // New words are made and shown; taken when they were read back; dropped when the visitor thinks better of it.
  | { readonly type: 'make_new_words' }
  | { readonly type: 'take_new_words' }
  | { readonly type: 'drop_new_words' }
  | { readonly type: 'consent'; readonly consent: ClientConsentAct }
  | { readonly type: 'data'; readonly data: DataAct };

export type SliceEvent = {
  [Name in keyof ClientSlices]: { readonly slice: Name; readonly value: ClientSlices[Name] };
}[keyof ClientSlices];
