import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromHex } from '../../../src/crypto/encoding.ts';
import { present } from './expect.ts';

const FOLDER = new URL('../../../../protocol/vectors/', import.meta.url);

/** One object of a vector file: fields by name, each of the kind that is asked for. */
export class Fields {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(object: unknown) {
    if (typeof object !== 'object' || object === null) throw new Error('a vector is an object');
    this.#fields = new Map(Object.entries(object));
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  text(name: string): string {
    const value = this.#fields.get(name);
    if (typeof value !== 'string') throw new Error(`${name} is no text`);
    return value;
  }

  isText(name: string): boolean {
    return typeof this.#fields.get(name) === 'string';
  }

  number(name: string): number {
    const value = this.#fields.get(name);
    if (typeof value !== 'number') throw new Error(`${name} is no number`);
    return value;
  }

  flag(name: string): boolean {
    return this.#fields.get(name) === true;
  }

  hex(name: string): Uint8Array {
    return present(fromHex(this.text(name)));
  }

  object(name: string): Fields {
    return new Fields(this.#fields.get(name));
  }

  list(name: string): readonly Fields[] {
    return this.#array(name).map((item) => new Fields(item));
  }

  hexList(name: string): readonly Uint8Array[] {
    return this.#array(name).map((item) => present(fromHex(String(item))));
  }

  textList(name: string): readonly string[] {
    return this.#array(name).map(String);
  }

  /** A list of things of several kinds. */
  items(name: string): readonly unknown[] {
    return this.#array(name);
  }

  #array(name: string): readonly unknown[] {
    const value = this.#fields.get(name);
    if (!Array.isArray(value)) throw new Error(`${name} is no list`);
    return value;
  }
}

export function vectorFile(file: string): Fields {
  return new Fields(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')));
}

/** Does what a vector says and tells the outcome: "accept" or the refusal. Checks what is accepted by itself. */
export type Runner = (vector: Fields) => string;

/** Makes a test of every vector in a file; one with an `op` that nobody runs fails. */
export function testVectors(file: string, runners: Readonly<Record<string, Runner>>): void {
  for (const [index, vector] of vectorFile(file).list('vectors').entries()) {
    const op = vector.has('op') ? vector.text('op') : '';
    test(`${file} ${index}: ${op} ${vector.text('name')}`, () => {
      const run = runners[op];
      if (run === undefined) throw new Error(`nobody runs ${op}`);
      expect(run(vector)).toBe(vector.text('expect'));
    });
  }
}

/** "accept" for a value, else the one refusal that this operation has. */
export function acceptOr(refusal: string, value: unknown): string {
  return value === null || value === undefined || value === false ? refusal : 'accept';
}

/** Hands out given bytes, in order. */
export function givenRandom(bytes: Uint8Array): { bytes(count: number): Uint8Array; usedUp(): boolean } {
  let offset = 0;
  return {
    bytes(count) {
      if (count > bytes.length - offset) throw new Error('the vector has no more randomness');
      offset += count;
      return bytes.slice(offset - count, offset);
    },
    usedUp: () => offset === bytes.length,
  };
}
