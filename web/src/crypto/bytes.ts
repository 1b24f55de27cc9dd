// Byte strings: joining, comparing, and strict big-endian reading (crypto/KZ1.md 2.3).

/** Joins byte strings in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Compares without stopping at the first difference; the lengths are public. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

export function isZero(bytes: Uint8Array): boolean {
  let seen = 0;
  for (const byte of bytes) seen |= byte;
  return seen === 0;
}

export function u8(value: number): Uint8Array {
  return bigEndian(value, 1);
}

export function u16(value: number): Uint8Array {
  return bigEndian(value, 2);
}

export function u32(value: number): Uint8Array {
  return bigEndian(value, 4);
}

/** Values above NUMBER_MAX do not exist in this protocol: neither JSON numbers nor this language carry them. */
export function u64(value: number): Uint8Array {
  return bigEndian(value, 8);
}

function bigEndian(value: number, size: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
    throw new RangeError(`integer outside u${8 * size}`);
  }
  const bytes = new Uint8Array(size);
  let rest = value;
  for (let i = size - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** The largest number on the wire and in every structure; parsers refuse larger ones (limit). */
export const NUMBER_MAX = Number.MAX_SAFE_INTEGER;

/** Big-endian. Above NUMBER_MAX the value is rounded, but stays above it: compare before use. */
export function readInteger(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}

/**
 * Reads fields one after another from hostile input. The first read beyond the end makes the reader fail for good:
 * read everything, then ask once.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #short = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A copy of the next `count` bytes; empty once they have run out. */
  take(count: number): Uint8Array {
    if (this.#short || count > this.#bytes.length - this.#offset) {
      this.#short = true;
      return new Uint8Array(0);
    }
    const taken = this.#bytes.slice(this.#offset, this.#offset + count);
    this.#offset += count;
    return taken;
  }

  u8(): number {
    return this.#integer(1);
  }

  u16(): number {
    return this.#integer(2);
  }

  u32(): number {
    return this.#integer(4);
  }

  u64(): number {
    return this.#integer(8);
  }

  remaining(): number {
    return this.#short ? 0 : this.#bytes.length - this.#offset;
  }

  failed(): boolean {
    return this.#short;
  }

  /** True when every read succeeded and nothing is left over. */
  finished(): boolean {
    return !this.#short && this.#offset === this.#bytes.length;
  }

  #integer(size: number): number {
    return readInteger(this.take(size));
  }
}
