// A dossier: a copy of a conversation that an advisor makes for the family, as the page and its worker speak of it. What
// people wrote goes to the page as texts with an id; the page answers which stretches of which text are hidden.
import type { Stretch } from '../text/redaction.ts';
import type { ConsentLine, ConsentPurpose } from './consent_messages.ts';
import type { TalkAction, TalkKind, TalkTime } from './talk_messages.ts';

export type DossierPart = 'messages' | 'statements' | 'talks' | 'notes';

export type DossierChoice = {
  // Unix seconds; null for all. The end is not part of it.
  readonly from: number | null;
  readonly until: number | null;
  readonly parts: readonly DossierPart[];
};

export type DossierField =
  | 'name'
  | 'school'
  | 'text'
  | 'file'
  | 'place'
  | 'agenda'
  | 'attendees'
  | 'interpreter'
  | 'rules'
  | 'whom'
  | 'about'
  | 'shown'
  | 'why'
  | 'consulted';

// One text that somebody wrote, and that may be hidden in part.
export type DossierText = { readonly id: string; readonly field: DossierField; readonly text: string };

export type DossierSide = 'own' | 'colleague' | 'client' | 'second_client' | 'nobody';

export type DossierEvent = 'joined' | 'joins' | 'leaves' | 'own_words' | 'card' | 'unreadable';

export type DossierMatter =
  | { readonly kind: 'person' | 'message' | 'note' }
  | { readonly kind: 'event'; readonly event: DossierEvent }
  | ({
      readonly kind: 'talk';
      readonly action: TalkAction;
      readonly talk: TalkKind;
      readonly earlier: TalkTime | null;
    } & TalkTime)
  | {
      readonly kind: 'statement';
      readonly line: ConsentLine;
      readonly purpose: ConsentPurpose;
      readonly saidAt: number | null;
      readonly toldAt: number | null;
      // Null when it has no period; 0 until it is withdrawn.
      readonly until: number | null;
    };

export type DossierItem = DossierMatter & {
  // Its place in the log; -1 for what is not in it.
  readonly seq: number;
  // Null for what has no time.
  readonly at: number | null;
  readonly side: DossierSide;
  // Of an advisor; '' for everybody else.
  readonly name: string;
  readonly texts: readonly DossierText[];
};

// By the id of the text.
export type Hidden = Readonly<Record<string, readonly Stretch[]>>;

// What a dossier says around the content, in the language of the page.
export type DossierTexts = {
  readonly locale: string;
  readonly title: string;
  // What stands at the top: term and description.
  readonly facts: readonly (readonly [string, string])[];
  readonly madeBy: string;
  readonly remarks: readonly string[];
  // What a mark says to whoever hears the page.
  readonly hidden: string;
  readonly undated: string;
  readonly fields: Readonly<Record<DossierField, string>>;
  readonly sides: Readonly<Record<DossierSide, string>>;
  readonly events: Readonly<Record<DossierEvent, string>>;
  readonly kinds: Readonly<Record<'person' | 'note', string>>;
  readonly actions: Readonly<Record<TalkAction, string>>;
  readonly talks: Readonly<Record<TalkKind, string>>;
  readonly lines: Readonly<Record<ConsentLine, string>>;
  readonly saidAt: string;
  readonly toldAt: string;
  readonly until: string;
  readonly untilStop: string;
  readonly when: string;
  readonly earlier: string;
};

export type DossierState = {
  // The conversation.
  readonly id: string;
  // unrecorded: the conversation could not be told of it, so nothing was given out.
  readonly state: 'idle' | 'review' | 'making' | 'made' | 'unrecorded' | 'failed';
  readonly items: readonly DossierItem[];
  // The zip, for one turn.
  readonly file: Uint8Array<ArrayBuffer> | null;
  // Opens the zip; null when it has none. Gone with the next act.
  readonly phrase: string | null;
};

export const NO_DOSSIER: DossierState = { id: '', state: 'idle', items: [], file: null, phrase: null };

export type DossierAct =
  | { readonly act: 'collect'; readonly choice: DossierChoice }
  | {
      readonly act: 'make';
      readonly hidden: Hidden;
      // With a passphrase that is made for it.
      readonly locked: boolean;
      readonly texts: DossierTexts;
      // What the conversation is told, before anything is given out.
      readonly record: string;
    }
  | { readonly act: 'settle' };
