// Reads a passphrase as people type it: any case, accents, commas or hyphens, and words that stop after four letters.
import { WORD_LIST } from '../crypto/word_list.ts';
import { findWord, plainLetters } from '../crypto/words.ts';

export function spelledPassphrase(text: string): string {
  return plainLetters(text)
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .map((word) => WORD_LIST[findWord(word) ?? -1] ?? word)
    .join(' ');
}
