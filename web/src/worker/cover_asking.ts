// Before an absence: who said yes to a colleague, who has not been asked, and one question to all of those. Loaded when the
// screen is opened. Each is asked in its own conversation and answers for itself.
import { equalBytes } from '../crypto/bytes.ts';
import { type ConsentRecord, foldConsent } from '../crypto/consent_ledger.ts';
import type { AdvisorRecord } from '../crypto/directory_record.ts';
import { toHex } from '../crypto/encoding.ts';
import type { Roster } from '../crypto/roster.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Case } from './case.ts';
import type { Colleagues } from './colleagues.ts';
import type { RegisterCode } from './consent_messages.ts';
import { now } from './context.ts';
import type { CoverAct, CoverCounts, CoverDays, CoverQuestion } from './cover_messages.ts';
import type { Keystore } from './keystore.ts';
import { statementDraft, validFrom, wordsOf } from './statement_writing.ts';

type Answer = 'allowed' | 'waiting' | 'without' | 'unasked';

export class CoverAskingDesk {
  readonly #context: AdvisorContext;
  readonly #keystore: Keystore;
  readonly #colleagues: Colleagues;
  readonly #cases: () => readonly Case[];

  constructor(
    context: AdvisorContext,
    keystore: Keystore,
    colleagues: Colleagues,
    cases: () => readonly Case[],
  ) {
    this.#context = context;
    this.#keystore = keystore;
    this.#colleagues = colleagues;
    this.#cases = cases;
  }

  async act(act: CoverAct): Promise<void> {
    const { slices } = this.#context;
    if (act.act === 'load') {
      const colleagues = this.#others().map(({ id, name }) => ({ id: toHex(id), name }));
      return slices.set('covering', { state: 'idle', colleagues, counts: null });
    }
    const colleague = this.#others().find(({ id }) => toHex(id) === act.colleague);
    if (!colleague) return slices.change('covering', { state: 'idle', counts: null });
    if (act.act === 'ask') await this.#askAll(colleague, act);
    else slices.change('covering', { state: 'idle' });
    slices.change('covering', { counts: this.#count(colleague, act) });
  }

  #others(): readonly AdvisorRecord[] {
    return this.#colleagues.others(this.#keystore.identityKey);
  }

  // Conversations of this advisor that go on.
  #open(): readonly Case[] {
    return this.#cases().filter((one) => one.isMain && !one.behind && !one.finishing.isFinished);
  }

  #count(colleague: AdvisorRecord, days: CoverDays): CoverCounts {
    const counts = { total: 0, allowed: 0, waiting: 0, without: 0, unasked: 0 };
    for (const one of this.#open()) {
      counts.total += 1;
      counts[answerOf(one, colleague, days)] += 1;
    }
    return counts;
  }

  async #askAll(colleague: AdvisorRecord, act: Extract<CoverAct, { act: 'ask' }>): Promise<void> {
    const { slices } = this.#context;
    if (slices.get('covering').state === 'asking') return;
    slices.change('covering', { state: 'asking' });
    let failed = 0;
    for (const one of this.#open()) {
      if (answerOf(one, colleague, act) !== 'unasked') continue;
      const register = registerFor(one.log.reader.roster);
      if (!(await this.#ask(one, colleague, act, { register, ...act.shown[register] }))) failed += 1;
    }
    slices.change('covering', { state: failed === 0 ? 'asked' : 'failed' });
  }

  async #ask(
    one: Case,
    { identityKey: toAdvisor, name }: AdvisorRecord,
    { from, until: validUntil }: CoverDays,
    { register, points, text }: CoverQuestion & { readonly register: RegisterCode },
  ): Promise<boolean> {
    const words = wordsOf(name, points, { text, language: register });
    const period = { validFrom: Math.max(validFrom(one.log.entries), from), validUntil };
    const said = { action: 'propose', purpose: 'cover', toAdvisor, ...period, ...words } as const;
    const draft = statementDraft(said, { conversation: one.conversation, signer: this.#keystore.signing });
    return draft ? one.log.send(draft, this.#context.call) : false;
  }
}

function answerOf({ log }: Case, { id, identityKey }: AdvisorRecord, days: CoverDays): Answer {
  const { roster } = log.reader;
  const isKeptOut = roster?.excludedAdvisors.some((one) => equalBytes(one, id)) ?? false;
  if (log.reader.keys === null || isKeptOut || roster?.cover === 'nobody') return 'without';
  const answers = foldConsent(log.entries).records.flatMap((record) => {
    const { purpose, toAdvisor } = (record.grant ?? record.proposal)?.statement ?? {};
    const isThis = purpose === 'cover' && toAdvisor !== undefined && equalBytes(toAdvisor, identityKey);
    return isThis ? answerIn(record, days) : [];
  });
  const first = (['allowed', 'waiting', 'without'] as const).find((answer) => answers.includes(answer));
  return first ?? 'unasked';
}

// What was said about other days says nothing about these.
function answerIn(
  { proposal, grant, declined, withdrawn }: ConsentRecord,
  { from, until }: CoverDays,
): Answer[] {
  const { validFrom: begins = 0, validUntil: ends = 0 } = (grant ?? proposal)?.statement ?? {};
  const isForThese = begins < until && (ends === 0 || ends > Math.max(from, now()));
  if (!isForThese) return [];
  if (withdrawn) return ['without'];
  if (grant) return ['allowed'];
  return [declined?.answer === 'no' ? 'without' : 'waiting'];
}

// How the family is addressed; whoever said nothing is addressed as u.
function registerFor(roster: Roster | null): RegisterCode {
  return roster?.language ?? (roster?.self?.role === 'pupil' ? 'nl-je' : 'nl-u');
}
