// A client's own data: a copy of everything. Loaded when asked for.
import { copyBytes } from './client_copy.ts';
import type { DataAct, DataState } from './consent_messages.ts';
import { consentView } from './consent_view.ts';
import { afterPublishing, type ClientContext } from './context.ts';
import type { LiveConversation } from './live_conversation.ts';

export class ClientData {
  readonly #context: ClientContext;
  readonly #live: LiveConversation;

  constructor(context: ClientContext, live: LiveConversation) {
    this.#context = context;
    this.#live = live;
  }

  async act(act: DataAct): Promise<void> {
    switch (act.act) {
      case 'settle':
        return this.#show({ state: 'idle', copy: null, failure: null });
      case 'copy':
        return this.#copy(act);
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
}
