// Hides words that are about others: whole words, under a mark whose length says nothing about them. Positions count
// UTF-16 units, as a browser counts a selection.

export const HIDDEN_MARK = '▇▇▇▇▇';

export type Stretch = { readonly from: number; readonly to: number };
export type Piece = Stretch & { readonly hidden: boolean };

// Halves of a pair count as letters, so that no mark ever begins within a character.
const WORD_UNIT = /[\p{L}\p{N}\p{M}\p{Cs}\p{Cf}_]/u;
const isWordUnit = (text: string, at: number): boolean => WORD_UNIT.test(text[at] ?? ' ');
const isWithinWord = (text: string, at: number): boolean => isWordUnit(text, at - 1) && isWordUnit(text, at);
const isSpace = (text: string, at: number): boolean => /\s/u.test(text[at] ?? '');

/** The words that a selection touches; null when it touches none. */
export function wholeWords(text: string, { from, to }: Stretch): Stretch | null {
  let [start, end] = [Math.max(0, from), Math.min(text.length, to)];
  while (start < end && isSpace(text, start)) start += 1;
  while (end > start && isSpace(text, end - 1)) end -= 1;
  if (start >= end) return null;
  while (start > 0 && isWithinWord(text, start)) start -= 1;
  while (end < text.length && isWithinWord(text, end)) end += 1;
  return { from: start, to: end };
}

/** In order and apart. What stands side by side on a line becomes one, or the marks would count the words. */
export function merged(text: string, stretches: readonly Stretch[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const next of [...stretches].sort((left, right) => left.from - right.from)) {
    const last = found.at(-1);
    if (last && (next.from <= last.to || isOnlyGap(text.slice(last.to, next.from)))) {
      found[found.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else found.push(next);
  }
  return found;
}

function isOnlyGap(between: string): boolean {
  return !/[\p{L}\p{N}\n]/u.test(between);
}

/** All of a text, in order. */
export function piecesOf(text: string, hidden: readonly Stretch[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of merged(text, hidden)) {
    if (from > at) pieces.push({ from: at, to: from, hidden: false });
    pieces.push({ from, to, hidden: true });
    at = to;
  }
  if (at < text.length) pieces.push({ from: at, to: text.length, hidden: false });
  return pieces;
}

export function redacted(text: string, hidden: readonly Stretch[]): string {
  return piecesOf(text, hidden)
    .map((piece) => (piece.hidden ? HIDDEN_MARK : text.slice(piece.from, piece.to)))
    .join('');
}

/** What a selection in the redacted text means in the text itself; a mark counts whole. */
export function selectedIn(text: string, hidden: readonly Stretch[], shown: Stretch): Stretch {
  let [from, to] = [text.length, 0];
  let at = 0;
  for (const piece of piecesOf(text, hidden)) {
    const length = piece.hidden ? HIDDEN_MARK.length : piece.to - piece.from;
    const [start, end] = [Math.max(shown.from, at), Math.min(shown.to, at + length)];
    if (start < end) {
      from = Math.min(from, piece.hidden ? piece.from : piece.from + start - at);
      to = Math.max(to, piece.hidden ? piece.to : piece.from + end - at);
    }
    at += length;
  }
  return from < to ? { from, to } : { from: 0, to: 0 };
}

/** Where the same words stand, in any case, also with the s of a possessive. */
export function occurrences(text: string, words: string): readonly Stretch[] {
  const wanted = words.trim();
  if (wanted === '') return [];
  const escaped = wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/gu, '\\s+');
  const found = [...text.matchAll(new RegExp(`${escaped}s?`, 'giu'))];
  return found
    .map(({ index, 0: match }) => ({ from: index, to: index + match.length }))
    .filter(({ from, to }) => !isWithinWord(text, from) && !isWithinWord(text, to));
}
