// The client changes its words: new ones are made and shown, and only when they were read back do they take the place
// of the old ones, in every conversation of the mailbox. Until that moment the old words work, after it the new ones.
import { conversationId } from '../crypto/ids.ts';
import { systemRandom } from '../crypto/random.ts';
import { generateCode } from '../crypto/words.ts';
import type { ConversationHead } from '../protocol/messages.ts';
import { afterPublishing, type ClientContext } from './context.ts';
import { failureOf } from './failures.ts';
import type { Guide } from './guide.ts';
import { ClientIdentity } from './identity.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { Failure, RenewalState } from './messages.ts';
import type { Opening } from './opening.ts';
import { rekey } from './rekeying.ts';

const EVERYTHING = 0;

export class WordChange {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  readonly #live: LiveConversation;
  readonly #opening: Opening;
  #next: ClientIdentity | null = null;
  #moved = false;

  constructor(
    context: ClientContext,
    parts: { readonly guide: Guide; readonly live: LiveConversation; readonly opening: Opening },
  ) {
    this.#context = context;
    this.#guide = parts.guide;
    this.#live = parts.live;
    this.#opening = parts.opening;
  }

  // Takes up to two seconds. Words that were shown before and not taken are shown again.
  async make(): Promise<void> {
    if (this.#state === 'switching') return;
    this.#show({ state: 'making', failure: null });
    await afterPublishing();
    const { organisation, origin } = this.#context;
    this.#next ??= ClientIdentity.derive(generateCode(systemRandom), organisation.deploymentId, origin);
    if (!this.#next) return this.#show({ state: 'failed', failure: { kind: 'browser' } });
    this.#show({ state: 'shown', words: this.#next.words });
  }

  drop(): void {
    if (this.#state === 'switching' || this.#moved) return;
    this.#next = null;
    this.#show({ state: 'idle', words: null, failure: null });
  }

  // May be asked again after a failure: what is done stays done.
  async take(): Promise<void> {
    const next = this.#next;
    if (!next || this.#state === 'switching') return;
    this.#show({ state: 'switching', failure: null });
    const failure = (await this.#moveAll(next)) ?? (await this.#comeBack(next));
    if (failure) return this.#show({ state: 'failed', failure });
    this.#next = null;
    this.#moved = false;
    this.#show({ state: 'done', words: null });
  }

  get #state(): RenewalState['state'] {
    return this.#context.slices.get('renewal').state;
  }

  #show(part: Partial<RenewalState>): void {
    this.#context.slices.change('renewal', part);
  }

  async #moveAll(next: ClientIdentity): Promise<Failure | null> {
    const { call } = this.#context;
    if (this.#moved) return null;
    await this.#live.log?.flush(call);
    // A message that is still on its way is signed with the old words.
    if (this.#live.isWriting) return { kind: 'unreachable' };
    this.#live.expect(next);
    const listed = await call('conversation.list', {});
    if (!listed.ok) return failureOf(listed.error);
    for (const head of listed.value.conversations) {
      const failure = await this.#move(next, head);
      if (failure) return failure;
    }
    this.#moved = true;
    return null;
  }

  async #move(next: ClientIdentity, head: ConversationHead): Promise<Failure | null> {
    const live = this.#live;
    const conversation = conversationId(head.conversation);
    const refused = await this.#opening.readAlso(head);
    if (refused) return refused;
    const [log, before] = [live.log, live.ownKey];
    const known = (await live.judgement.judge()) && (await live.refreshKeys());
    const directory = this.#guide.book?.directory.head;
    if (live.blocked) return { kind: 'untrusted' };
    if (!known || !directory || !log || !before) return { kind: 'unreachable' };
    if (log.reader.replaced) return null;
    const facts = { reason: 'code_changed' as const, before, opensFrom: EVERYTHING, directory };
    return rekey(
      { conversation, log, identity: next, facts: { ...facts, prekeys: live.prekeys } },
      this.#context.call,
    );
  }

  // With the new words, as from another device: what they open is read and checked before anybody relies on them.
  async #comeBack(next: ClientIdentity): Promise<Failure | null> {
    this.#live.abandon();
    this.#live.owns(next);
    this.#context.renew();
    return this.#opening.openMailbox(next);
  }
}
