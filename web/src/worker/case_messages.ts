// One conversation in the inbox, as the page and its worker speak of it: who, what was said, notes, card, finishing.
import type { AgeBand, CoverPreference, Language as RosterLanguage } from '../crypto/roster.ts';
import type { FileView } from './attachment_messages.ts';
import type { ConsentLine, ConsentPurpose, CoverPerson } from './consent_messages.ts';
import type { ChainCheck, DeliveryState, Failure } from './messages.ts';
import type { TalkView } from './talk_messages.ts';

export type ClientRole = 'pupil' | 'parent';

// What a child or parent has read is their own business: nothing tells the advisor.
export type ReplyDelivery = Exclude<DeliveryState, 'read'>;

export type CaseItem =
  | {
      readonly kind: 'message';
      readonly id: string;
      // -1 while it is not in the log.
      readonly seq: number;
      readonly own: boolean;
      // Set for a colleague's message.
      readonly colleague: string | null;
      // Empty when there are only files.
      readonly text: string;
      readonly files: readonly FileView[];
      readonly at: number;
      readonly delivery: ReplyDelivery;
    }
  | {
      readonly kind: 'talk';
      readonly id: string;
      readonly seq: number;
      readonly own: boolean;
      readonly talk: TalkView;
      readonly at: number;
    }
  | {
      readonly kind: 'joined';
      readonly id: string;
      readonly seq: number;
      readonly name: string;
      readonly at: number;
    }
  // The client changed its words, or an advisor gave a card.
  | {
      readonly kind: 'new_words';
      readonly id: string;
      readonly seq: number;
      readonly how: 'own_words' | 'card';
      readonly name: string;
      readonly at: number;
    }
  | {
      readonly kind: 'consent';
      readonly id: string;
      readonly seq: number;
      readonly line: ConsentLine;
      readonly purpose: ConsentPurpose;
      readonly own: boolean;
      readonly name: string;
      readonly whom: string;
      readonly at: number;
      readonly until?: number;
    }
  // An entry that is authentic and that this device cannot open.
  | { readonly kind: 'unreadable'; readonly id: string; readonly seq: number; readonly at: number };

export type Person = {
  readonly role: ClientRole | null;
  readonly name: string;
  readonly age: AgeBand;
  // Null when it was not said; a code that the directory does not know has no name.
  readonly school: { readonly code: string; readonly name: string; readonly place: string } | null;
  readonly brake: boolean;
  readonly cover: CoverPreference;
  readonly language: RosterLanguage | null;
  readonly since: number;
};

export type NoteFields = { readonly text: string; readonly alias: string };
export type NoteState = {
  readonly state: 'loading' | 'ready' | 'saving' | 'saved' | 'conflict' | 'unreadable' | 'failed';
  readonly revision: number;
  readonly fields: NoteFields;
  // What another device wrote meanwhile, when state is 'conflict'.
  readonly theirs: NoteFields | null;
};

// From `at` on, if the advisor so chooses, a card opens what was written.
export type CardPeriod = { readonly epoch: number; readonly at: number; readonly messages: number };

// New words that an advisor gives to a client. They are shown once, and not in force before 'given'.
export type CardState = {
  readonly id: string | null;
  readonly state: 'idle' | 'making' | 'shown' | 'giving' | 'given' | 'failed';
  readonly words: readonly string[] | null;
  readonly failure: Failure | null;
};

// Finishing a conversation: it stays readable until it is erased, and goes on when the other side writes.
export type FinishState = {
  readonly state: 'open' | 'finished';
  readonly closedAt: number | null;
  readonly eraseAt: number | null;
  // Whether this advisor may finish and open it again.
  readonly mayFinish: boolean;
  readonly sending: 'none' | 'sending' | 'failed';
};

export const NOT_FINISHED: FinishState = {
  state: 'open',
  closedAt: null,
  eraseAt: null,
  mayFinish: false,
  sending: 'none',
};

// Standing in: `covered` when colleagues read along for this advisor, `covering` when this advisor reads for another.
export type CoverState = {
  readonly state: 'none' | 'covered' | 'covering';
  // Who stands in; for whoever covers, the one she stands in for and until when.
  readonly people: readonly CoverPerson[];
  // Something was written before that is not for whoever covers.
  readonly hidden: boolean;
};

export const NO_COVER: CoverState = { state: 'none', people: [], hidden: false };

export type CaseState = {
  readonly id: string | null;
  readonly state: 'reading' | 'good' | 'closed' | 'untrusted';
  readonly items: readonly CaseItem[];
  // The last message of the other side, and up to where this advisor has read.
  readonly theirLastSeq: number;
  readonly readSeq: number;
  readonly person: Person | null;
  readonly note: NoteState;
  readonly check: ChainCheck | null;
  // Empty when this advisor may give no card here.
  readonly periods: readonly CardPeriod[];
  readonly finish: FinishState;
  readonly cover: CoverState;
};

export const NO_NOTE: NoteState = {
  state: 'loading',
  revision: 0,
  fields: { text: '', alias: '' },
  theirs: null,
};

export const NO_CASE: CaseState = {
  id: null,
  state: 'reading',
  items: [],
  theirLastSeq: -1,
  readSeq: -1,
  person: null,
  note: NO_NOTE,
  check: null,
  periods: [],
  finish: NOT_FINISHED,
  cover: NO_COVER,
};
