// The advisor's side of consent: questions, spoken words, what was told, and telling without consent. A statement is
// signed by this device (crypto/KZ1.md 5.5). Loaded when a case is opened.
import { equalBytes } from '../crypto/bytes.ts';
import type { AdvisorRecord } from '../crypto/directory_record.ts';
import { toHex } from '../crypto/encoding.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Case } from './case.ts';
import type { Colleagues } from './colleagues.ts';
import type { AdvisorConsentAct } from './consent_messages.ts';
import { type ConsentView, consentView } from './consent_view.ts';
import { afterPublishing, now } from './context.ts';
import type { CoverKeeper } from './cover_keeper.ts';
import { forgetTold, heldMatters, heldSaid, hold, holdOn, mayHold } from './held_notices.ts';
import type { Keystore } from './keystore.ts';
import { exportStatements } from './statement_export.ts';
import { type Said, statementByRef, statementDraft, validFrom, wordsOf } from './statement_writing.ts';

type Sending = Exclude<AdvisorConsentAct, { act: 'load' | 'export' | 'settle' | 'end_cover' }>;

export class ConsentDesk {
  readonly #context: AdvisorContext;
  readonly #keystore: Keystore;
  readonly #colleagues: Colleagues;
  readonly #covers: CoverKeeper;

  constructor(context: AdvisorContext, keystore: Keystore, colleagues: Colleagues, covers: CoverKeeper) {
    this.#context = context;
    this.#keystore = keystore;
    this.#colleagues = colleagues;
    this.#covers = covers;
  }

  async act(one: Case, act: AdvisorConsentAct): Promise<void> {
    switch (act.act) {
      case 'load':
        this.publish(one);
        return forgetTold(one, this.#context.call);
      case 'settle':
        return this.#context.slices.change('consent', { sending: 'none' });
      case 'export':
        return this.#export(one);
      case 'end_cover':
        return this.#endCover(one);
      default:
        return this.#send(one, act);
    }
  }

  publish(one: Case): void {
    const { cards, uncounted } = this.viewOf(one);
    const colleagues = this.#colleaguesFor(one).map(({ id, name }) => ({ id: toHex(id), name }));
    const held = heldMatters(one);
    const seen = { cards, uncounted, colleagues, held, mayHold: mayHold(one) };
    this.#context.slices.change('consent', { id: one.id, state: 'ready', ...seen });
  }

  // Nobody who is in the conversation already, and nobody whom the family keeps out of it.
  #colleaguesFor({ log, advisorKeys }: Case): readonly AdvisorRecord[] {
    const excluded = log.reader.roster?.excludedAdvisors ?? [];
    return this.#colleagues.others(this.#keystore.identityKey).filter(({ id, identityKey }) => {
      const isIn = advisorKeys.some((key) => equalBytes(key, identityKey));
      return !isIn && !excluded.some((one) => equalBytes(one, id));
    });
  }

  viewOf({ log, consentFacts }: Case): ConsentView {
    return consentView(log.entries, consentFacts);
  }

  async #send(one: Case, act: Sending): Promise<void> {
    const { slices } = this.#context;
    if (slices.get('consent').sending === 'sending') return;
    slices.change('consent', { sending: 'sending' });
    const sent = await this.#do(one, act);
    slices.change('consent', { sending: sent ? 'done' : 'failed' });
  }

  async #do(one: Case, act: Sending): Promise<boolean> {
    const { call } = this.#context;
    if (act.act === 'hold') return hold(one, act, call);
    if (act.act === 'hold_on') return holdOn(one, act, call);
    const said = this.#saidBy(one, act);
    const speaker = { conversation: one.conversation, signer: this.#keystore.signing };
    const draft = said && statementDraft(said, speaker);
    const sent = draft ? await one.log.send(draft, call) : false;
    if (sent && act.act === 'tell_held') await forgetTold(one, call);
    return sent;
  }

  #saidBy(one: Case, act: Exclude<Sending, { act: 'hold' | 'hold_on' }>): Said | null {
    switch (act.act) {
      case 'ask':
        return this.#asked(one, act);
      case 'told':
        return this.#toldUnder(one, act);
      case 'tell_held':
        return heldSaid(one, act);
      case 'told_without': {
        const { whom, points, toldAt, why, consulted, shown } = act;
        const words = wordsOf(whom, points, shown);
        return { action: 'notice', purpose: 'tell', toldAt, why, consulted, ...words };
      }
    }
  }

  #asked(one: Case, act: Extract<Sending, { act: 'ask' }>): Said | null {
    const { purpose, colleague } = act;
    const named = this.#colleaguesFor(one).find(({ id }) => toHex(id) === colleague);
    // Standing in is always by a colleague; whoever was named must be one whom we may ask about.
    if (!named && (colleague !== null || purpose === 'cover')) return null;
    const toAdvisor = named?.identityKey;
    const begins = Math.max(validFrom(one.log.entries), act.from);
    const period = { validFrom: begins, validUntil: act.until };
    const words = wordsOf(named?.name ?? act.whom, act.points, act.shown);
    return { action: 'propose', purpose, toAdvisor, saidAt: act.saidAt ?? undefined, ...period, ...words };
  }

  // Only under a yes that holds at this moment, and only what it is about.
  #toldUnder(one: Case, act: Extract<Sending, { act: 'told' }>): Said | null {
    const card = this.viewOf(one).cards.find(({ id }) => id === act.card);
    const yes = card?.yes ? statementByRef(one.log.entries, card.yes) : null;
    const points = card?.points.filter((point) => act.points.includes(point)) ?? [];
    if (!card || !yes || points.length === 0) return null;
    const { purpose, toAdvisor, hash: ref } = yes;
    const told = { whom: card.whom, about: points.join('\n'), toldAt: act.toldAt };
    return { action: 'use', purpose, toAdvisor, ref, ...told };
  }

  // The notice that it is asked from goes away with it.
  async #endCover(one: Case): Promise<void> {
    const { slices } = this.#context;
    if (slices.get('consent').sending === 'sending') return;
    slices.change('consent', { sending: 'sending' });
    const ended = await this.#covers.end(one);
    slices.change('consent', { sending: ended ? 'none' : 'failed' });
  }

  async #export(one: Case): Promise<void> {
    const { slices } = this.#context;
    const certificates = this.#colleagues.certificates;
    slices.set('exported', exportStatements(one.log.entries, certificates, now()));
    // The page has it now: here it is not kept.
    await afterPublishing();
    slices.set('exported', null);
  }
}
