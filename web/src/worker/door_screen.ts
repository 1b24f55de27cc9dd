// What the door shows, what its screens wait for, and asking again until there is an answer.
import type { Answer } from '../net/calls.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { AccountState, DoorStep } from './door_messages.ts';
import { mayRepeat } from './failures.ts';

const REPEAT_MS = 2000;

export class DoorScreen {
  readonly #slices: AdvisorContext['slices'];
  #current: { readonly step: DoorStep; readonly done: () => void } | null = null;

  constructor(slices: AdvisorContext['slices']) {
    this.#slices = slices;
  }

  show(state: AccountState['state'], part: Partial<AccountState> = {}): void {
    this.#slices.change('account', {
      state,
      words: null,
      digits: null,
      wrongCard: false,
      wrongPassphrase: false,
      failure: null,
      ...part,
    });
  }

  // All these requests may be made again: none does anything twice.
  async repeat<Value>(make: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
    for (;;) {
      const reply = await make();
      if (reply.ok || !mayRepeat(reply.error)) return reply;
      await pause((reply.error.data.retry_after_s ?? 0) * 1000 || REPEAT_MS);
    }
  }

  // Until the person has done what this screen asks.
  step(step: DoorStep, part: Partial<AccountState> = {}): Promise<void> {
    this.show(step, part);
    return new Promise((done) => {
      this.#current = { step, done };
    });
  }

  stepDone(step: DoorStep): void {
    if (this.#current?.step !== step) return;
    this.#current.done();
    this.#current = null;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
