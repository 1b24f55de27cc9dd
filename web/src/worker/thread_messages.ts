// A conversation as its client sees it, as the page and its worker speak of it.
import type { FileView } from './attachment_messages.ts';
import type { ConsentLine, ConsentPurpose, CoverPerson } from './consent_messages.ts';
import type { AdvisorCard, Language, Tone } from './messages.ts';
import type { TalkView } from './talk_messages.ts';

export type DeliveryState = 'waiting' | 'sent' | 'arrived' | 'read' | 'failed';

export type ThreadItem =
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly own: boolean;
      readonly author: string;
      // Empty when there are only files.
      readonly text: string;
      readonly files: readonly FileView[];
      readonly at: number;
      readonly delivery: DeliveryState;
    }
  | {
      readonly kind: 'appointment';
      readonly id: string;
      readonly own: boolean;
      readonly name: string;
      readonly talk: TalkView;
      readonly at: number;
    }
  | { readonly kind: 'unreadable'; readonly id: string; readonly at: number }
  // What lies before the words that this visitor came with, as one.
  | { readonly kind: 'shut'; readonly id: string; readonly at: number }
  // The words changed: by the client itself, or by an advisor who gave a card.
  | {
      readonly kind: 'new_words';
      readonly id: string;
      readonly how: 'own_words' | 'card';
      readonly name: string;
      readonly at: number;
    }
  | { readonly kind: 'joined'; readonly id: string; readonly name: string; readonly at: number }
  | {
      readonly kind: 'consent';
      readonly id: string;
      readonly line: ConsentLine;
      readonly purpose: ConsentPurpose;
      readonly own: boolean;
      readonly name: string;
      readonly whom: string;
      readonly at: number;
      readonly until?: number;
    };

// Two people who read the same to each other have the same conversation before them.
export type ChainCheck = { readonly entries: number; readonly number: string };

export type NumberedAdvisor = { readonly name: string; readonly number: string };

// Why nothing can be sent in this conversation until somebody has called. It can be read as before.
export type ThreadBlock = {
  readonly reason: // The key that this conversation was begun with is not in the directory any more.
    | 'gone'
    // All devices of the advisor were revoked: only whoever has them would read.
    | 'revoked'
    // The service shows a directory that was replaced, or another of the same version.
    | 'rolled_back';
  // Null while they are worked out.
  readonly numbers: {
    readonly conversation: string;
    // Who is listed for the school now.
    readonly listed: readonly NumberedAdvisor[];
  } | null;
};

export type ThreadState = {
  // replaced: other words opened the conversation meanwhile; these open nothing any more. erased: nothing is left of it.
  readonly state: 'none' | 'open' | 'closed' | 'replaced' | 'untrusted' | 'erased';
  // Who replaced them, when the log could still say so.
  readonly replaced: {
    readonly how: 'own_words' | 'card';
    readonly name: string;
    readonly at: number;
  } | null;
  // The first name of the advisor whose card these words are from.
  readonly cardFrom: string | null;
  readonly advisor: AdvisorCard | null;
  readonly items: readonly ThreadItem[];
  readonly brake: boolean;
  readonly tone: Tone | null;
  readonly language: Language | null;
  // Read out on the phone, this tells whether both sides have the same conversation up to here.
  readonly check: ChainCheck | null;
  readonly block: ThreadBlock | null;
  // The advisor lost all devices and cannot read what was written before, unless this client gives it back.
  readonly lostHistory: boolean;
  // The advisor finished it: it can be read until then, and goes on with the next message.
  readonly eraseAt: number | null;
  // Questions about consent that wait for an answer.
  readonly asks: number;
  // Colleagues who stand in and read along.
  readonly covers: readonly CoverPerson[];
};

export const NO_THREAD: ThreadState = {
  state: 'none',
  replaced: null,
  cardFrom: null,
  advisor: null,
  items: [],
  brake: false,
  tone: null,
  language: null,
  check: null,
  block: null,
  lostHistory: false,
  eraseAt: null,
  asks: 0,
  covers: [],
};
