// Hiding words: whole words, marks of one length, and nothing of what was hidden left.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HIDDEN_MARK,
  merged,
  occurrences,
  redacted,
  type Stretch,
  selectedIn,
  wholeWords,
} from '../../src/text/redaction.ts';

const TEXT = 'Ik zag Peter Jansen, en zijn zus Noëlle-Fay\nbij de kluisjes 👩‍👧 staan.';
const stretch = (words: string, text = TEXT): Stretch => {
  const from = text.indexOf(words);
  return { from, to: from + words.length };
};
const hide = (...words: string[]) =>
  redacted(
    TEXT,
    words.map((one) => stretch(one)),
  );

test('what is hidden becomes a mark, and the rest stays as it was', () => {
  expect(hide('Peter Jansen')).toBe(TEXT.replace('Peter Jansen', HIDDEN_MARK));
  expect(hide()).toBe(TEXT);
});

test('a mark says nothing about how much it hides', () => {
  const short = redacted('Met Bo erbij', [stretch('Bo', 'Met Bo erbij')]);
  const long = redacted('Met Bartholomeus van der Heijden erbij', [{ from: 4, to: 32 }]);
  expect(long).toBe(short);
});

test('neighbours on a line become one mark, on another line they stay two', () => {
  expect(hide('Peter', 'Jansen')).toBe(hide('Peter Jansen'));
  expect(hide('Jansen', 'en zijn')).toBe(hide('Jansen, en zijn'));
  expect(hide('Noëlle-Fay', 'bij').match(/▇+/g)).toEqual([HIDDEN_MARK, HIDDEN_MARK]);
});

describe('a selection', () => {
  test('takes whole words, also when it holds only a part of them', () => {
    expect(wholeWords(TEXT, stretch('ete'))).toEqual(stretch('Peter'));
    expect(wholeWords(TEXT, stretch(' Peter Jan'))).toEqual(stretch('Peter Jansen'));
    expect(wholeWords(TEXT, stretch('llë'.slice(0, 1)))).toEqual(stretch('Noëlle'));
  });

  test('never begins within a character', () => {
    const text = 'ja 👩‍👧 nee';
    expect(wholeWords(text, { from: 4, to: 5 })).toEqual(stretch('👩‍👧', text));
  });

  test('of nothing, or of spaces, hides nothing', () => {
    expect(wholeWords(TEXT, { from: 3, to: 3 })).toBeNull();
    expect(wholeWords(TEXT, { from: 2, to: 3 })).toBeNull();
  });

  test('in a text that is hidden in part means the text below it', () => {
    const hidden = [stretch('Peter Jansen')];
    const shown = redacted(TEXT, hidden);
    expect(selectedIn(TEXT, hidden, stretch('zus', shown))).toEqual(stretch('zus'));
    expect(selectedIn(TEXT, hidden, { from: shown.indexOf('▇') + 2, to: shown.indexOf('zijn') + 4 })).toEqual(
      stretch('Peter Jansen, en zijn'),
    );
  });
});

describe('the same words elsewhere', () => {
  const found = (text: string, words: string) =>
    occurrences(text, words).map(({ from, to }) => text.slice(from, to));

  test('are found in any case, over a line break, and with the s of a possessive', () => {
    expect(found('PETER en peter, Peters fiets', 'Peter')).toEqual(['PETER', 'peter', 'Peters']);
    expect(found('Peter\nJansen', 'Peter Jansen')).toEqual(['Peter\nJansen']);
  });

  test('are whole words, and no pattern', () => {
    expect(found('Jan, Jansen, Marjan', 'Jan')).toEqual(['Jan']);
    expect(found('a.b axb (a.b)', 'a.b')).toEqual(['a.b', 'a.b']);
    expect(found('anything', '  ')).toEqual([]);
  });
});

test('whatever is chosen: no hidden word is left that does not stand elsewhere too', () => {
  const words = fc.array(fc.stringMatching(/^[a-zé]{2,8}$/), { minLength: 1, maxLength: 12 });
  const chosen = fc.array(fc.tuple(fc.nat(80), fc.nat(12)), { maxLength: 4 });
  fc.assert(
    fc.property(words, chosen, (unique, ranges) => {
      const text = [...new Set(unique)].map((word, index) => `${word}${index}`).join(' ');
      const hidden = ranges.flatMap(([from, length]) => wholeWords(text, { from, to: from + length }) ?? []);
      const shown = redacted(text, hidden).split(' ');
      for (const { from, to } of merged(text, hidden)) {
        for (const word of text.slice(from, to).split(' ')) expect(shown).not.toContain(word);
      }
    }),
  );
});
