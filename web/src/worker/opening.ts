// Coming back with the words: keys, login, and the conversation read and checked from its first entry.
import { equalBytes } from '../crypto/bytes.ts';
import { conversationId } from '../crypto/ids.ts';
import { receivedSecret32 } from '../crypto/secret.ts';
import { readWords } from '../crypto/words.ts';
import type { ConversationHead } from '../protocol/messages.ts';
import { afterPublishing, type ClientContext, now } from './context.ts';
import { failureOf } from './failures.ts';
import type { Guide } from './guide.ts';
import { ClientIdentity } from './identity.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { Failure } from './messages.ts';

// Slows down whoever tries words at this screen; the server has limits of its own.
const WRONG_WORDS_FREE = 5;
const WRONG_WORDS_PAUSE_S = 30;
// The words of a mailbox in which nothing lies: they open as much as words that never were.
const NOTHING: Failure = { kind: 'refused' };

export class Opening {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  readonly #live: LiveConversation;
  readonly #heal: () => Promise<void>;
  #wrong = 0;
  #notBefore = 0;

  constructor(context: ClientContext, guide: Guide, live: LiveConversation, heal: () => Promise<void>) {
    this.#context = context;
    this.#guide = guide;
    this.#live = live;
    this.#heal = heal;
  }

  async open(text: string): Promise<void> {
    const read = readWords(text);
    if (read.kind !== 'code') return;
    const waitS = this.#notBefore - now();
    if (waitS > 0) return this.#fail({ kind: 'wait', seconds: waitS });
    this.#show('deriving');
    await afterPublishing();
    const { organisation, origin, call } = this.#context;
    const identity = ClientIdentity.derive(read.code, organisation.deploymentId, origin);
    if (!identity) return this.#fail({ kind: 'refused' });
    this.#show('asking');
    const login = await identity.logIn(call);
    if (!login.ok && login.error.code === 'login_failed') return this.#countWrong();
    if (!login.ok) return this.#fail(failureOf(login.error));
    this.#live.owns(identity);
    this.#show('reading');
    const failure = await this.openMailbox(identity);
    if (!failure) return this.#show('open');
    if (failure === NOTHING) this.#countWrong();
    else this.#fail(failure);
    // Other words, or the same once more, need a connection that is nobody's yet.
    this.#live.disown();
    this.#context.renew();
  }

  #show(state: 'deriving' | 'asking' | 'reading' | 'open' | 'not_found'): void {
    this.#context.slices.set('opening', { state, failure: null });
  }

  #fail(failure: Failure): void {
    this.#context.slices.set('opening', { state: 'failed', failure });
  }

  #countWrong(): void {
    this.#wrong += 1;
    if (this.#wrong % WRONG_WORDS_FREE === 0) this.#notBefore = now() + WRONG_WORDS_PAUSE_S;
    this.#show('not_found');
  }

  // Null when the first conversation that is ours is open, read and checked whole.
  async openMailbox(identity: ClientIdentity): Promise<Failure | null> {
    const { slices, call } = this.#context;
    if (!(await this.#guide.load())) return this.#directoryFailure();
    const listed = await call('conversation.list', {});
    if (!listed.ok) return failureOf(listed.error);
    let failure: Failure = NOTHING;
    for (const head of listed.value.conversations) {
      const refused = await this.#read(identity, head);
      if (refused) {
        failure = refused;
        continue;
      }
      if (!(await this.#live.judgement.judge())) {
        this.#live.abandon();
        return { kind: 'unreachable' };
      }
      if (!this.#live.cardIsTrusted) {
        this.#live.abandon();
        return { kind: 'untrusted' };
      }
      slices.set('words', { words: identity.words });
      void this.#heal();
      return null;
    }
    return failure;
  }

  // Another conversation of the mailbox that is open already, in place of the one that is shown.
  readAlso(head: ConversationHead): Promise<Failure | null> {
    const { owner, conversation } = this.#live;
    const isOpen = conversation !== null && equalBytes(conversation, head.conversation);
    if (isOpen || !owner) return Promise.resolve(null);
    return this.#read(owner, head);
  }

  #directoryFailure(): Failure {
    const untrusted = this.#context.slices.get('directory').state === 'untrusted';
    return { kind: untrusted ? 'untrusted' : 'unreachable' };
  }

  // Null when the conversation is read and checked whole.
  async #read(identity: ClientIdentity, head: ConversationHead): Promise<Failure | null> {
    const conversation = conversationId(head.conversation);
    const share = receivedSecret32('share', head.share);
    if (!share) return { kind: 'untrusted' };
    const log = this.#live.newLog(identity, conversation, share);
    this.#live.adopt(identity, conversation, log);
    this.#live.learn(head);
    const subscribed = await this.#context.call('conversation.subscribe', { conversation, after: -1 });
    const complete = subscribed.ok && (await log.reached(subscribed.value.head_seq));
    // A log in which our own keys never came in was made by somebody else (crypto/KZ1.md 5.4).
    const isOurs = log.state !== 'untrusted' && log.reader.record !== null;
    if (complete && isOurs) return null;
    this.#live.abandon();
    if (!subscribed.ok) return failureOf(subscribed.error);
    return { kind: complete || log.state === 'untrusted' ? 'untrusted' : 'unreachable' };
  }
}
