// Starts a conversation: its id, its share, the first commit and the first message, sent until the server has them.
import { advisorRecipient, clientRecipient, sealCommit } from '../crypto/commit_seal.ts';
import type { AdvisorRecord } from '../crypto/directory_record.ts';
import { type AdvisorId, type ConversationId, conversationId } from '../crypto/ids.ts';
import { sealMessage } from '../crypto/message.ts';
import { systemRandom } from '../crypto/random.ts';
import { type Share, share } from '../crypto/secret.ts';
import { generateCode } from '../crypto/words.ts';
import type { CallError } from '../net/calls.ts';
import type { AdvisorKeys } from './advisor_keys.ts';
import { afterPublishing, type ClientContext } from './context.ts';
import type { ConversationLog } from './conversation_log.ts';
import { failureOf, mayRepeat } from './failures.ts';
import { firstRoster } from './first_roster.ts';
import { FoundingWork } from './founding_work.ts';
import type { Guide } from './guide.ts';
import { ClientIdentity } from './identity.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { Failure, SelfDescription } from './messages.ts';

const REPEAT_S = 2;
// A shorter wait for the work says nothing.
const PATIENCE_MS = 1_500;
// Each time the pressure has at least doubled; who asks more often is not worth listening to.
const WORK_TRIES_MAX = 6;

// Why it takes longer than usual: there is no connection, or so many write that work takes its time.
export type Delay = 'waiting' | 'working';

type Founded = {
  readonly advisor: AdvisorId;
  readonly conversation: ConversationId;
  readonly share: Share;
  readonly log: ConversationLog;
  readonly entries: Uint8Array[];
};

type Step =
  | { readonly kind: 'sealed' | 'founded' }
  | { readonly kind: 'again'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

export class Founding {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  readonly #live: LiveConversation;
  readonly #work: FoundingWork;
  #conversation: ConversationId | null = null;
  #workTries = 0;
  #identity: ClientIdentity | null = null;
  // Made once and then sent unchanged, however often it has to be sent.
  #founded: Founded | null = null;

  constructor(context: ClientContext, guide: Guide, live: LiveConversation) {
    this.#context = context;
    this.#guide = guide;
    this.#live = live;
    this.#work = new FoundingWork(context.call);
  }

  // Takes up to two seconds the first time; done ahead, while the person is typing.
  async prepare(): Promise<ClientIdentity | null> {
    await afterPublishing();
    const { organisation, origin } = this.#context;
    this.#identity ??= ClientIdentity.derive(generateCode(systemRandom), organisation.deploymentId, origin);
    const advisor = this.#guide.advisor;
    if (advisor) this.#work.ahead(this.#nextConversation(), advisor.id);
    return this.#identity;
  }

  // Chosen before there is anything to say, because the work is bound to it.
  #nextConversation(): ConversationId {
    this.#conversation ??= conversationId(systemRandom.bytes(16));
    return this.#conversation;
  }

  // Resolves to null once the server has the conversation, else to the reason why it never will.
  // `tell` hears what there is to wait for, and null when it is over.
  async found(
    first: { readonly advisor: AdvisorRecord; readonly text: string; readonly self: SelfDescription },
    tell: (delay: Delay | null) => void,
  ): Promise<Failure | null> {
    const identity = await this.prepare();
    if (!identity) return { kind: 'refused' };
    for (;;) {
      const step = this.#founded
        ? await this.#create(identity, this.#founded, tell)
        : await this.#make(identity, first);
      if (step.kind === 'founded') return null;
      if (step.kind === 'failed') {
        // Another try is a new conversation, with the text as it is then.
        this.#founded = null;
        this.#conversation = null;
        return step.failure;
      }
      if (step.kind === 'again') {
        tell('waiting');
        await pause(step.seconds);
      }
    }
  }

  async #make(
    identity: ClientIdentity,
    { advisor, text, self }: { advisor: AdvisorRecord; text: string; self: SelfDescription },
  ): Promise<Step> {
    const asked = await this.#guide.keysOf(advisor);
    if (!asked.ok) return stepAfter(asked.error);
    if (asked.keys.prekeys.length === 0) return { kind: 'failed', failure: { kind: 'no_keys' } };
    this.#live.useKeys(advisor.id, asked.keys);
    this.#founded = await this.#seal(identity, { advisor: advisor.id, keys: asked.keys }, { text, self });
    return this.#founded ? { kind: 'sealed' } : { kind: 'failed', failure: { kind: 'refused' } };
  }

  async #seal(
    identity: ClientIdentity,
    { advisor, keys }: { advisor: AdvisorId; keys: AdvisorKeys },
    { text, self }: { text: string; self: SelfDescription },
  ): Promise<Founded | null> {
    const directory = this.#guide.book?.directory.head;
    if (!directory) return null;
    const conversation = this.#nextConversation();
    const ownShare = share(systemRandom.bytes(32));
    const signer = identity.signingKey(conversation);
    const log = this.#live.newLog(identity, conversation, ownShare);
    const roster = firstRoster({ ...this.#context.speech, school: this.#guide.school, directory, self });
    const client = clientRecipient(signer.verifyKey, identity.kem.publicKey);
    const recipients = [client, ...keys.prekeys.map((prekey) => advisorRecipient(prekey))];
    const common = { signer, sender: signer, random: systemRandom };
    const commit = sealCommit({
      ...common,
      plan: { reason: 'create', recipients, roster },
      position: log.reader.next('commit'),
      share: ownShare,
    });
    if (!commit) return null;
    const clientTimeMs = Date.now();
    const received_at = Math.floor(clientTimeMs / 1000);
    await log.receive([{ seq: 0, received_at, entry: commit.entry }]);
    const message = { text, clientTimeMs };
    const entry = sealMessage({ ...common, message, position: log.reader.next(), keys: commit.keys });
    if (!entry) return null;
    await log.receive([{ seq: 1, received_at, entry }]);
    return { advisor, conversation, share: ownShare, log, entries: [commit.entry, entry] };
  }

  async #create(
    identity: ClientIdentity,
    founded: Founded,
    tell: (delay: Delay | null) => void,
  ): Promise<Step> {
    const { call, slices } = this.#context;
    const late = setTimeout(() => tell('working'), PATIENCE_MS);
    const work = await this.#work.for(founded.conversation, founded.advisor);
    clearTimeout(late);
    if (!work.ok) return stepAfter(work.error);
    tell(null);
    const answered = await identity.answerChallenge(call);
    if (!answered.ok) return stepAfter(answered.error);
    const reply = await call('conversation.create', {
      auth_key: identity.auth.verifyKey,
      signature: answered.value.signature,
      conversation: founded.conversation,
      share: founded.share.reveal(),
      entries: founded.entries,
      work: work.value,
    });
    if (!reply.ok && reply.error.code === 'work_needed' && ++this.#workTries < WORK_TRIES_MAX) {
      this.#work.again();
      return { kind: 'sealed' };
    }
    this.#workTries = 0;
    if (!reply.ok) return stepAfter(reply.error);
    this.#live.owns(identity);
    this.#live.adopt(identity, founded.conversation, founded.log);
    slices.set('words', { words: identity.words });
    void this.#live.resume();
    return { kind: 'founded' };
  }
}

function stepAfter(error: CallError): Step {
  if (mayRepeat(error) || error.code === 'challenge_expired') {
    return { kind: 'again', seconds: error.data.retry_after_s ?? REPEAT_S };
  }
  return { kind: 'failed', failure: failureOf(error) };
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
