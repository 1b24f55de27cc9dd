// The return code: 66 random bits, shown as six Dutch words of 2048 (crypto/KZ1.md 3). Keys come from the integer,
// never from the text, so spelling rules may change.
import { toUtf8 } from './encoding.ts';
import type { Random } from './random.ts';
import { Secret } from './secret.ts';
import { WORD_LIST } from './word_list.ts';

export const CODE_WORDS = 6;
const CODE_BYTES = 9;
const WORD_BITS = 11n;
const CODE_BITS = BigInt(CODE_WORDS) * WORD_BITS;
/** Longest input that is looked at: six words of seven letters with generous separators. */
const CODE_TEXT_BYTES_MAX = 400;
/** The first four letters tell every word from every other. */
const PREFIX_LETTERS = 4;

/** Nine bytes, big-endian; bits 65-11i..55-11i are word i. */
export type Code = Secret<'code'>;

export type WordsProblem =
  | { readonly kind: 'too_long' }
  /** `found`: how many words there were. */
  | { readonly kind: 'wrong_count'; readonly found: number }
  /** `position` from 0. */
  | { readonly kind: 'unknown_word'; readonly position: number; readonly word: string };

export type ReadWords = { readonly kind: 'code'; readonly code: Code } | WordsProblem;

const byPrefix = new Map(WORD_LIST.map((word, index) => [word.slice(0, PREFIX_LETTERS), index]));

/** Null when a bit above the 66 is set, or when the code is all zero. */
export function codeFromInteger(bytes: Uint8Array): Code | null {
  if (bytes.length !== CODE_BYTES) return null;
  const value = toInteger(bytes);
  return value === 0n || value >= 1n << CODE_BITS ? null : new Secret('code', bytes.slice());
}

export function generateCode(random: Random): Code {
  for (;;) {
    const bytes = random.bytes(CODE_BYTES);
    bytes[0] = (bytes[0] ?? 0) & 0x03;
    const code = codeFromInteger(bytes);
    if (code !== null) return code;
  }
}

export function codeFromIndexes(indexes: readonly number[]): Code | null {
  if (indexes.length !== CODE_WORDS || indexes.some((index) => WORD_LIST[index] === undefined)) return null;
  const value = indexes.reduce((code, index) => (code << WORD_BITS) | BigInt(index), 0n);
  return codeFromInteger(fromInteger(value));
}

export function codeIndexes(code: Code): readonly number[] {
  const value = toInteger(code.reveal());
  return Array.from({ length: CODE_WORDS }, (_, i) => {
    const shift = CODE_BITS - WORD_BITS * BigInt(i + 1);
    return Number((value >> shift) & ((1n << WORD_BITS) - 1n));
  });
}

/** The six words. Secret: for the one screen that shows them. */
export function codeWords(code: Code): readonly string[] {
  return codeIndexes(code).map((index) => WORD_LIST[index] ?? '');
}

/**
 * Reads what a person typed: any case, accents ignored, anything but letters between words, and a word may stop
 * after its first four letters or later.
 */
export function readWords(text: string): ReadWords {
  if (toUtf8(text).length > CODE_TEXT_BYTES_MAX) return { kind: 'too_long' };
  const words = plainLetters(text)
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  if (words.length !== CODE_WORDS) return { kind: 'wrong_count', found: words.length };
  const indexes: number[] = [];
  for (const [position, word] of words.entries()) {
    const index = findWord(word);
    if (index === null) return { kind: 'unknown_word', position, word };
    indexes.push(index);
  }
  const code = codeFromIndexes(indexes);
  return code === null ? { kind: 'wrong_count', found: 0 } : { kind: 'code', code };
}

/** One word, already lower-case a-z: the whole word, or its first letters if there are at least four. */
export function findWord(word: string): number | null {
  if (word.length < PREFIX_LETTERS) return null;
  const index = byPrefix.get(word.slice(0, PREFIX_LETTERS));
  return index !== undefined && WORD_LIST[index]?.startsWith(word) ? index : null;
}

/** `count` words, each with 11 bits of its own: for passphrases that are generated, never chosen. */
export function randomWords(count: number, random: Random): readonly string[] {
  return Array.from({ length: count }, () => {
    const [high = 0, low = 0] = random.bytes(2);
    return WORD_LIST[((high << 8) | low) % WORD_LIST.length] ?? '';
  });
}

/** Words that begin with what was typed, at most `count`: for the suggestions under a field. */
export function completeWord(typed: string, count: number): readonly string[] {
  const start = plainLetters(typed).trim();
  if (start === '') return [];
  return WORD_LIST.filter((word) => word.startsWith(start)).slice(0, count);
}

/** Lower case without accents; the ligature of i and j becomes two letters. */
export function plainLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function toInteger(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function fromInteger(value: bigint): Uint8Array {
  return Uint8Array.from({ length: CODE_BYTES }, (_, i) =>
    Number((value >> BigInt(8 * (CODE_BYTES - 1 - i))) & 0xffn),
  );
}
