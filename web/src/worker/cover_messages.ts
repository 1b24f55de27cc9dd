// Asking everybody at once whether a colleague may stand in, as the advisors' page and its worker speak of it.
import type { Colleague, RegisterCode } from './consent_messages.ts';

// Who and when; `from` is 0 for at once.
export type CoverDays = { readonly colleague: string; readonly from: number; readonly until: number };

// The question as each family reads it.
export type CoverQuestion = { readonly points: readonly string[]; readonly text: string };
export type CoverQuestions = Readonly<Record<RegisterCode, CoverQuestion>>;

export type CoverAct =
  | { readonly act: 'load' }
  | ({ readonly act: 'count' } & CoverDays)
  | ({ readonly act: 'ask' } & CoverDays & { readonly shown: CoverQuestions });

// Of all conversations that go on: what they said to this colleague for these days.
export type CoverCounts = {
  readonly total: number;
  readonly allowed: number;
  readonly waiting: number;
  // Said no, or never wants a colleague, or cannot be asked about this one.
  readonly without: number;
  readonly unasked: number;
};

export type CoverAsking = {
  readonly state: 'idle' | 'asking' | 'asked' | 'failed';
  readonly colleagues: readonly Colleague[];
  readonly counts: CoverCounts | null;
};

export const NO_COVER_ASKING: CoverAsking = { state: 'idle', colleagues: [], counts: null };
