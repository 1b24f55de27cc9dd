// The worker's side of the slices: keeps the current values and posts each changed slice once a turn.

export class Publisher<Slices extends object> {
  readonly #post: (slice: keyof Slices, value: Slices[keyof Slices]) => void;
  readonly #changed = new Set<keyof Slices>();
  #current: Slices;

  constructor(initial: Slices, post: (slice: keyof Slices, value: Slices[keyof Slices]) => void) {
    this.#current = initial;
    this.#post = post;
  }

  get<Name extends keyof Slices>(name: Name): Slices[Name] {
    return this.#current[name];
  }

  set<Name extends keyof Slices>(name: Name, value: Slices[Name]): void {
    this.#current = { ...this.#current, [name]: value };
    if (this.#changed.size === 0) queueMicrotask(() => this.#flush());
    this.#changed.add(name);
  }

  change<Name extends keyof Slices>(name: Name, part: Partial<Slices[Name]>): void {
    this.set(name, { ...this.#current[name], ...part });
  }

  #flush(): void {
    for (const name of this.#changed) this.#post(name, this.#current[name]);
    this.#changed.clear();
  }
}
