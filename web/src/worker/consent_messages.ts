// What the pages and their workers say to each other about consent and about a client's own data (see messages.ts).
import type { Failure } from './messages.ts';
import type { TalkAction } from './talk_messages.ts';

export type RegisterCode = 'nl-je' | 'nl-u' | 'en';

export type ConsentPurpose = 'tell' | 'cover' | 'joint' | 'appointment' | 'other';

// What an advisor told, and when, under a yes.
export type Telling = {
  readonly at: number;
  readonly name: string;
  readonly whom: string;
  readonly points: readonly string[];
};

export type ConsentStateName =
  // An advisor asked, and nobody answered yet.
  | 'asked'
  // An advisor wrote down an oral yes that the client has neither confirmed nor denied.
  | 'said'
  | 'allowed'
  | 'ended'
  | 'withdrawn'
  | 'declined'
  | 'talk_first'
  // Something was told without a yes.
  | 'told_without';

// One matter of the ledger (crypto/KZ1.md 5.5): what was asked, what was answered, what was told.
export type ConsentCard = {
  // Of the statement it began with.
  readonly id: string;
  readonly state: ConsentStateName;
  readonly purpose: ConsentPurpose;
  // Whether it is about an advisor whom the directory knows; then `whom` is the name that stands there.
  readonly colleague: 'none' | 'known' | 'stranger';
  // The advisor who asked, wrote down or told; for a client's own yes, whoever it is for.
  readonly name: string;
  readonly whom: string;
  // Of the yes where there is one, else of the question.
  readonly points: readonly string[];
  // The beginning of the yes or, before there is one, of what was asked.
  readonly from: number;
  // 0: until it is withdrawn.
  readonly until: number;
  readonly askedAt: number | null;
  // When a yes was given by mouth, as the advisor wrote it down.
  readonly saidAt: number | null;
  // Yes, no, or first talk.
  readonly answeredAt: number | null;
  readonly withdrawnAt: number | null;
  readonly told: readonly Telling[];
  // Only for 'told_without'.
  readonly notice: { readonly at: number; readonly why: string; readonly consulted: string } | null;
  // Given with words from a card, which an advisor's browser once knew.
  readonly underCard: boolean;
  // What a withdrawal or a telling refers to; null when nothing may be told.
  readonly yes: string | null;
};

// A colleague who stands in; `until` is 0 where only a withdrawal ends it.
export type CoverPerson = { readonly name: string; readonly until: number };

export type ConsentSlice = {
  // The conversation; '' for a client's only one.
  readonly id: string;
  readonly state: 'loading' | 'ready';
  // Newest first.
  readonly cards: readonly ConsentCard[];
  // Statements that are shown and change nothing.
  readonly uncounted: number;
  readonly sending: 'none' | 'sending' | 'done' | 'failed';
};

export const NO_CONSENT: ConsentSlice = {
  id: '',
  state: 'loading',
  cards: [],
  uncounted: 0,
  sending: 'none',
};

export type Colleague = { readonly id: string; readonly name: string };

// Told without a yes, and not yet said to the family (worker/held_notices.ts).
export type HeldMatter = {
  readonly id: string;
  readonly whom: string;
  readonly points: readonly string[];
  readonly toldAt: number;
  readonly why: string;
  readonly consulted: string;
  // The beginning of the day on which it is decided again.
  readonly reviewAt: number;
  // Why not yet, each time that this was decided.
  readonly later: readonly string[];
};

export type DeskConsentSlice = ConsentSlice & {
  readonly held: readonly HeldMatter[];
  // Whether there is room for one more.
  readonly mayHold: boolean;
  // Whom the advisor may ask about in this conversation.
  readonly colleagues: readonly Colleague[];
};

export const NO_DESK_CONSENT: DeskConsentSlice = { ...NO_CONSENT, held: [], mayHold: true, colleagues: [] };

// A text as it stood on the screen of whoever agreed to it.
export type ShownText = { readonly text: string; readonly language: RegisterCode };

export type ClientConsentAct =
  | { readonly act: 'load' }
  | {
      readonly act: 'allow';
      // The card that asks; null for a yes that nobody asked for.
      readonly card: string | null;
      readonly whom: string;
      readonly points: readonly string[];
      readonly until: number;
      readonly shown: ShownText;
    }
  | { readonly act: 'decline'; readonly card: string; readonly answer: 'no' | 'talk_first' }
  | { readonly act: 'withdraw'; readonly card: string };

export type AdvisorConsentAct =
  | { readonly act: 'load' }
  | {
      readonly act: 'ask';
      readonly purpose: 'tell' | 'cover' | 'joint';
      // Who stands in or talks along; null where it is nobody of ours.
      readonly colleague: string | null;
      readonly whom: string;
      readonly points: readonly string[];
      // 0: at once.
      readonly from: number;
      readonly until: number;
      readonly saidAt: number | null;
      readonly shown: ShownText;
    }
  | {
      readonly act: 'told';
      readonly card: string;
      readonly points: readonly string[];
      readonly toldAt: number;
    }
  | {
      readonly act: 'told_without';
      readonly whom: string;
      readonly points: readonly string[];
      readonly toldAt: number;
      readonly why: string;
      readonly consulted: string;
      readonly shown: ShownText;
    }
  // As told_without, but the family hears it later.
  | {
      readonly act: 'hold';
      readonly whom: string;
      readonly points: readonly string[];
      readonly toldAt: number;
      readonly why: string;
      readonly consulted: string;
      readonly reviewAt: number;
      readonly later: string;
    }
  | { readonly act: 'hold_on'; readonly held: string; readonly reviewAt: number; readonly later: string }
  // `why` as the family reads it, with why it hears it only now.
  | { readonly act: 'tell_held'; readonly held: string; readonly why: string; readonly shown: ShownText }
  // Whoever stands in reads no more: the colleague, or this advisor for another.
  | { readonly act: 'end_cover' }
  | { readonly act: 'export' }
  | { readonly act: 'settle' };

// A line in a conversation about consent.
export type ConsentLine =
  | 'asked'
  | 'said'
  | 'allowed'
  | 'declined'
  | 'talk_first'
  | 'withdrawn'
  | 'told'
  | 'told_without'
  // A colleague begins to stand in, and stops.
  | 'joins'
  | 'leaves'
  // Does not count: not what it says it is, or an answer to nothing.
  | 'uncounted';

// What a client's copy says around the content, in the language of the page.
export type CopyTexts = {
  readonly locale: string;
  readonly title: string;
  readonly heading: string;
  readonly made: string;
  readonly you: string;
  readonly messages: string;
  readonly files: string;
  readonly talks: Readonly<Record<TalkAction, string>>;
  readonly unreadable: string;
  readonly newWords: string;
  readonly joined: string;
  readonly consent: string;
  readonly noConsent: string;
  readonly whom: string;
  readonly whomFor: Readonly<Record<'cover' | 'joint', string>>;
  readonly what: string;
  readonly until: string;
  readonly untilStop: string;
  readonly told: string;
  readonly why: string;
  readonly consulted: string;
  readonly states: Readonly<Record<ConsentStateName, string>>;
  readonly lines: Readonly<Record<ConsentLine, string>>;
};

export type DataState = {
  readonly state: 'idle' | 'making' | 'made' | 'erasing' | 'erased' | 'failed';
  // The copy, for one turn.
  readonly copy: Uint8Array<ArrayBuffer> | null;
  readonly failure: Failure | null;
};

export type DataAct =
  | { readonly act: 'copy'; readonly texts: CopyTexts }
  | { readonly act: 'erase' }
  | { readonly act: 'settle' };
