// Which words of the passphrase are asked back, and whether an answer is right: pure.

// So many different places, ascending. `random` is in [0, 1).
export function somePlaces(count: number, asked: number, random: () => number): readonly number[] {
  const left = Array.from({ length: count }, (_, place) => place);
  const taken: number[] = [];
  while (taken.length < asked && left.length > 0) {
    taken.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return taken.sort((a, b) => a - b);
}

export function isWord(typed: string, word: string): boolean {
  const plain = typed.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
  return plain === word;
}
