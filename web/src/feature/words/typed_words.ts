// Editing the one field of return words: which word is being typed, and the text with it completed.

const LETTERS_MIN = 3;
const UNFINISHED = /[\p{L}\p{M}]+$/u;

// Empty when too little is typed to complete, so that the list does not pop up at the first letter.
export function lastWord(typed: string): string {
  const word = UNFINISHED.exec(typed)?.[0] ?? '';
  return word.length >= LETTERS_MIN ? word : '';
}

export function finishedWith(typed: string, word: string): string {
  return `${typed.replace(UNFINISHED, '')}${word} `;
}
