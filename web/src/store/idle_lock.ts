// When an unattended inbox locks itself: pure, with the time as an argument. Milliseconds.

export const IDLE_MS = 15 * 60_000;
export const WARNING_MS = 60_000;

export type IdleState =
  | { readonly kind: 'active' }
  | { readonly kind: 'warning'; readonly secondsLeft: number }
  | { readonly kind: 'over' };

export class IdleLock {
  // Chosen by the advisor on the screen of keys; never past an hour.
  idleMs = IDLE_MS;
  #lastActive: number;
  #warned = false;

  constructor(now: number) {
    this.#lastActive = now;
  }

  // Once the warning is shown only an answer to it counts: a mouse that is bumped is nobody's presence.
  active(now: number): void {
    if (!this.#warned) this.#lastActive = now;
  }

  stay(now: number): void {
    this.#warned = false;
    this.#lastActive = now;
  }

  look(now: number): IdleState {
    const left = this.#lastActive + this.idleMs - now;
    if (left <= 0) return { kind: 'over' };
    if (left > WARNING_MS) return { kind: 'active' };
    this.#warned = true;
    return { kind: 'warning', secondsLeft: Math.ceil(left / 1000) };
  }
}
