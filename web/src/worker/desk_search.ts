// Search in what is open on this device: plain text, nothing is indexed and nothing leaves. Pure.
import type { CaseItem, DeskSearch, SearchHit } from './advisor_messages.ts';

export const HITS_MAX = 50;
const QUERY_MIN = 2;
const BEFORE_CHARACTERS = 30;
const AFTER_CHARACTERS = 60;

export type Searched = { readonly conversation: string; readonly items: readonly CaseItem[] };

// One plain letter for each letter of the text, so that a place found in one is the same place in the other.
export function plainText(text: string): string {
  return Array.from(text, (letter) => {
    const plain = letter.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
    return plain.length === letter.length ? plain : letter;
  }).join('');
}

function hitIn(conversation: string, item: CaseItem, query: string): SearchHit | null {
  if (item.kind !== 'message') return null;
  const at = plainText(item.text).indexOf(query);
  if (at < 0) return null;
  const [start, end] = [Math.max(0, at - BEFORE_CHARACTERS), at + query.length];
  const cut = (from: number, to: number) => item.text.slice(from, to).replaceAll(/\s+/g, ' ');
  const after = cut(end, end + AFTER_CHARACTERS);
  return {
    conversation,
    item: item.id,
    own: item.own,
    at: item.at,
    before: `${start > 0 ? '…' : ''}${cut(start, at)}`,
    match: item.text.slice(at, end),
    after: `${after}${item.text.length > end + AFTER_CHARACTERS ? '…' : ''}`,
  };
}

// The newest first.
export function searchCases(cases: readonly Searched[], typed: string): DeskSearch {
  const query = plainText(typed.trim());
  if (query.length < QUERY_MIN) return { query: typed, total: 0, hits: [] };
  const hits = cases.flatMap(({ conversation, items }) =>
    items.flatMap((item) => hitIn(conversation, item, query) ?? []),
  );
  hits.sort((left, right) => right.at - left.at);
  return { query: typed, total: hits.length, hits: hits.slice(0, HITS_MAX) };
}
