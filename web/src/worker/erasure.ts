// How far the erasing of everything is that a visitor ordered.

export class Erasure {
  #state: 'none' | 'ordered' | 'done' = 'none';
  #settle: () => void = () => {};
  // Resolves when nothing is left on the server.
  readonly finished = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  get state(): 'none' | 'ordered' | 'done' {
    return this.#state;
  }

  order(): void {
    if (this.#state === 'none') this.#state = 'ordered';
  }

  finish(): void {
    this.#state = 'done';
    this.#settle();
  }
}
