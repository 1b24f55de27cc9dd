import { describe, expect, test } from 'vitest';
import { type Hash, hashValue } from '../../src/crypto/ids.ts';
import type { DirectoryHead } from '../../src/crypto/roster.ts';
import { isRolledBack } from '../../src/worker/directory_book.ts';

const hash = (fill: number): Hash => hashValue(new Uint8Array(32).fill(fill));
const head = (version: number, fill = version): DirectoryHead => ({ version, hash: hash(fill) });

describe('the directory against what the members have seen', () => {
  test.each([
    ['nothing was seen', head(1), undefined, false],
    ['the same', head(7), head(7), false],
    ['a newer one', head(8), head(7), false],
    ['an older one', head(6), head(7), true],
    ['another of the same version', head(7, 1), head(7, 2), true],
  ])('%s', (_, directory, seen, refused) => {
    expect(isRolledBack(directory, seen)).toBe(refused);
  });
});
