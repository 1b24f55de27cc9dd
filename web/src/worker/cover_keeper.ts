// Standing in, from the advisors' side: lets a colleague in when a yes holds, and out when it is over. By itself, as the
// family's page does too (healing.ts); by hand whenever the advisor, or whoever stands in, wants it to end.
import { equalBytes } from '../crypto/bytes.ts';
import type { Member } from '../crypto/commit.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Case } from './case.ts';
import type { Colleagues } from './colleagues.ts';
import { now } from './context.ts';
import { type CoverFacts, type CoverStep, coverPlan, coverStep } from './cover_plan.ts';

// What failed is not tried at every change of the log.
const TRY_AGAIN_S = 60;

export class CoverKeeper {
  readonly #context: AdvisorContext;
  readonly #ownKey: VerifyKey;
  readonly #colleagues: Colleagues;
  readonly #tried = new Map<string, number>();

  constructor(context: AdvisorContext, ownKey: VerifyKey, colleagues: Colleagues) {
    this.#context = context;
    this.#ownKey = ownKey;
    this.#colleagues = colleagues;
  }

  // One step; the COMMIT that it makes is a change, after which the next is looked for.
  async look(one: Case): Promise<void> {
    const { log } = one;
    if (log.state !== 'good' || one.behind || one.finishing.isPast || log.reader.keys === null) return;
    const at = now();
    if (at - (this.#tried.get(one.id) ?? 0) < TRY_AGAIN_S || !this.#due(one)) return;
    this.#tried.set(one.id, at);
    if (await this.#take(one, () => this.#due(one))) this.#tried.delete(one.id);
  }

  // Null while there is nothing to do. Who stands in does nothing but leave.
  #due({ log }: Case): CoverStep | null {
    const step = coverStep(log, now());
    if (this.#own(log.reader.members)?.role !== 'cover_advisor') return step;
    const isOver = step?.kind === 'end' && step.advisors.some((one) => equalBytes(one, this.#ownKey));
    return isOver ? { kind: 'end', advisors: [this.#ownKey] } : null;
  }

  // By hand. False when it could not be done now.
  async end(one: Case): Promise<boolean> {
    const { members } = one.log.reader;
    const standingIn = members.filter(({ role }) => role === 'cover_advisor').map(({ id }) => id);
    const isMain = this.#own(members)?.role === 'advisor';
    const advisors = isMain ? standingIn : standingIn.filter((id) => equalBytes(id, this.#ownKey));
    if (advisors.length === 0) return false;
    return this.#take(one, () => ({ kind: 'end', advisors }));
  }

  #own(members: readonly Member[]): Member | undefined {
    return members.find(({ id }) => equalBytes(id, this.#ownKey));
  }

  async #take(one: Case, due: () => CoverStep | null): Promise<boolean> {
    const step = due();
    const coming = step?.kind === 'begin' ? [step.advisor] : [];
    const everybody = [...one.advisorKeys, ...coming];
    if (!(await this.#colleagues.refreshKeys(everybody))) return false;
    const directory = this.#colleagues.directoryHead;
    if (!directory) return false;
    const listed = this.#colleagues.others(this.#ownKey);
    const facts: CoverFacts = {
      as: 'advisor',
      prekeys: this.#colleagues.prekeysOf(everybody),
      directory,
      isListed: (key) => listed.some(({ identityKey }) => equalBytes(identityKey, key)),
    };
    return one.log.send(
      { kind: 'commit', plan: (reader) => coverPlan(reader, due(), facts) },
      this.#context.call,
    );
  }
}
