// Consent in a client's conversation. What reads it is fetched with the first statement: most conversations have none.

import type { ConsentFacts, ConsentView } from './consent_view.ts';
import type { ConversationLog } from './conversation_log.ts';

type Reader = typeof import('./consent_view.ts').consentView;

export class ThreadConsent {
  readonly #loaded: () => void;
  #reader: Reader | null = null;
  #loading = false;

  // `loaded`: what was asked for before can be answered now.
  constructor(loaded: () => void) {
    this.#loaded = loaded;
  }

  // Null when there is nothing, or nothing yet.
  viewOf({ entries }: ConversationLog, facts: ConsentFacts): ConsentView | null {
    if (!entries.some(({ verified }) => verified.header.kind === 'statement')) return null;
    if (this.#reader) return this.#reader(entries, facts);
    if (!this.#loading) this.#load();
    return null;
  }

  // Without a network it is asked for again with the next entry.
  #load(): void {
    this.#loading = true;
    import('./consent_view.ts').then(
      ({ consentView }) => {
        this.#reader = consentView;
        this.#loaded();
      },
      () => {
        this.#loading = false;
      },
    );
  }
}
