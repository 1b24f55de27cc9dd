// What the screen of a dossier decides: days and parts, and what is hidden in which text.
import { describe, expect, test } from 'vitest';
import {
  choiceOf,
  countOf,
  FIRST_CHOICE,
  hiddenIn,
  hide,
  hideInNew,
  type Marks,
  NO_MARKS,
  showAgain,
  undo,
  unsigned,
} from '../../src/feature/dossier/dossier_rules.ts';
import { redacted } from '../../src/text/redaction.ts';
import type { DossierItem } from '../../src/worker/dossier_messages.ts';
import { present } from '../crypto/support/expect.ts';

function message(seq: number, text: string): DossierItem {
  const texts = [{ id: `${seq}message.0`, field: 'text', text }] as const;
  return { kind: 'message', seq, at: seq, side: 'client', name: '', texts };
}

const asked: DossierItem = {
  kind: 'statement',
  line: 'asked',
  purpose: 'tell',
  saidAt: null,
  toldAt: null,
  until: 0,
  seq: 3,
  at: 3,
  side: 'own',
  name: 'Sanne',
  texts: [{ id: '3statement.1', field: 'about', text: 'wat Peter deed' }],
};
const items = [message(1, 'Peter en Sem deden het.'), message(2, 'PETERS broer ook.'), asked];

function hiding(marks: Marks, words: string, everywhere: boolean, place = 0) {
  const text = present(items[place]?.texts[0]);
  const shown = redacted(text.text, marks.hidden[text.id] ?? []);
  const from = shown.indexOf(words);
  return present(hide(marks, items, text, { from, to: from + words.length }, everywhere));
}
const shownIn = (marks: Marks, among: readonly DossierItem[] = items) =>
  among.flatMap(({ texts }) => texts.map(({ id, text }) => redacted(text, marks.hidden[id] ?? [])));

describe('days and parts', () => {
  test('nothing said is the whole conversation, without the own note', () => {
    expect(choiceOf(FIRST_CHOICE)).toEqual({
      from: null,
      until: null,
      parts: ['messages', 'statements', 'talks'],
    });
  });

  test('a day begins and ends in Amsterdam, and the last day is part of it', () => {
    const chosen = choiceOf({ ...FIRST_CHOICE, from: '2026-11-03', until: '2026-11-03' });
    expect(chosen).toMatchObject({
      from: Date.parse('2026-11-03T00:00:00+01:00') / 1000,
      until: Date.parse('2026-11-04T00:00:00+01:00') / 1000,
    });
  });

  test('an end before the beginning, and nothing chosen, are told', () => {
    expect(choiceOf({ ...FIRST_CHOICE, from: '2026-11-04', until: '2026-11-03' })).toBe('period');
    expect(choiceOf({ ...FIRST_CHOICE, parts: [] })).toBe('parts');
  });
});

describe('hiding', () => {
  test('everywhere reaches other texts in any case, and says in how many', () => {
    const { marks, places } = hiding(NO_MARKS, 'Peter', true);
    expect(shownIn(marks)).toEqual(['▇▇▇▇▇ en Sem deden het.', '▇▇▇▇▇ broer ook.', 'wat ▇▇▇▇▇ deed']);
    expect(places).toBe(3);
  });

  test('here alone leaves the rest as it was', () => {
    const { marks, places } = hiding(NO_MARKS, 'Peter', false);
    expect(shownIn(marks).slice(1)).toEqual(['PETERS broer ook.', 'wat Peter deed']);
    expect(places).toBe(1);
  });

  test('goes on in a text that is hidden in part', () => {
    const { marks } = hiding(hiding(NO_MARKS, 'Peter', false).marks, 'Sem', false);
    expect(shownIn(marks)[0]).toBe('▇▇▇▇▇ en ▇▇▇▇▇ deden het.');
    expect(countOf(items, marks.hidden)).toBe(2);
  });

  test('of spaces hides nothing', () => {
    expect(hide(NO_MARKS, items, present(items[0]?.texts[0]), { from: 5, to: 6 }, true)).toBeNull();
  });

  test('is undone step by step, and readable again for one text', () => {
    const first = hiding(NO_MARKS, 'Peter', true).marks;
    const second = hiding(first, 'Sem', true).marks;
    expect(shownIn(undo(second))).toEqual(shownIn(first));
    expect(shownIn(undo(undo(second)))).toEqual(shownIn(NO_MARKS));
    expect(undo(undo(second)).words).toEqual([]);
    expect(shownIn(showAgain(first, '2message.0'))[1]).toBe('PETERS broer ook.');
    expect(shownIn(undo(showAgain(first, '2message.0')))).toEqual(shownIn(first));
  });

  test('a statement with a hidden part goes without its signature', () => {
    expect(unsigned(items, hiding(NO_MARKS, 'Sem', true).marks.hidden)).toBe(0);
    expect(unsigned(items, hiding(NO_MARKS, 'Peter', true).marks.hidden)).toBe(1);
  });

  test('reaches texts that are taken in later, and leaves those that were looked through', () => {
    const seen = hideInNew(NO_MARKS, items);
    const shown = showAgain(hiding(seen, 'Peter', true).marks, '2message.0');
    const more = [...items, message(4, 'Peter was er weer.')];
    expect(shownIn(hideInNew(shown, more), more).slice(1)).toEqual([
      'PETERS broer ook.',
      'wat ▇▇▇▇▇ deed',
      '▇▇▇▇▇ was er weer.',
    ]);
  });

  test('only what is there now is sent along', () => {
    const { marks } = hiding(NO_MARKS, 'Peter', true);
    expect(Object.keys(hiddenIn(items.slice(0, 1), marks.hidden))).toEqual(['1message.0']);
  });
});
