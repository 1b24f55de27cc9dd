// Does the work that a new conversation needs (crypto/KZ1.md 3.5) ahead, while the person reads and types.
import { toHex } from '../crypto/encoding.ts';
import type { AdvisorId, ConversationId } from '../crypto/ids.ts';
import { seekWork, workSubject } from '../crypto/work.ts';
import type { Call, Reply } from '../net/calls.ts';
import type { Work } from '../protocol/messages.ts';
import { now } from './context.ts';

// Some twenty milliseconds on a slow phone: so long the worker listens to nothing else.
const HASHES_AT_A_TIME = 2;
// Work that ends this soon might be over before it arrives.
const MARGIN_S = 60;

type Done = { readonly ok: true; readonly value: Work };
type Outcome = Done | Extract<Reply<'conversation.work'>, { ok: false }>;
type Job = { readonly subject: string; readonly outcome: Promise<Outcome>; expiresAt: number };

export class FoundingWork {
  readonly #call: Call;
  #job: Job | null = null;

  constructor(call: Call) {
    this.#call = call;
  }

  // Begins, unless it has begun. What fails now is tried again by for().
  ahead(conversation: ConversationId, advisor: AdvisorId): void {
    if (!this.#jobFor(conversation, advisor)) this.#begin(conversation, advisor);
  }

  // The work, at once when it was done ahead. Throws SodiumBroken.
  for(conversation: ConversationId, advisor: AdvisorId): Promise<Outcome> {
    return (this.#jobFor(conversation, advisor) ?? this.#begin(conversation, advisor)).outcome;
  }

  // The server asks for more than was done.
  again(): void {
    this.#job = null;
  }

  #jobFor(conversation: ConversationId, advisor: AdvisorId): Job | null {
    const job = this.#job;
    return job && job.subject === nameOf(conversation, advisor) && now() < job.expiresAt - MARGIN_S
      ? job
      : null;
  }

  #begin(conversation: ConversationId, advisor: AdvisorId): Job {
    const job: Job = {
      subject: nameOf(conversation, advisor),
      outcome: this.#work(conversation, advisor, (expiresAt) => {
        job.expiresAt = expiresAt;
      }),
      expiresAt: Number.POSITIVE_INFINITY,
    };
    this.#job = job;
    // Nobody may be waiting for it yet.
    const forget = () => {
      if (this.#job === job) this.#job = null;
    };
    job.outcome.then((outcome) => outcome.ok || forget(), forget);
    return job;
  }

  async #work(
    conversation: ConversationId,
    advisor: AdvisorId,
    lasts: (until: number) => void,
  ): Promise<Outcome> {
    const asked = await this.#call('conversation.work', { advisors: [advisor] });
    if (!asked.ok) return asked;
    const { nonce, bits, expires_at: expiresAt } = asked.value;
    lasts(expiresAt);
    const subject = workSubject(nonce, conversation, [advisor]);
    for (let from = 0; ; from += HASHES_AT_A_TIME) {
      const counter = seekWork(subject, bits, from, HASHES_AT_A_TIME);
      if (counter !== null) return { ok: true, value: { nonce, bits, counter } };
      await letOthersSpeak();
    }
  }
}

function nameOf(conversation: ConversationId, advisor: AdvisorId): string {
  return toHex(conversation) + toHex(advisor);
}

function letOthersSpeak(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
