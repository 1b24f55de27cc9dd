import { expect, test } from 'vitest';
import { toBase32 } from '../../src/crypto/base32.ts';
import { toUtf8 } from '../../src/crypto/encoding.ts';

test('base32: the values of RFC 4648, section 10, without padding', () => {
  const values = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase32(toUtf8(text)));
  expect(values).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']);
});

test('base32: twenty bytes are 32 letters', () => {
  expect(toBase32(toUtf8('12345678901234567890'))).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
});
