// What a photo says besides its picture, and what a file is whatever it is called.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exifSegment, withSegment } from '../../../tests/e2e/exif.ts';
import { kindOf, photoFacts, pixelsOf } from '../../src/worker/photo_facts.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
// Start, a frame of 640 by 480, start of scan.
const FRAME = [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0];
const JPEG = Uint8Array.from([0xff, 0xd8, ...FRAME, 0xff, 0xda, 0, 2, 1, 2, 3]);
const NOTHING = { place: false, time: false, device: false };

function pngWith(type: string, content: Uint8Array): Uint8Array {
  const size = content.length;
  return Uint8Array.from([
    ...bytes('\x89PNG\r\n\x1a\n'),
    ...[0, 0, 0, 13, ...bytes('IHDR'), 0, 0, 2, 0, 0, 0, 1, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0],
    ...[
      size >> 24,
      (size >> 16) & 255,
      (size >> 8) & 255,
      size & 255,
      ...bytes(type),
      ...content,
      0,
      0,
      0,
      0,
    ],
  ]);
}

describe('photo facts', () => {
  test('a bare photo says nothing', () => {
    expect(photoFacts('jpeg', JPEG)).toEqual(NOTHING);
  });

  test.each([
    ['place', { ...NOTHING, place: true }],
    ['time', { ...NOTHING, time: true }],
    ['device', { ...NOTHING, device: true }],
    ['all', { place: true, time: true, device: true }],
  ])('%s in a JPEG is found', (_, facts) => {
    expect(photoFacts('jpeg', withSegment(JPEG, exifSegment(facts)))).toEqual(facts);
  });

  test('which way a telephone was held is no secret', () => {
    expect(photoFacts('jpeg', withSegment(JPEG, exifSegment({ turned: true })))).toEqual(NOTHING);
  });

  test('XMP is looked through', () => {
    const text = bytes('http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude="52"/>');
    const segment = Uint8Array.from([0xff, 0xe1, 0, text.length + 2, ...text]);
    expect(photoFacts('jpeg', withSegment(JPEG, segment)).place).toBe(true);
  });

  test('Exif and texts in a PNG are found', () => {
    const tiff = exifSegment({ place: true }).subarray(10);
    expect(photoFacts('png', pngWith('eXIf', tiff))).toEqual({ ...NOTHING, place: true });
    expect(photoFacts('png', pngWith('tEXt', bytes('Software\0Screenshot')))).toEqual({
      ...NOTHING,
      device: true,
    });
    expect(photoFacts('png', pngWith('tIME', new Uint8Array(7)))).toEqual({ ...NOTHING, time: true });
  });

  test('damaged bytes never throw', () => {
    const whole = withSegment(JPEG, exifSegment({ place: true, time: true, device: true }));
    const damaged = fc
      .tuple(fc.nat(whole.length), fc.array(fc.tuple(fc.nat(), fc.nat(255))))
      .map(([end, changes]) => {
        const copy = whole.slice(0, end);
        for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (input) => {
        for (const kind of ['jpeg', 'png', 'webp'] as const) {
          photoFacts(kind, input);
          pixelsOf(kind, input);
        }
        kindOf(input);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('kind and size', () => {
  test.each([
    ['jpeg', '\xff\xd8\xff\xe0'],
    ['png', '\x89PNG\r\n\x1a\n1234'],
    ['webp', 'RIFF1234WEBP'],
    ['wav', 'RIFF1234WAVE'],
    ['pdf', '%PDF-1.7'],
    ['ogg_audio', 'OggS'],
    ['mp3', 'ID3\x04'],
    ['mp4_audio', '\0\0\0\x20ftypM4A '],
    [null, 'MZ\x90\0'],
    [null, '<html><script>'],
    [null, '\0\0\0\x20ftypheic'],
    [null, ''],
  ])('%s', (kind, start) => {
    expect(kindOf(bytes(start))).toBe(kind);
  });

  test('how many pixels a photo unfolds to', () => {
    expect(pixelsOf('jpeg', JPEG)).toBe(640 * 480);
    expect(pixelsOf('png', pngWith('tIME', new Uint8Array(7)))).toBe(512 * 256);
    expect(pixelsOf('jpeg', bytes('\xff\xd8\xff'))).toBeNull();
  });
});
