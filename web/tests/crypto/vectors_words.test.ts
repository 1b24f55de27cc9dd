// The vectors of return codes (protocol/vectors/words.json): the C++ tests run the same file.
import { expect } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import {
  codeFromIndexes,
  codeFromInteger,
  codeIndexes,
  codeWords,
  readWords,
} from '../../src/crypto/words.ts';
import { present } from './support/expect.ts';
import { testVectors } from './support/vector.ts';

const EXPECT_OF = { too_long: 'limit', wrong_count: 'syntax', unknown_word: 'shape' } as const;

testVectors('words.json', {
  code: (vector) => {
    const code = present(codeFromInteger(vector.hex('code')));
    expect(codeIndexes(code)).toEqual(vector.items('indexes'));
    expect(codeWords(code).join(' ')).toBe(vector.text('words'));
    expect(present(codeFromIndexes(codeIndexes(code))).reveal()).toEqual(vector.hex('code'));
    return 'accept';
  },
  text: (vector) => {
    const result = readWords(vector.text('text'));
    if (result.kind !== 'code') return EXPECT_OF[result.kind];
    expect(toHex(result.code.reveal())).toBe(vector.text('code'));
    return 'accept';
  },
});
