// The advisor gives a client new words: made here, shown once to read out or print, and in force only when they were
// read back (crypto/KZ1.md 5.4, reason 8). Whoever asks for them is recognised by the advisor, not by us.
import { systemRandom } from '../crypto/random.ts';
import { generateCode } from '../crypto/words.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { CardState } from './advisor_messages.ts';
import type { Case } from './case.ts';
import type { Colleagues } from './colleagues.ts';
import { afterPublishing } from './context.ts';
import { ClientIdentity } from './identity.ts';
import type { Failure } from './messages.ts';
import { rekey } from './rekeying.ts';

export class CardGiving {
  readonly #context: AdvisorContext;
  readonly #colleagues: Colleagues;
  #identity: ClientIdentity | null = null;

  constructor(context: AdvisorContext, colleagues: Colleagues) {
    this.#context = context;
    this.#colleagues = colleagues;
  }

  // Takes up to two seconds. Each card has words of its own.
  async make({ id }: Case): Promise<void> {
    if (this.#state === 'giving') return;
    this.#show({ id, state: 'making', words: null, failure: null });
    await afterPublishing();
    const { organisation, origin } = this.#context;
    this.#identity = ClientIdentity.derive(generateCode(systemRandom), organisation.deploymentId, origin);
    if (!this.#identity) return this.#show({ state: 'failed', failure: { kind: 'browser' } });
    this.#show({ state: 'shown', words: this.#identity.words });
  }

  // `from`: the first epoch that the card opens. `note` is sealed into the advisor's own note when all is done.
  async give(one: Case, from: number | null, note: string): Promise<void> {
    const identity = this.#identity;
    if (!identity || this.#state === 'giving' || this.#context.slices.get('card').id !== one.id) return;
    this.#show({ state: 'giving', failure: null });
    const failure = await this.#send(one, identity, from);
    if (failure) return this.#show({ state: 'failed', failure });
    this.#identity = null;
    this.#show({ state: 'given', words: null });
    await one.note.add(note, this.#context.call);
  }

  drop(): void {
    if (this.#state === 'giving') return;
    this.#identity = null;
    this.#show({ id: null, state: 'idle', words: null, failure: null });
  }

  get #state(): CardState['state'] {
    return this.#context.slices.get('card').state;
  }

  #show(part: Partial<CardState>): void {
    this.#context.slices.change('card', part);
  }

  async #send(one: Case, identity: ClientIdentity, from: number | null): Promise<Failure | null> {
    const { log, conversation } = one;
    const client = log.reader.members.find(({ role }) => role === 'client');
    const reached = await this.#colleagues.refreshKeys(one.advisorKeys);
    const directory = this.#colleagues.directoryHead;
    if (!client || !reached || !directory) return { kind: 'unreachable' };
    const prekeys = this.#colleagues.prekeysOf(one.advisorKeys);
    const facts = { reason: 'new_card' as const, before: client.id, opensFrom: from, prekeys, directory };
    return rekey({ conversation, log, identity, facts }, this.#context.call);
  }
}
