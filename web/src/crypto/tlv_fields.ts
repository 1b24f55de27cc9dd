// The known tags of one TLV structure, read with their types. Reading goes on after a mistake; the first one is
// kept and asked for once at the end, so that a parser reads like the table in crypto/KZ1.md.
import { readInteger } from './bytes.ts';
import type { CodeTable } from './code_table.ts';
import { codePoints, fromUtf8 } from './encoding.ts';
import { accept, type Checked, type Refusal } from './refusal.ts';
import { parseTlv } from './tlv.ts';

export class TlvFields {
  readonly #values = new Map<number, Uint8Array>();
  #refusal: Refusal | null = null;

  /** A known tag that comes twice is refused (shape); unknown tags are skipped. */
  static parse(bytes: Uint8Array, knownTags: ReadonlySet<number>): Checked<TlvFields> {
    const items = parseTlv(bytes);
    if (!items.ok) return items;
    const fields = new TlvFields();
    for (const { tag, value } of items.value) {
      if (!knownTags.has(tag)) continue;
      if (fields.#values.has(tag)) fields.refuse('shape');
      else fields.#values.set(tag, value);
    }
    return accept(fields);
  }

  /** The first mistake in any field read so far. */
  refusal(): Refusal | null {
    return this.#refusal;
  }

  refuse(refusal: Refusal): undefined {
    this.#refusal ??= refusal;
    return undefined;
  }

  raw(tag: number): Uint8Array | undefined {
    return this.#values.get(tag);
  }

  bytes(tag: number, size: number): Uint8Array | undefined {
    const value = this.#values.get(tag);
    return value === undefined || value.length === size ? value : this.refuse('shape');
  }

  u8(tag: number): number | undefined {
    return this.bytes(tag, 1)?.[0];
  }

  u64(tag: number): number | undefined {
    const value = this.bytes(tag, 8);
    if (value === undefined) return undefined;
    return readInteger(value) ?? this.refuse('shape');
  }

  choice<Name extends string>(tag: number, table: CodeTable<Name>): Name | undefined {
    const code = this.u8(tag);
    if (code === undefined) return undefined;
    return table.name(code) ?? this.refuse('shape');
  }

  /** Text that is not UTF-8 is refused (shape): a browser would silently repair it into something else. */
  text(tag: number, bytesMax: number, charactersMax = bytesMax): string | undefined {
    const value = this.#values.get(tag);
    if (value === undefined) return undefined;
    if (value.length > bytesMax) return this.refuse('limit');
    const text = fromUtf8(value);
    if (text === null) return this.refuse('shape');
    return codePoints(text) > charactersMax ? this.refuse('limit') : text;
  }
}
