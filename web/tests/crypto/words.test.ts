import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../src/crypto/encoding.ts';
import { WORD_LIST } from '../../src/crypto/word_list.ts';
import {
  codeFromIndexes,
  codeFromInteger,
  codeIndexes,
  codeWords,
  completeWord,
  findWord,
  generateCode,
  randomWords,
  readWords,
} from '../../src/crypto/words.ts';
import { present } from './support/expect.ts';
import { seededRandom } from './support/seeded_random.ts';

const INTEGER = '02a5b3c4d5e6f70819';
const code = () => present(codeFromInteger(present(fromHex(INTEGER))));
const read = (text: string) => {
  const result = readWords(text);
  return result.kind === 'code' ? toHex(result.code.reveal()) : result.kind;
};

describe('code: integer and words', () => {
  test('word i is bits 65-11i..55-11i', () => {
    const bits = BigInt(`0x${INTEGER}`).toString(2).padStart(66, '0');
    const expected = Array.from({ length: 6 }, (_, i) => Number.parseInt(bits.slice(11 * i, 11 * i + 11), 2));

    expect(codeIndexes(code())).toEqual(expected);
  });

  test('indexes and words lead back to the same integer', () => {
    for (let i = 0; i < 50; i++) {
      const made = generateCode(seededRandom(`code ${i}`));
      expect(present(codeFromIndexes(codeIndexes(made))).reveal()).toEqual(made.reveal());
      expect(read(codeWords(made).join(' '))).toBe(toHex(made.reveal()));
    }
  });

  test.each([
    ['zero', '000000000000000000'],
    ['a 67th bit', '040000000000000000'],
    ['eight bytes', '0100000000000000'],
    ['ten bytes', '00010000000000000000'],
  ])('%s is no code', (_, hex) => {
    expect(codeFromInteger(present(fromHex(hex)))).toBeNull();
  });

  test('an index beyond the list is no word', () => {
    expect(codeFromIndexes([1, 2, 3, 4, 5, 2048])).toBeNull();
    expect(codeFromIndexes([1, 2, 3, 4, 5])).toBeNull();
  });

  test('a generator that begins with zeros is asked again', () => {
    let calls = 0;
    const random = { bytes: (count: number) => new Uint8Array(count).fill(calls++ === 0 ? 0 : 1) };

    expect(toHex(generateCode(random).reveal())).toBe('01'.repeat(9));
  });
});

describe('code: what a person types', () => {
  const words = () => codeWords(code());

  test.each([
    ['capitals', () => words().join(' ').toUpperCase()],
    ['other separators', () => words().join(' - ')],
    [
      'lines and numbers',
      () =>
        words()
          .map((word, i) => `${i + 1}. ${word}\n`)
          .join(''),
    ],
    [
      'four letters',
      () =>
        words()
          .map((word) => word.slice(0, 4))
          .join(' '),
    ],
    [
      'accents',
      () =>
        words()
          .map((word) => `${word[0]}\u0301${word.slice(1)}`)
          .join(' '),
    ],
    ['surrounding space', () => `  ${words().join('\t')}  `],
  ])('%s are taken', (_, text) => {
    expect(read(text())).toBe(INTEGER);
  });

  test.each([
    ['five words', () => words().slice(1).join(' '), 'wrong_count'],
    ['seven words', () => [...words(), words()[0]].join(' '), 'wrong_count'],
    ['nothing', () => '', 'wrong_count'],
    ['a novel', () => words().join(' ').repeat(20), 'too_long'],
    ['three letters', () => [words()[0]?.slice(0, 3), ...words().slice(1)].join(' '), 'unknown_word'],
    ['a word with a wrong end', () => [`${words()[0]}qq`, ...words().slice(1)].join(' '), 'unknown_word'],
  ])('%s are refused', (_, text, kind) => {
    expect(readWords(text()).kind).toBe(kind);
  });

  test('an unknown word is pointed at', () => {
    const typed = words().with(3, 'qqqqq').join(' ');

    expect(readWords(typed)).toEqual({ kind: 'unknown_word', position: 3, word: 'qqqqq' });
  });

  test('one word is found by itself or by its first four letters', () => {
    const word = present(WORD_LIST[7]);

    expect([findWord(word), findWord(word.slice(0, 4)), findWord(word.slice(0, 3))]).toEqual([7, 7, null]);
  });

  test('suggestions begin with what was typed', () => {
    const start = present(WORD_LIST[100]).slice(0, 2);

    const suggested = completeWord(start.toUpperCase(), 3);

    expect(suggested.length).toBeGreaterThan(0);
    expect(suggested.length).toBeLessThanOrEqual(3);
    expect(suggested.every((word) => word.startsWith(start))).toBe(true);
    expect(completeWord(' ', 3)).toEqual([]);
  });
});

describe('word list', () => {
  test('2048 words of four to seven letters, each known by its first four', () => {
    expect(WORD_LIST.length).toBe(2048);
    expect(WORD_LIST.filter((word) => !/^[a-z]{4,7}$/.test(word))).toEqual([]);
    expect(new Set(WORD_LIST.map((word) => word.slice(0, 4))).size).toBe(2048);
  });

  test('passphrases take any of them', () => {
    expect(randomWords(5, { bytes: () => Uint8Array.of(0xff, 0xff) })).toEqual(
      Array(5).fill(WORD_LIST[2047]),
    );
  });
});
