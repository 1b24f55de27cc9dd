// The client's conversation during one visit: keeps in step with the server and shows what it knows.

import { equalBytes } from '../crypto/bytes.ts';
import type { Role } from '../crypto/commit.ts';
import type { ParsedDeviceCertificate } from '../crypto/device_certificate.ts';
import type { ConversationId, KeyId } from '../crypto/ids.ts';
import type { Message } from '../crypto/message.ts';
import type { Prekey } from '../crypto/prekey.ts';
import type { Share } from '../crypto/secret.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { Call } from '../net/calls.ts';
import type { AnyNotification } from '../protocol/frame.ts';
import type { AdvisorKeys } from './advisor_keys.ts';
import type { ConsentFacts } from './consent_view.ts';
import { type ClientContext, now } from './context.ts';
import { ConversationLog, type LogFacts } from './conversation_log.ts';
import type { Draft } from './draft.ts';
import { Erasure } from './erasure.ts';
import type { Guide } from './guide.ts';
import type { ClientIdentity } from './identity.ts';
import { Judgement } from './judgement.ts';
import { KnownKeys } from './known_keys.ts';
import type { ThreadBlock } from './messages.ts';
import { ThreadConsent } from './thread_consent.ts';
import { threadOf } from './thread_view.ts';

type Open = {
  readonly identity: ClientIdentity;
  readonly conversation: ConversationId;
  readonly ownKey: VerifyKey;
  readonly log: ConversationLog;
};

// Finished by the advisor: when all of it will be erased.
type Finished = { readonly erase_at?: number | undefined };

export class LiveConversation {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  #open: Open | null = null;
  // Set once the server knows the mailbox: from then on every new socket logs in.
  #mailboxOwner: ClientIdentity | null = null;
  #block: ThreadBlock | null = null;
  readonly #keys: KnownKeys;
  readonly judgement: Judgement;
  // Whose words are about to take the place of ours, by our own doing.
  #successor: ClientIdentity | null = null;
  readonly #consent = new ThreadConsent(() => this.#publish());
  #eraseAt: number | null = null;
  readonly erasure = new Erasure();
  // Told after each change of the conversation.
  readonly listeners = new Set<() => void>();

  constructor(context: ClientContext, guide: Guide) {
    this.#context = context;
    this.#guide = guide;
    this.#keys = new KnownKeys(context, guide);
    this.judgement = new Judgement(context, guide, this);
  }

  get log(): ConversationLog | null {
    return this.#open?.log ?? null;
  }

  get conversation(): ConversationId | null {
    return this.#open?.conversation ?? null;
  }

  // Nothing may be sent before somebody has called.
  get blocked(): boolean {
    return this.#block !== null;
  }

  get current(): Open | null {
    return this.#open;
  }

  get owner(): ClientIdentity | null {
    return this.#mailboxOwner;
  }

  get certificates(): readonly ParsedDeviceCertificate[] {
    return this.#keys.certificates;
  }

  get ownKey(): VerifyKey | null {
    return this.#open?.ownKey ?? null;
  }

  // Whether something is on its way that only the present words can sign.
  get isWriting(): boolean {
    return this.log?.outgoing.some(({ state }) => state !== 'failed') ?? false;
  }

  // Words that an advisor gave are believed when the directory lists who gave them (crypto/KZ1.md 5.4).
  get cardIsTrusted(): boolean {
    const record = this.log?.reader.record;
    return record?.how !== 'card' || this.#guide.book?.advisorByKey(record.by) !== undefined;
  }

  // Usable keys of the advisor whose conversation it is, as last asked: whoever stands in is called by nobody.
  get prekeys(): readonly Prekey[] {
    return this.#keys.prekeysOf(this.#members('advisor'));
  }

  // Of everybody on the advisors' side, and of who comes.
  prekeysWith(coming: readonly VerifyKey[]): readonly Prekey[] {
    return this.#keys.prekeysOf([...this.advisorKeys, ...coming]);
  }

  // Whoever owns the mailbox logs in at every reconnect.
  owns(identity: ClientIdentity): void {
    this.#mailboxOwner = identity;
    this.#successor = null;
  }

  // From now on the words may change under us at any moment, and that is as it should be.
  expect(successor: ClientIdentity): void {
    this.#successor = successor;
  }

  disown(): void {
    this.#mailboxOwner = null;
  }

  async greet(call: Call): Promise<boolean> {
    if (this.#mailboxOwner === null) return true;
    const login = await this.#mailboxOwner.logIn(call);
    if (login.ok || login.error.code !== 'login_failed') return login.ok;
    if (this.erasure.state !== 'none') {
      // The answer that would have told us got lost: nothing is left to log in to.
      this.endErased();
      return false;
    }
    if (this.#successor) {
      // The answer that would have told us got lost: the new words are in force.
      if (!(await this.#successor.logIn(call)).ok) return false;
      this.owns(this.#successor);
      return true;
    }
    this.#end();
    return false;
  }

  newLog(identity: ClientIdentity, conversation: ConversationId, share: Share): ConversationLog {
    const signer = identity.signingKey(conversation);
    // What is ours in it, the reader's record says (crypto/KZ1.md 5.4).
    const keys = { conversation, share, kemKeys: [identity.kem], ownKey: signer.verifyKey };
    return new ConversationLog(keys, signer, this.#facts(), () => this.#publish());
  }

  adopt(identity: ClientIdentity, conversation: ConversationId, log: ConversationLog): void {
    const ownKey = identity.signingKey(conversation).verifyKey;
    this.#open = { identity, conversation, ownKey, log };
    this.#publish();
  }

  abandon(): void {
    this.#open = null;
    this.#block = null;
    this.#eraseAt = null;
  }

  // What the server says about the conversation beside its log.
  learn({ erase_at: eraseAt }: Finished): void {
    this.#eraseAt = eraseAt ?? null;
    this.#publish();
  }

  useKeys(advisor: KeyId, keys: AdvisorKeys): void {
    this.#keys.use(advisor, keys);
  }

  // After every reconnect: what came meanwhile is read from our cursor on, what waits is written.
  async resume(): Promise<void> {
    if (!this.#open || !this.#mailboxOwner) return;
    const { conversation, log } = this.#open;
    const { call } = this.#context;
    await call('conversation.subscribe', { conversation, after: log.reader.headSeq });
    await log.flush(call);
  }

  notified(notification: AnyNotification): void {
    if (!this.#open || !('conversation' in notification.params)) return;
    const { conversation, log } = this.#open;
    if (!equalBytes(notification.params.conversation, conversation)) return;
    if (notification.name === 'conversation.state') this.learn(notification.params);
    if (notification.name === 'conversation.erased') this.#erased();
    if (notification.name !== 'conversation.entries') return;
    void log.receive(notification.params.entries).then(() => log.flush(this.#context.call));
  }

  write(message: Message): Promise<boolean> {
    if (!this.#open || this.#block) return Promise.resolve(false);
    const stamped = { ...message, clientTimeMs: Date.now() };
    return this.send({ kind: 'message', message: stamped });
  }

  send(draft: Draft): Promise<boolean> {
    if (!this.#open || this.#block) return Promise.resolve(false);
    return this.#open.log.send(draft, this.#context.call);
  }

  get speaker() {
    if (!this.#open) return null;
    const { identity, conversation } = this.#open;
    return { conversation, signer: identity.signingKey(conversation) };
  }

  get consentFacts(): ConsentFacts {
    return {
      nameOf: (key) => this.#guide.cardOf(key).firstName,
      fullNameOf: (key) => this.#guide.cardOf(key).name,
      isOwn: ({ sender }) => sender.role === 'client',
      now: now(),
    };
  }

  // By our own order while others may be left; by another visit, or because its time had come.
  #erased(): void {
    if (this.erasure.state === 'none') this.endErased();
  }

  // Nothing is kept on the screen of what was erased.
  endErased(): void {
    const thread = this.#context.slices.get('thread');
    this.#context.slices.set('thread', {
      ...thread,
      state: 'erased',
      items: [],
      asks: 0,
      covers: [],
      eraseAt: null,
    });
    this.abandon();
    this.disown();
    this.#context.end();
    this.erasure.finish();
  }

  // False when an answer could not be had for now: what was known before stays known.
  refreshKeys(coming: readonly VerifyKey[] = []): Promise<boolean> {
    return this.#keys.refresh([...this.advisorKeys, ...coming]);
  }

  setBlock(block: ThreadBlock): void {
    if (!this.#open) return;
    this.#block = block;
    this.#publish();
  }

  #facts(): LogFacts {
    return {
      online: () => this.#context.slices.get('status').connection === 'online',
      certificates: () => this.#keys.certificates,
      revocations: () => this.#guide.book?.revocations ?? [],
      refreshCertificates: () => this.refreshKeys(),
    };
  }

  // A colleague stands in.
  get isCovered(): boolean {
    return this.#members('cover_advisor').length > 0;
  }

  get advisorKeys(): readonly VerifyKey[] {
    return this.#members('advisor', 'cover_advisor');
  }

  #members(...as: readonly Role[]): readonly VerifyKey[] {
    return (this.log?.reader.members ?? []).filter(({ role }) => as.includes(role)).map(({ id }) => id);
  }

  // Our words open nothing any more. What is on the screen stays, with a last line; nothing more is asked.
  #end(): void {
    const thread = this.#context.slices.get('thread');
    if (thread.state !== 'none') this.#context.slices.set('thread', { ...thread, state: 'replaced' });
    this.disown();
    this.#context.end();
  }

  #publish(): void {
    const [key] = this.advisorKeys;
    if (!this.#open || !key) return;
    const advisor = this.#guide.cardOf(key);
    const { log } = this.#open;
    // Between our old words and our new ones there is nothing to tell.
    if (log.reader.replaced && this.#successor) return;
    if (log.state === 'erased' && this.erasure.state === 'none') {
      this.endErased();
      return;
    }
    const { nameOf } = this.consentFacts;
    const consent = this.#consent.viewOf(log, this.consentFacts);
    const facts = { advisor, nameOf, block: this.#block, consent, eraseAt: this.#eraseAt };
    this.#context.slices.set('thread', threadOf(log, facts));
    if (log.reader.replaced) this.#end();
    for (const told of this.listeners) told();
  }
}
