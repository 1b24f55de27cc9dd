// What a telephone writes into a photo besides the picture: made here, so that every test knows what was in it.

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

type Field = { readonly tag: number; readonly type: number; readonly count: number; readonly value: number[] };

const ASCII = 2;
const LONG = 4;

function directory(fields: readonly Field[]): number[] {
  const entries = fields.flatMap(({ tag, type, count, value }) => [...u16(tag), ...u16(type), ...u32(count), ...value]);
  return [...u16(fields.length), ...entries, ...u32(0)];
}

/** A big-endian Exif segment (APP1) with what is asked for: values of four bytes, which is all that a reader looks at. */
export function exifSegment({ place = false, time = false, device = false, turned = false }): Uint8Array {
  const fields: Field[] = [];
  if (device) fields.push({ tag: 0x010f, type: ASCII, count: 4, value: ascii('Ace\0') });
  if (turned) fields.push({ tag: 0x0112, type: 3, count: 1, value: [...u16(6), 0, 0] });
  if (time) fields.push({ tag: 0x0132, type: ASCII, count: 4, value: ascii('202\0') });
  const gpsAt = 8 + 2 + 12 * (fields.length + 1) + 4;
  if (place) fields.push({ tag: 0x8825, type: LONG, count: 1, value: u32(gpsAt) });
  const gps = place ? directory([{ tag: 0x0001, type: ASCII, count: 2, value: ascii('N\0\0\0') }]) : [];
  const tiff = [...ascii('MM'), ...u16(42), ...u32(8), ...directory(fields), ...gps];
  const body = [...ascii('Exif\0\0'), ...tiff];
  return Uint8Array.from([0xff, 0xe1, ...u16(body.length + 2), ...body]);
}

/** The photo with the segment right after its start. */
export function withSegment(jpeg: Uint8Array, segment: Uint8Array): Uint8Array {
  return Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
}
