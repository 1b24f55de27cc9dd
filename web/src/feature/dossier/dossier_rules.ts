// What the screen of a dossier decides: which days and parts, and what is hidden. Pure.
import { merged, occurrences, type Stretch, selectedIn, wholeWords } from '../../text/redaction.ts';
import type {
  DossierChoice,
  DossierItem,
  DossierPart,
  DossierText,
  Hidden,
} from '../../worker/dossier_messages.ts';
import { beginningOf, endingOf } from '../consent/full_text.ts';

export const PARTS: readonly DossierPart[] = ['messages', 'statements', 'talks', 'notes'];

// "2026-11-27", or empty for no bound.
export type ChoiceForm = {
  readonly from: string;
  readonly until: string;
  readonly parts: readonly DossierPart[];
};

export const FIRST_CHOICE: ChoiceForm = { from: '', until: '', parts: ['messages', 'statements', 'talks'] };

const DAY = /^\d{4}-\d\d-\d\d$/;

export function choiceOf({ from, until, parts }: ChoiceForm): DossierChoice | 'period' | 'parts' {
  if (parts.length === 0) return 'parts';
  if ([from, until].some((day) => day !== '' && !DAY.test(day))) return 'period';
  if (from !== '' && until !== '' && until < from) return 'period';
  return {
    from: from === '' ? null : beginningOf(from),
    until: until === '' ? null : endingOf(until),
    parts: PARTS.filter((part) => parts.includes(part)),
  };
}

type State = {
  readonly hidden: Hidden;
  // Hidden wherever they stand, also in texts that are taken in later.
  readonly words: readonly string[];
};

export type Marks = State & {
  readonly before: readonly State[];
  // Ids of texts that were here before.
  readonly known: ReadonlySet<string>;
};

export const NO_MARKS: Marks = { hidden: {}, words: [], before: [], known: new Set() };

export function textsOf(items: readonly DossierItem[]): readonly DossierText[] {
  return items.flatMap(({ texts }) => texts);
}

// Only of the texts that are there now.
export function hiddenIn(items: readonly DossierItem[], hidden: Hidden): Hidden {
  const found = textsOf(items).map(({ id, text }) => [id, merged(text, hidden[id] ?? [])] as const);
  return Object.fromEntries(found.filter(([, stretches]) => stretches.length > 0));
}

export function countOf(items: readonly DossierItem[], hidden: Hidden): number {
  return Object.values(hiddenIn(items, hidden)).reduce((sum, stretches) => sum + stretches.length, 0);
}

// Statements whose bytes stay out because a part is hidden.
export function unsigned(items: readonly DossierItem[], hidden: Hidden): number {
  const here = hiddenIn(items, hidden);
  return items.filter(({ kind, texts }) => kind === 'statement' && texts.some(({ id }) => id in here)).length;
}

function withWords(texts: readonly DossierText[], hidden: Hidden, words: string): Hidden {
  const found = texts.map(({ id, text }) => [id, occurrences(text, words)] as const);
  const more = found.filter(([, stretches]) => stretches.length > 0);
  return {
    ...hidden,
    ...Object.fromEntries(more.map(([id, stretches]) => [id, [...(hidden[id] ?? []), ...stretches]])),
  };
}

export type Hid = { readonly marks: Marks; readonly places: number };

// `shown` is what was selected in the text as it stands there, marks and all. Null when it holds no words.
export function hide(
  marks: Marks,
  items: readonly DossierItem[],
  { id, text }: DossierText,
  shown: Stretch,
  everywhere: boolean,
): Hid | null {
  const before = marks.hidden[id] ?? [];
  const chosen = wholeWords(text, selectedIn(text, before, shown));
  if (chosen === null) return null;
  const words = text.slice(chosen.from, chosen.to);
  const here: Hidden = { ...marks.hidden, [id]: merged(text, [...before, chosen]) };
  const hidden = everywhere ? withWords(textsOf(items), here, words) : here;
  const places = textsOf(items).filter(
    (one) => (hidden[one.id] ?? []).length > (marks.hidden[one.id] ?? []).length,
  );
  return {
    marks: {
      ...marks,
      hidden,
      words: everywhere ? [...marks.words, words] : marks.words,
      before: past(marks),
    },
    places: Math.max(1, places.length),
  };
}

export function showAgain(marks: Marks, id: string): Marks {
  const { [id]: _, ...hidden } = marks.hidden;
  return { ...marks, hidden, before: past(marks) };
}

function past({ hidden, words, before }: Marks): readonly State[] {
  return [...before, { hidden, words }];
}

export function undo(marks: Marks): Marks {
  const { before } = marks;
  return { ...marks, ...(before.at(-1) ?? NO_MARKS), before: before.slice(0, -1), known: marks.known };
}

// Words that were hidden everywhere are hidden in what is taken in anew, too; what was looked through stays as it was.
export function hideInNew(marks: Marks, items: readonly DossierItem[]): Marks {
  const fresh = textsOf(items).filter(({ id }) => !marks.known.has(id));
  const hidden = marks.words.reduce((sum, words) => withWords(fresh, sum, words), marks.hidden);
  return { ...marks, hidden, known: new Set([...marks.known, ...fresh.map(({ id }) => id)]) };
}
