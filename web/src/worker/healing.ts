// What a visiting client does for its conversation: a new epoch when one is due, history for an advisor who lost it, and
// who stands in comes and goes as the client said.
import { RECIPIENTS_MAX } from '../crypto/commit.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import { type ClientContext, now } from './context.ts';
import { type CoverFacts, coverPlan, coverStep } from './cover_plan.ts';
import { isListed } from './directory_book.ts';
import type { Guide } from './guide.ts';
import type { LiveConversation } from './live_conversation.ts';
import { type RotationFacts, rotationPlan } from './rotation_plan.ts';
import { whoLostHistory } from './thread_view.ts';

const STAND_IN_MS = 60_000;

export class Healing {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  readonly #live: LiveConversation;

  #watching: ReturnType<typeof setInterval> | undefined;
  #letting = false;

  constructor(context: ClientContext, guide: Guide, live: LiveConversation) {
    this.#context = context;
    this.#guide = guide;
    this.#live = live;
  }

  // A visit heals: keys stolen from an advisor's device before its newest prekey open nothing that is written now.
  async heal(): Promise<void> {
    await this.standIn();
    const facts = await this.#facts();
    const log = this.#live.log;
    if (!log || !facts || !rotationPlan(log.reader, facts)) return;
    const plan = (reader: LogReader) => rotationPlan(reader, facts);
    await log.send({ kind: 'commit', plan }, this.#context.call);
  }

  // The advisor came back with the recovery card: this client lets the new device read what was written before.
  async giveHistoryBack(): Promise<void> {
    const { historyPlan } = await import('./history_plan.ts');
    const facts = await this.#facts();
    const log = this.#live.log;
    const to = log && whoLostHistory(log.entries);
    if (!log || !facts || !to) return;
    const plan = (reader: LogReader) => historyPlan(reader, { ...facts, to });
    await log.send({ kind: 'commit', plan }, this.#context.call);
  }

  // Lets a colleague in when a yes holds and out when it is over, from now on as long as the page is open.
  async standIn(): Promise<void> {
    this.#watching ??= setInterval(() => void this.standIn(), STAND_IN_MS);
    if (this.#letting) return;
    this.#letting = true;
    try {
      for (let steps = 0; steps < RECIPIENTS_MAX && (await this.#oneStep()); ++steps);
    } finally {
      this.#letting = false;
    }
  }

  // Whether there was one to take and it is in the log.
  async #oneStep(): Promise<boolean> {
    const log = this.#live.log;
    const step = log && coverStep(log, now());
    if (!step) return false;
    const facts = await this.#facts(step.kind === 'begin' ? [step.advisor] : []);
    const book = this.#guide.book;
    if (!facts || !book) return false;
    const isKnown = (key: VerifyKey) => isListed(book, key, now());
    const cover: CoverFacts = { ...facts, as: 'client', isListed: isKnown };
    const plan = (reader: LogReader) => coverPlan(reader, coverStep(log, now()), cover);
    return log.send({ kind: 'commit', plan }, this.#context.call);
  }

  // `coming`: an advisor whose keys are asked for too.
  async #facts(coming: readonly VerifyKey[] = []): Promise<RotationFacts | null> {
    const live = this.#live;
    const own = live.current;
    if (!own || live.blocked || this.#guide.book?.lapsed) return null;
    if (!(await live.judgement.trustsDirectory()) || !(await live.refreshKeys(coming))) return null;
    const directory = this.#guide.book?.directory.head;
    if (!directory) return null;
    const { ownKey, identity } = own;
    const ownKemKey = identity.kem.publicKey;
    return { ownKey, ownKemKey, prekeys: live.prekeysWith(coming), directory, now: now() };
  }
}
