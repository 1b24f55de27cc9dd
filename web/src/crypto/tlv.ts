// Tagged values: u16 tag, u32 length, value; tags ascend; unknown tags are ignored (crypto/KZ1.md 5.4).
import { ByteReader, concat, u16, u32 } from './bytes.ts';
import { accept, type Checked, refuse } from './refusal.ts';

/** More than any structure needs; a bound on what a hostile plaintext can make a reader allocate. */
export const TLV_ITEMS_MAX = 256;

export type TlvItem = { readonly tag: number; readonly value: Uint8Array };

/**
 * Refuses tags that do not ascend (shape), a length beyond the end (syntax), too many (limit). Only `repeatableTag`
 * may stand several times, next to each other.
 */
export function parseTlv(bytes: Uint8Array, repeatableTag?: number): Checked<readonly TlvItem[]> {
  const reader = new ByteReader(bytes);
  const items: TlvItem[] = [];
  let lastTag = -1;
  while (reader.remaining() > 0) {
    const tag = reader.u16();
    const value = reader.take(reader.u32());
    if (reader.failed()) return refuse('syntax');
    if (tag < lastTag || (tag === lastTag && tag !== repeatableTag)) return refuse('shape');
    if (items.length === TLV_ITEMS_MAX) return refuse('limit');
    items.push({ tag, value });
    lastTag = tag;
  }
  return accept(items);
}

/**
 * Writes items in the order given; tags that do not ascend are a bug, but for `repeatableTag`. Undefined values are
 * left out.
 */
export function encodeTlv(
  items: ReadonlyArray<readonly [tag: number, value: Uint8Array | undefined]>,
  repeatableTag?: number,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let lastTag = 0;
  for (const [tag, value] of items) {
    if (tag < lastTag || (tag === lastTag && tag !== repeatableTag))
      throw new RangeError('TLV tags do not ascend');
    lastTag = tag;
    if (value !== undefined) parts.push(u16(tag), u32(value.length), value);
  }
  return concat(...parts);
}
