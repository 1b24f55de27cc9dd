// The client's conversation during one visit: keeps in step with the server and shows what it knows.

import { equalBytes } from '../crypto/bytes.ts';
import { toHex } from '../crypto/encoding.ts';
import type { ConversationId, KeyId } from '../crypto/ids.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { Message } from '../crypto/message.ts';
import type { Prekey } from '../crypto/prekey.ts';
import type { Share } from '../crypto/secret.ts';
import { keyIdOf, type VerifyKey } from '../crypto/sign.ts';
import type { Call } from '../net/calls.ts';
import type { AnyNotification } from '../protocol/frame.ts';
import { type AdvisorKeys, askAdvisorKeys } from './advisor_keys.ts';
import { afterPublishing, type ClientContext, now } from './context.ts';
import { ConversationLog, type LogFacts } from './conversation_log.ts';
import { isRolledBack } from './directory_book.ts';
import { mayRepeat } from './failures.ts';
import { advisorCard, type Guide, namelessCard } from './guide.ts';
import type { ClientIdentity } from './identity.ts';
import type { AdvisorCard, ThreadBlock } from './messages.ts';
import { type RotationFacts, rotationPlan } from './rotation_plan.ts';
import { threadOf, whoLostHistory } from './thread_view.ts';

type Open = {
  readonly identity: ClientIdentity;
  readonly conversation: ConversationId;
  readonly ownKey: VerifyKey;
  readonly log: ConversationLog;
};

export class LiveConversation {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  #open: Open | null = null;
  // Set once the server knows the mailbox: from then on every new socket logs in.
  #mailboxOwner: ClientIdentity | null = null;
  #block: ThreadBlock | null = null;
  // By advisor, as last answered.
  readonly #keys = new Map<string, AdvisorKeys>();
  // Whose words are about to take the place of ours, by our own doing.
  #successor: ClientIdentity | null = null;

  constructor(context: ClientContext, guide: Guide) {
    this.#context = context;
    this.#guide = guide;
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

  get owner(): ClientIdentity | null {
    return this.#mailboxOwner;
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

  // Usable keys of the advisors in the conversation, as last asked.
  get prekeys(): readonly Prekey[] {
    const members = this.#advisorKeys().map((key) => toHex(keyIdOf(key)));
    return members.flatMap((id) => this.#keys.get(id)?.prekeys ?? []);
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
  }

  useKeys(advisor: KeyId, keys: AdvisorKeys): void {
    this.#keys.set(toHex(advisor), keys);
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
    if (notification.name !== 'conversation.entries' || !this.#open) return;
    const { conversation, log } = this.#open;
    if (!equalBytes(notification.params.conversation, conversation)) return;
    void log.receive(notification.params.entries).then(() => log.flush(this.#context.call));
  }

  write(message: Message): Promise<boolean> {
    if (!this.#open || this.#block) return Promise.resolve(false);
    const stamped = { ...message, clientTimeMs: Date.now() };
    return this.#open.log.send({ kind: 'message', message: stamped }, this.#context.call);
  }

  // False when an answer could not be had for now: what was known before stays known.
  async refreshKeys(): Promise<boolean> {
    let answered = true;
    for (const advisorKey of this.#advisorKeys()) {
      const facts = { advisorKey, revocations: this.#guide.book?.revocations ?? [], now: now() };
      const id = keyIdOf(advisorKey);
      const asked = await askAdvisorKeys(this.#context.call, id, facts);
      if (asked.ok) this.useKeys(id, asked.keys);
      else if (mayRepeat(asked.error)) answered = false;
    }
    return answered;
  }

  // Compares the directory with what the members of the conversation have seen of it. It may have been replaced during
  // the visit, so that an old one is asked for once more before it is refused.
  async trustsDirectory(): Promise<boolean> {
    const seen = this.log?.reader.roster?.directory;
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
    await this.refreshKeys();
    const standing = await import('./standing.ts').catch(() => null);
    if (!standing) return false;
    const facts = {
      advisors: this.#advisorKeys(),
      school: this.log?.reader.roster?.school,
      rolledBack,
      book: this.#guide.book,
      certificates: [...this.#keys.values()].flatMap(({ certificates }) => certificates),
      now: now(),
    };
    const reason = standing.blockReason(facts);
    if (!reason) return true;
    this.#setBlock({ reason, numbers: null });
    void afterPublishing().then(() => this.#setBlock({ reason, numbers: standing.numbersOf(facts) }));
    return true;
  }

  #setBlock(block: ThreadBlock): void {
    if (!this.#open) return;
    this.#block = block;
    this.#publish();
  }

  // A visit heals: keys stolen from an advisor's device before its newest prekey open nothing that is written now.
  async heal(): Promise<void> {
    const facts = await this.#rotationFacts();
    if (!this.#open || !facts || !rotationPlan(this.#open.log.reader, facts)) return;
    const plan = (reader: LogReader) => rotationPlan(reader, facts);
    await this.#open.log.send({ kind: 'commit', plan }, this.#context.call);
  }

  // The advisor came back with the recovery card: this client lets the new device read what was written before.
  async giveHistoryBack(): Promise<void> {
    const { historyPlan } = await import('./history_plan.ts');
    const facts = await this.#rotationFacts();
    const to = this.#open && whoLostHistory(this.#open.log.entries);
    if (!this.#open || !facts || !to) return;
    const plan = (reader: LogReader) => historyPlan(reader, { ...facts, to });
    await this.#open.log.send({ kind: 'commit', plan }, this.#context.call);
  }

  async #rotationFacts(): Promise<RotationFacts | null> {
    if (!this.#open || this.#block || this.#guide.book?.lapsed) return null;
    const { identity, ownKey } = this.#open;
    if (!(await this.trustsDirectory()) || !(await this.refreshKeys())) return null;
    const directory = this.#guide.book?.directory.head;
    if (!directory) return null;
    return { ownKey, ownKemKey: identity.kem.publicKey, prekeys: this.prekeys, directory, now: now() };
  }

  #facts(): LogFacts {
    return {
      online: () => this.#context.slices.get('status').connection === 'online',
      certificates: () => [...this.#keys.values()].flatMap(({ certificates }) => certificates),
      revocations: () => this.#guide.book?.revocations ?? [],
      refreshCertificates: () => this.refreshKeys(),
    };
  }

  #advisorKeys(): readonly VerifyKey[] {
    const members = this.log?.reader.members ?? [];
    return members.filter(({ role }) => role === 'advisor' || role === 'cover_advisor').map(({ id }) => id);
  }

  // Our words open nothing any more. What is on the screen stays, with a last line; nothing more is asked.
  #end(): void {
    const thread = this.#context.slices.get('thread');
    if (thread.state !== 'none') this.#context.slices.set('thread', { ...thread, state: 'replaced' });
    this.disown();
    this.#context.end();
  }

  #cardOf(key: VerifyKey | undefined): AdvisorCard | null {
    const record = key && this.#guide.book?.advisorByKey(key);
    if (record) return advisorCard(record);
    return key ? namelessCard(keyIdOf(key)) : null;
  }

  #publish(): void {
    const advisor = this.#cardOf(this.#advisorKeys()[0]);
    if (!this.#open || !advisor) return;
    const { log } = this.#open;
    // Between our old words and our new ones there is nothing to tell.
    if (log.reader.replaced && this.#successor) return;
    const nameOf = (key: VerifyKey) => this.#cardOf(key)?.firstName ?? '';
    this.#context.slices.set('thread', threadOf(log, { advisor, nameOf, block: this.#block }));
    if (log.reader.replaced) this.#end();
  }
}
