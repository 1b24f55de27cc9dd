// Whether a conversation may go on with the keys that it was begun with: nothing new is accepted by itself.
import { afterPublishing, type ClientContext, now } from './context.ts';
import { isRolledBack } from './directory_book.ts';
import type { Guide } from './guide.ts';
import type { LiveConversation } from './live_conversation.ts';

export class Judgement {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  readonly #live: LiveConversation;

  constructor(context: ClientContext, guide: Guide, live: LiveConversation) {
    this.#context = context;
    this.#guide = guide;
    this.#live = live;
  }

  // Compares the directory with what the members of the conversation have seen of it. It may have been replaced during
  // the visit, so that an old one is asked for once more before it is refused.
  async trustsDirectory(): Promise<boolean> {
    const seen = this.#live.log?.reader.roster?.directory;
    const rolledBack = () => !this.#guide.book || isRolledBack(this.#guide.book.directory.head, seen);
    if (!rolledBack()) return true;
    this.#guide.distrust();
    await this.#guide.load();
    if (!rolledBack()) return true;
    if (this.#guide.book) this.#guide.distrust();
    return false;
  }

  // Holds the keys in the conversation's own first commits against the directory. What differs is never accepted by
  // itself: it stops all that would be sent. False when it cannot be judged now.
  async judge(): Promise<boolean> {
    const trusted = await this.trustsDirectory();
    const rolledBack = !trusted && this.#context.slices.get('directory').state === 'untrusted';
    if (!trusted && !rolledBack) return false;
    const live = this.#live;
    await live.refreshKeys();
    const standing = await import('./standing.ts').catch(() => null);
    if (!standing) return false;
    const facts = {
      advisors: live.advisorKeys,
      school: live.log?.reader.roster?.school,
      rolledBack,
      book: this.#guide.book,
      certificates: live.certificates,
      now: now(),
    };
    const reason = standing.blockReason(facts);
    if (!reason) return true;
    live.setBlock({ reason, numbers: null });
    void afterPublishing().then(() => live.setBlock({ reason, numbers: standing.numbersOf(facts) }));
    return true;
  }
}
