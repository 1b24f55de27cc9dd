// Finishing a conversation and opening it again (protocol/schema/conversation.json, conversation.close).
import type { Call } from '../net/calls.ts';
import type { FinishState } from './advisor_messages.ts';
import { now } from './context.ts';

// How long this device keeps the keys of a finished conversation (crypto/README.md).
export const FINISHED_KEYS_KEPT_S = 14 * 86_400;

export type Finished = { readonly closed_at?: number | undefined; readonly erase_at?: number | undefined };

export class Finishing {
  readonly #conversation: Uint8Array;
  readonly #changed: () => void;
  #closedAt: number | null = null;
  #eraseAt: number | null = null;
  #sending: FinishState['sending'] = 'none';

  constructor(conversation: Uint8Array, changed: () => void) {
    this.#conversation = conversation;
    this.#changed = changed;
  }

  get isFinished(): boolean {
    return this.#closedAt !== null;
  }

  // Finished so long ago that this device is to have no keys of it any more.
  get isPast(): boolean {
    return this.#closedAt !== null && this.#closedAt + FINISHED_KEYS_KEPT_S <= now();
  }

  view(mayFinish: boolean): FinishState {
    const state = this.isFinished ? 'finished' : 'open';
    const [closedAt, eraseAt] = [this.#closedAt, this.#eraseAt];
    return { state, closedAt, eraseAt, mayFinish, sending: this.#sending };
  }

  learn({ closed_at: closedAt, erase_at: eraseAt }: Finished): void {
    this.#closedAt = closedAt ?? null;
    this.#eraseAt = eraseAt ?? null;
  }

  async set(closed: boolean, call: Call): Promise<void> {
    if (this.#sending === 'sending') return;
    this.#show('sending');
    const reply = await call('conversation.close', { conversation: this.#conversation, closed });
    if (reply.ok) this.learn(reply.value);
    this.#show(reply.ok ? 'none' : 'failed');
  }

  #show(sending: FinishState['sending']): void {
    this.#sending = sending;
    this.#changed();
  }
}
