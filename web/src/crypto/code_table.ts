// Names for the numbers of a closed set, both ways.

export class CodeTable<Name extends string> {
  readonly #codes: ReadonlyMap<Name, number>;
  readonly #names: ReadonlyMap<number, Name>;

  constructor(entries: ReadonlyArray<readonly [code: number, name: Name]>) {
    this.#codes = new Map(entries.map(([code, name]) => [name, code]));
    this.#names = new Map(entries);
  }

  code(name: Name): number {
    const code = this.#codes.get(name);
    if (code === undefined) throw new RangeError(`no code for ${name}`);
    return code;
  }

  /** Null for a number that means nothing here. */
  name(code: number): Name | null {
    return this.#names.get(code) ?? null;
  }
}
