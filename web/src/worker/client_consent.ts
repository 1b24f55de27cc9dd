// The client's side of consent: its cards, its answers, its own yes. Loaded when the screen is opened.
import type { ClientConsentAct } from './consent_messages.ts';
import { consentView } from './consent_view.ts';
import { type ClientContext, now } from './context.ts';
import type { LiveConversation } from './live_conversation.ts';
import { type Said, statementByRef, statementDraft, validFrom, wordsOf } from './statement_writing.ts';

export class ClientConsent {
  readonly #context: ClientContext;
  readonly #live: LiveConversation;
  readonly #answered: () => Promise<void>;

  // `answered`: what was said may let somebody in, or out.
  constructor(context: ClientContext, live: LiveConversation, answered: () => Promise<void>) {
    this.#context = context;
    this.#live = live;
    this.#answered = answered;
  }

  async act(act: ClientConsentAct): Promise<void> {
    if (act.act === 'load') {
      this.#context.slices.change('consent', { sending: 'none' });
      return this.publish();
    }
    const { slices } = this.#context;
    if (slices.get('consent').sending === 'sending') return;
    slices.change('consent', { sending: 'sending' });
    const sent = await this.#send(act);
    slices.change('consent', { sending: sent ? 'done' : 'failed' });
    if (sent) await this.#answered();
  }

  publish(): void {
    const { log } = this.#live;
    if (!log) return;
    const { cards, uncounted } = consentView(log.entries, this.#live.consentFacts);
    this.#context.slices.change('consent', { state: 'ready', cards, uncounted });
  }

  async #send(act: Exclude<ClientConsentAct, { act: 'load' }>): Promise<boolean> {
    const said = this.#saidBy(act);
    const speaker = this.#live.speaker;
    const draft = said && speaker && statementDraft(said, speaker);
    return draft ? this.#live.send(draft) : false;
  }

  #saidBy(act: Exclude<ClientConsentAct, { act: 'load' }>): Said | null {
    const entries = this.#live.log?.entries ?? [];
    if (act.act === 'allow') {
      const period = { validFrom: validFrom(entries), validUntil: act.until };
      if (act.card === null) {
        const words = wordsOf(act.whom, act.points, act.shown);
        return { action: 'grant', purpose: 'tell', ...period, ...words };
      }
      // The card is called after the question.
      const asked = statementByRef(entries, act.card);
      const { purpose, toAdvisor, hash: ref } = asked ?? {};
      // A yes to what lies ahead begins when that does.
      const begins = Math.max(period.validFrom, asked?.validFrom ?? 0);
      // A yes about an advisor names whom the directory knows by that key; a stranger has no name there, and there is no
      // statement without a name.
      const whom = toAdvisor ? this.#live.consentFacts.fullNameOf(toAdvisor) : act.whom;
      const words = wordsOf(whom, act.points, act.shown);
      const answer = { purpose, toAdvisor, ref, ...period, validFrom: begins, ...words };
      return purpose ? { action: 'grant', ...answer, purpose } : null;
    }
    const card = consentView(entries, { ...this.#live.consentFacts, now: now() }).cards.find(
      ({ id }) => id === act.card,
    );
    const about = act.act === 'withdraw' ? card?.yes : card?.id;
    const answered = about && statementByRef(entries, about);
    if (!answered) return null;
    const { purpose, toAdvisor, hash: ref } = answered;
    const common = { purpose, toAdvisor, ref };
    return act.act === 'withdraw'
      ? { action: 'withdraw', ...common }
      : { action: 'decline', answer: act.answer, ...common };
  }
}
