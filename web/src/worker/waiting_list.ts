// Waiting for a time that suits: what is wished for, and what the server keeps for us.

import type { ClientContext } from './context.ts';
import type { HoldKeeper } from './hold_keeper.ts';
import { repeated } from './hold_keeper.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { Wish } from './talk_messages.ts';

export class WaitingList {
  readonly #context: ClientContext;
  readonly #live: LiveConversation;
  readonly #holds: HoldKeeper;
  readonly #advisor: () => Uint8Array | null;
  #hold: Uint8Array | null = null;

  constructor(
    context: ClientContext,
    parts: {
      readonly live: LiveConversation;
      readonly holds: HoldKeeper;
      readonly advisor: () => Uint8Array | null;
    },
  ) {
    this.#context = context;
    this.#live = parts.live;
    this.#holds = parts.holds;
    this.#advisor = parts.advisor;
  }

  async load(): Promise<void> {
    const { slices, call } = this.#context;
    const { conversation } = this.#live;
    if (!conversation) return;
    const reply = await call('waiting.get', { conversation });
    if (!reply.ok) return;
    const { wishes, offer } = reply.value;
    this.#hold = offer?.hold ?? null;
    const kept = offer
      ? { start: offer.start, end: offer.end, kinds: offer.kinds, expiresAt: offer.expires_at }
      : null;
    slices.set('waiting', { state: 'ready', wishes, offer: kept });
  }

  async put(wishes: readonly Wish[]): Promise<void> {
    const { slices, call } = this.#context;
    const { conversation } = this.#live;
    const advisor = this.#advisor();
    if (!conversation || !advisor) return;
    slices.change('waiting', { state: 'saving' });
    const reply = await repeated(() => call('waiting.put', { conversation, advisor, wishes: [...wishes] }));
    if (!reply.ok) {
      const full = reply.error.code === 'rate_limited';
      return slices.change('waiting', { state: full ? 'full' : 'failed' });
    }
    await this.load();
  }

  async remove(): Promise<void> {
    const { slices, call } = this.#context;
    const { conversation } = this.#live;
    if (!conversation) return;
    slices.change('waiting', { state: 'saving' });
    const reply = await repeated(() => call('waiting.remove', { conversation }));
    if (!reply.ok) return slices.change('waiting', { state: 'failed' });
    await this.load();
  }

  // The time that is kept becomes the one that is being booked.
  take(): void {
    const { offer } = this.#context.slices.get('waiting');
    if (!offer || !this.#hold) return;
    this.#holds.adopt(offer, this.#hold, offer.expiresAt);
  }

  // Whoever has a time waits no longer.
  async booked(): Promise<void> {
    if (this.#context.slices.get('waiting').wishes.length > 0) await this.remove();
  }
}
