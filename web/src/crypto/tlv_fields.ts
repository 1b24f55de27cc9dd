// The values of one TLV structure, read with their types. Reading goes on after a mistake; the first one is
// kept and asked for once at the end, so that a parser reads like the table in crypto/KZ1.md.
import { NUMBER_MAX, readInteger } from './bytes.ts';
import type { CodeTable } from './code_table.ts';
import { codePoints, fromUtf8 } from './encoding.ts';
import { accept, type Checked, type Refusal, refuse } from './refusal.ts';
import { parseTlv } from './tlv.ts';

export class TlvFields {
  readonly #repeated: Uint8Array[] = [];
  readonly #values = new Map<number, Uint8Array>();
  #refusal: Refusal | null = null;

  /** Tags that nobody asks for are ignored. */
  static parse(bytes: Uint8Array, repeatableTag?: number): Checked<TlvFields> {
    const items = parseTlv(bytes, repeatableTag);
    if (!items.ok) return items;
    const fields = new TlvFields();
    for (const { tag, value } of items.value) {
      if (tag === repeatableTag) fields.#repeated.push(value);
      else fields.#values.set(tag, value);
    }
    return accept(fields);
  }

  /** `value` unless some field was refused. */
  finish<T>(value: T): Checked<T> {
    return this.#refusal === null ? accept(value) : refuse(this.#refusal);
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

  /** The values of the one tag that may repeat, in their order. */
  repeated(): readonly Uint8Array[] {
    return this.#repeated;
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
    return value === undefined ? undefined : this.checkedNumber(readInteger(value));
  }

  checkedNumber(value: number): number | undefined {
    return value > NUMBER_MAX ? this.refuse('limit') : value;
  }

  /** Several values of one size one after the other, at most `countMax`. */
  list(tag: number, size: number, countMax: number): readonly Uint8Array[] {
    const value = this.#values.get(tag) ?? new Uint8Array(0);
    const count = Math.floor(value.length / size);
    if (value.length % size !== 0) this.refuse('shape');
    if (count > countMax) this.refuse('limit');
    return Array.from({ length: Math.min(count, countMax) }, (_, i) => value.slice(size * i, size * (i + 1)));
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
    // No text has more characters than bytes.
    const tooMany = value.length > charactersMax && codePoints(text) > charactersMax;
    return tooMany ? this.refuse('limit') : text;
  }
}
