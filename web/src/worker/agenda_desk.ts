// What an advisor does with its agenda. Each step is made at the server first and then told in the conversation; the
// server learns of a time and nothing else.
import { fromHex, toHex } from '../crypto/encoding.ts';
import { type AdvisorId, appointmentId } from '../crypto/ids.ts';
import { systemRandom } from '../crypto/random.ts';
import type { Talk } from '../crypto/talk.ts';
import type { CallError } from '../net/calls.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Agenda } from './agenda.ts';
import { loadFeed, putFeed, removeFeed } from './agenda_feed.ts';
import type { AgendaAct, AgendaOutcome, MoveForm, PlanForm, Planned } from './agenda_messages.ts';
import { loadReminder, setReminder } from './agenda_reminder.ts';
import type { Case } from './case.ts';
import { repeated } from './hold_keeper.ts';
import { illToday } from './ill_today.ts';
import { talkAbout } from './talks.ts';

function given(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

function planTalk(id: Uint8Array, plan: PlanForm): Talk {
  const isCall = plan.kind === 'call';
  return {
    action: 'proposed',
    id: appointmentId(id),
    start: plan.start,
    end: plan.end,
    kind: plan.kind,
    mode: isCall ? plan.mode : undefined,
    place: isCall ? undefined : given(plan.place),
    agenda: given(plan.agenda),
    attendees: isCall ? undefined : given(plan.attendees),
    groundRules: plan.kind === 'mediation' ? given(plan.groundRules) : undefined,
    revision: 0,
  };
}

function refusalOf({ code }: CallError): AgendaOutcome {
  if (code === 'rate_limited') return { state: 'full' };
  return { state: code === 'invalid_params' || code === 'not_found' ? 'refused' : 'failed' };
}

const DONE: AgendaOutcome = { state: 'done' };
const REFUSED: AgendaOutcome = { state: 'refused' };

export class AgendaDesk {
  readonly #context: AdvisorContext;
  readonly #agenda: Agenda;
  readonly #caseOf: (id: string) => Case | undefined;
  // Of the proposal whose outcome is not known yet: asked again, it is made once.
  #request: { readonly plan: string; readonly id: Uint8Array } | null = null;

  constructor(context: AdvisorContext, agenda: Agenda, caseOf: (id: string) => Case | undefined) {
    this.#context = context;
    this.#agenda = agenda;
    this.#caseOf = caseOf;
  }

  async obey(act: AgendaAct, advisor: AdvisorId): Promise<void> {
    const { slices } = this.#context;
    if (!act.act.startsWith('load_')) slices.change('calls', { outcome: { state: 'sending' } });
    const outcome =
      act.act === 'ill'
        ? await illToday(this.#context, this.#agenda, this, { advisor, text: act.text })
        : await this.#do(act);
    if (outcome) slices.change('calls', { outcome });
  }

  async #do(act: Exclude<AgendaAct, { act: 'ill' }>): Promise<AgendaOutcome | null> {
    switch (act.act) {
      case 'cancel':
        return this.#step(act.appointment, (one, id) => this.#cancel(one, id, act.text));
      case 'answer':
        return this.#step(act.appointment, (one, id) => this.#answer(one, id, act.accept, act.text));
      case 'propose':
        return this.#propose(act.conversation, act.plan);
      case 'propose_move':
        return this.proposeMove(act.appointment, act.move);
      case 'end': {
        const found = this.#caseOf(act.conversation);
        if (!found) return REFUSED;
        await found.note.add(act.note, this.#context.call);
        if (act.text.trim() !== '') await found.reply(act.text.trim(), this.#context.call);
        return DONE;
      }
      case 'load_reminder':
        await loadReminder(this.#context);
        return null;
      case 'set_reminder':
        return setReminder(this.#context, act.address);
      case 'load_feed':
        await loadFeed(this.#context);
        return null;
      case 'put_feed':
        return (await putFeed(this.#context, act.neutral)) ? DONE : { state: 'failed' };
      case 'remove_feed':
        return (await removeFeed(this.#context)) ? DONE : { state: 'failed' };
      case 'load_busy':
        await this.#loadBusy();
        return null;
      case 'put_busy': {
        const { from, until } = act;
        const block = systemRandom.bytes(16);
        return this.#changeBusy(await this.#context.call('busy.put', { block, from, until }));
      }
      case 'remove_busy': {
        const block = fromHex(act.block);
        return block ? this.#changeBusy(await this.#context.call('busy.remove', { block })) : REFUSED;
      }
      case 'import_busy': {
        const blocks = [...act.blocks];
        return this.#changeBusy(await this.#context.call('busy.import', { blocks }));
      }
    }
  }

  async #step(
    id: string,
    step: (one: Planned, appointment: Uint8Array) => Promise<AgendaOutcome>,
  ): Promise<AgendaOutcome> {
    const found = this.#agenda.find(id);
    const appointment = fromHex(id);
    if (!found || !appointment) return REFUSED;
    let outcome: AgendaOutcome = REFUSED;
    await this.#agenda.changing(id, async () => {
      outcome = await step(found, appointment);
    });
    return outcome;
  }

  async #say(one: Planned, talk: Talk | null, text: string): Promise<void> {
    if (talk) await this.#caseOf(one.conversation)?.tellTalk(talk, text, this.#context.call);
  }

  cancel(id: string, text: string): Promise<AgendaOutcome> {
    return this.#step(id, (one, appointment) => this.#cancel(one, appointment, text));
  }

  async #cancel(one: Planned, appointment: Uint8Array, text: string): Promise<AgendaOutcome> {
    const reply = await repeated(() => this.#context.call('appointment.cancel', { appointment }));
    if (!reply.ok) return refusalOf(reply.error);
    const { outcome, revision } = reply.value;
    if (outcome === 'past') return { state: 'past' };
    const { start, end } = one;
    if (outcome === 'cancelled')
      await this.#say(one, talkAbout(one, { action: 'cancelled', start, end, revision }), text);
    return DONE;
  }

  async #answer(
    one: Planned,
    appointment: Uint8Array,
    accept: boolean,
    text: string,
  ): Promise<AgendaOutcome> {
    const { revision, start, end } = one;
    const reply = await repeated(() =>
      this.#context.call('appointment.answer', { appointment, revision, accept }),
    );
    if (!reply.ok) return refusalOf(reply.error);
    const { outcome, revision: latest } = reply.value;
    if (outcome === 'past' || outcome === 'changed') return { state: outcome };
    if (outcome === 'cancelled') return REFUSED;
    await this.#say(one, talkAbout(one, { action: outcome, start, end, revision: latest }), text);
    return DONE;
  }

  async #propose(conversation: string, plan: PlanForm): Promise<AgendaOutcome> {
    const place = fromHex(conversation);
    const found = this.#caseOf(conversation);
    if (!place || !found) return REFUSED;
    const asked = JSON.stringify([conversation, plan]);
    if (this.#request?.plan !== asked) this.#request = { plan: asked, id: systemRandom.bytes(16) };
    const { id: request } = this.#request;
    const { start, end, before: before_s, after: after_s } = plan;
    const reply = await repeated(() =>
      this.#context.call('appointment.propose', {
        conversation: place,
        start,
        end,
        before_s,
        after_s,
        request,
      }),
    );
    if (!reply.ok) return refusalOf(reply.error);
    const { outcome, appointment } = reply.value;
    if (outcome !== 'proposed' || !appointment) return refused(outcome, appointment);
    this.#request = null;
    await found.tellTalk(planTalk(appointment, plan), plan.text.trim(), this.#context.call);
    await this.#agenda.load();
    return DONE;
  }

  proposeMove(id: string, move: MoveForm): Promise<AgendaOutcome> {
    return this.#step(id, async (one, appointment) => {
      const { start, end, before: before_s, after: after_s } = move;
      const { revision } = one;
      const reply = await repeated(() =>
        this.#context.call('appointment.propose_move', {
          appointment,
          revision,
          start,
          end,
          before_s,
          after_s,
        }),
      );
      if (!reply.ok) return refusalOf(reply.error);
      const { outcome, appointment: conflict } = reply.value;
      if (outcome !== 'proposed') return refused(outcome, conflict);
      const earlier = { start: one.start, end: one.end };
      const change = { action: 'move_proposed', start, end, revision: revision + 1, earlier } as const;
      await this.#say(one, talkAbout(one, change), move.text.trim());
      return DONE;
    });
  }

  async #loadBusy(): Promise<void> {
    const reply = await this.#context.call('busy.list', {});
    if (!reply.ok) return;
    const busy = reply.value.blocks.map(({ block, ...rest }) => ({ id: toHex(block), ...rest }));
    this.#context.slices.change('calls', { busy });
  }

  async #changeBusy(reply: { ok: true } | { ok: false; error: CallError }): Promise<AgendaOutcome> {
    await this.#loadBusy();
    if (reply.ok) return DONE;
    return reply.error.code === 'availability_refused' ? REFUSED : refusalOf(reply.error);
  }
}

function refused(
  outcome: 'proposed' | 'taken' | 'past' | 'cancelled' | 'changed',
  conflict: Uint8Array | undefined,
): AgendaOutcome {
  if (outcome === 'taken') return { state: 'taken', conflict: conflict ? toHex(conflict) : null };
  return outcome === 'past' || outcome === 'changed' ? { state: outcome } : REFUSED;
}
