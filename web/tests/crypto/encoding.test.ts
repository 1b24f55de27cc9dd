import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, concat, equalBytes, NUMBER_MAX, u8, u16, u32, u64 } from '../../src/crypto/bytes.ts';
import {
  codePoints,
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64Url,
  toHex,
  toUtf8,
} from '../../src/crypto/encoding.ts';
import { conversationId } from '../../src/crypto/ids.ts';
import { present } from './support/expect.ts';

describe('text forms of bytes', () => {
  test('lead back to the same bytes and agree with Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each(['A', 'AAAAA', 'AA==', 'AB', 'AAB', 'AA+A', 'AA/A', 'AA A', 'AAA\n'])(
    'base64url refuses %j',
    (text) => {
      expect(fromBase64Url(text)).toBeNull();
    },
  );

  test.each(['0', 'AA', '0g', '0x00', ' 00'])('hex refuses %j', (text) => {
    expect(fromHex(text)).toBeNull();
  });

  test.each([
    ['a lone continuation', [0x80]],
    ['an overlong form', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut character', [0xe2, 0x82]],
  ])('UTF-8 refuses %s', (_, bytes) => {
    expect(fromUtf8(Uint8Array.from(bytes))).toBeNull();
  });

  test('a byte order mark is text', () => {
    expect(toUtf8(present(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))))).toEqual(
      Uint8Array.of(0xef, 0xbb, 0xbf, 0x61),
    );
  });

  test('an emoji counts once', () => {
    expect(codePoints('a😀b')).toBe(3);
  });
});

describe('integers', () => {
  test('are big-endian', () => {
    expect(toHex(concat(u8(1), u16(2), u32(3), u64(4)))).toBe('01000200000003' + '0000000000000004');
  });

  test('the largest number goes through, one more is a bug', () => {
    expect(new ByteReader(u64(NUMBER_MAX)).u64()).toBe(NUMBER_MAX);
    expect(() => u64(NUMBER_MAX + 1)).toThrow(RangeError);
    expect(() => u8(256)).toThrow(RangeError);
    expect(() => u32(-1)).toThrow(RangeError);
  });

  test('numbers beyond the largest stay beyond it', () => {
    expect(new ByteReader(new Uint8Array(8).fill(0xff)).u64()).toBeGreaterThan(NUMBER_MAX);
    expect(new ByteReader(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0)).u64()).toBeGreaterThan(NUMBER_MAX);
  });
});

describe('byte reader', () => {
  test('fails for good at the first byte that is not there', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));

    expect(reader.u16()).toBe(0x0102);
    expect(reader.take(2).length).toBe(0);
    expect(reader.take(1).length).toBe(0);
    expect([reader.failed(), reader.finished(), reader.remaining()]).toEqual([true, false, 0]);
  });

  test('is finished only when nothing is left', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2));

    reader.u8();

    expect(reader.finished()).toBe(false);
    reader.u8();
    expect(reader.finished()).toBe(true);
  });

  test('a length of four gigabytes allocates nothing', () => {
    expect(new ByteReader(new Uint8Array(8)).take(0xffff_ffff).length).toBe(0);
  });
});

test('ids: a wrong size is a bug', () => {
  expect(() => conversationId(new Uint8Array(15))).toThrow(RangeError);
});

test('equalBytes: contents and lengths', () => {
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
});
