import { describe, expect, test } from 'vitest';
import { WORD_LIST } from '../../src/crypto/word_list.ts';
import { nearestWord } from '../../src/feature/words/nearest_word.ts';
import { finishedWith, lastWord } from '../../src/feature/words/typed_words.ts';
import { placesToAsk } from '../../src/feature/words/words_check.tsx';
import { slipsBetween } from '../../src/text/slips.ts';

describe('typing return words', () => {
  test('completion begins at the third letter of the last word', () => {
    expect(lastWord('appel la')).toBe('');
    expect(lastWord('appel lan')).toBe('lan');
    expect(lastWord('appel ')).toBe('');
  });

  test('taking a completion replaces what was typed of it', () => {
    expect(finishedWith('appel lan', 'lantaarn')).toBe('appel lantaarn ');
  });
});

describe('a word that is not in the list', () => {
  test('gets the word that was probably meant', () => {
    const word = WORD_LIST.find((one) => one.length >= 6) ?? '';
    const swapped = `${word[1]}${word[0]}${word.slice(2)}`;

    expect(nearestWord(swapped)).toBe(word);
  });

  test('gets no suggestion when nothing is near', () => {
    expect(nearestWord('xqxqxqxq')).toBeNull();
  });
});

test.each([
  ['fiets', 'fiets', 0],
  ['feits', 'fiets', 1],
  ['fets', 'fiets', 1],
  ['fietsen', 'fiets', 2],
  ['', 'wolk', 4],
])('from %s to %s are %i slips', (typed, meant, slips) => {
  expect(slipsBetween(typed, meant)).toBe(slips);
});

test('the check asks two different words, the lower first', () => {
  const draws = Array.from({ length: 36 }, (_, index) => [Math.floor(index / 6) / 6, (index % 6) / 6]);

  for (const pair of draws) {
    const queue = [...pair];
    const [first, second] = placesToAsk(() => queue.shift() ?? 0);
    expect(first).toBeLessThan(second);
    expect(second).toBeLessThan(6);
  }
});
