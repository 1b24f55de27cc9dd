// A client's own data: a copy of everything, and erasing everything (crypto/KZ1.md 5.5, ERASE). Loaded when asked for.
import { signEraseOrder } from '../crypto/erase_order.ts';
import { copyBytes } from './client_copy.ts';
import type { DataAct, DataState } from './consent_messages.ts';
import { consentView } from './consent_view.ts';
import { afterPublishing, type ClientContext } from './context.ts';
import type { Draft } from './draft.ts';
import { failureOf } from './failures.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { Failure } from './messages.ts';
import type { Opening } from './opening.ts';

const ERASE: Draft = { kind: 'made', make: ({ position, sender }) => signEraseOrder(position, sender) };

export class ClientData {
  readonly #context: ClientContext;
  readonly #live: LiveConversation;
  readonly #opening: Opening;

  constructor(context: ClientContext, live: LiveConversation, opening: Opening) {
    this.#context = context;
    this.#live = live;
    this.#opening = opening;
  }

  async act(act: DataAct): Promise<void> {
    switch (act.act) {
      case 'settle':
        return this.#show({ state: 'idle', copy: null, failure: null });
      case 'copy':
        return this.#copy(act);
      case 'erase':
        return this.#erase();
    }
  }

  #show(part: Partial<DataState>): void {
    this.#context.slices.change('data', part);
  }

  async #copy({ texts }: Extract<DataAct, { act: 'copy' }>): Promise<void> {
    const { log } = this.#live;
    if (!log) return this.#show({ state: 'failed', failure: null });
    this.#show({ state: 'making', copy: null, failure: null });
    await afterPublishing();
    const { cards } = consentView(log.entries, this.#live.consentFacts);
    const { items } = this.#context.slices.get('thread');
    this.#show({ state: 'made', copy: copyBytes({ items, cards }, texts) });
    // The page has it now: here it is not kept.
    await afterPublishing();
    this.#show({ copy: null });
  }

  async #erase(): Promise<void> {
    if (this.#context.slices.get('data').state === 'erasing') return;
    this.#show({ state: 'erasing', failure: null });
    const failure = await this.#eraseAll();
    if (failure) return this.#show({ state: 'failed', failure });
    this.#context.slices.set('words', { words: null });
    this.#show({ state: 'erased' });
  }

  // Every conversation of the mailbox. What was erased before is not listed any more, so it can be asked again.
  async #eraseAll(): Promise<Failure | null> {
    const { call } = this.#context;
    const live = this.#live;
    live.erasure.order();
    const listed = await call('conversation.list', {});
    if (!listed.ok) return live.erasure.state === 'done' ? null : failureOf(listed.error);
    for (const head of listed.value.conversations) {
      const refused = await this.#opening.readAlso(head);
      if (refused) return refused;
      // The answer may be lost while the order was obeyed: then the words open nothing, which says the same.
      const sent = live.log?.send(ERASE, call) ?? Promise.resolve(false);
      const erased = await Promise.race([sent, live.erasure.finished.then(() => true)]);
      if (!erased) return { kind: 'unreachable' };
      if (live.erasure.state === 'done') return null;
    }
    live.endErased();
    return null;
  }
}
