// What a visiting client does for its conversation: a new epoch when one is due, and history for an advisor who lost it.
import type { LogReader } from '../crypto/log_reader.ts';
import { type ClientContext, now } from './context.ts';
import type { Guide } from './guide.ts';
import type { LiveConversation } from './live_conversation.ts';
import { type RotationFacts, rotationPlan } from './rotation_plan.ts';
import { whoLostHistory } from './thread_view.ts';

export class Healing {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  readonly #live: LiveConversation;

  constructor(context: ClientContext, guide: Guide, live: LiveConversation) {
    this.#context = context;
    this.#guide = guide;
    this.#live = live;
  }

  // A visit heals: keys stolen from an advisor's device before its newest prekey open nothing that is written now.
  async heal(): Promise<void> {
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

  async #facts(): Promise<RotationFacts | null> {
    const live = this.#live;
    const own = live.current;
    if (!own || live.blocked || this.#guide.book?.lapsed) return null;
    if (!(await live.judgement.trustsDirectory()) || !(await live.refreshKeys())) return null;
    const directory = this.#guide.book?.directory.head;
    if (!directory) return null;
    const { ownKey, identity } = own;
    const ownKemKey = identity.kem.publicKey;
    return { ownKey, ownKemKey, prekeys: live.prekeys, directory, now: now() };
  }
}
