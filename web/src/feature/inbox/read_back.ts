// Which words of the passphrase are asked back, and whether an answer is right: pure.

// Two different places, the lower first. `random` is in [0, 1).
export function twoPlaces(count: number, random: () => number): readonly [number, number] {
  const first = Math.floor(random() * count);
  const second = (first + 1 + Math.floor(random() * (count - 1))) % count;
  return [Math.min(first, second), Math.max(first, second)];
}

export function isWord(typed: string, word: string): boolean {
  const plain = typed.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
  return plain === word;
}
