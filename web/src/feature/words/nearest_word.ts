// The word of the list that somebody probably meant: at most two slips away, counting a swap of neighbours as one.
import { WORD_LIST } from '../../crypto/word_list.ts';
import { slipsBetween } from '../../text/slips.ts';

const SLIPS_MAX = 2;

export function nearestWord(typed: string): string | null {
  let nearest: string | null = null;
  let slips = SLIPS_MAX + 1;
  for (const word of WORD_LIST) {
    if (Math.abs(word.length - typed.length) >= slips) continue;
    const distance = slipsBetween(typed, word);
    if (distance < slips) [nearest, slips] = [word, distance];
  }
  return nearest;
}
