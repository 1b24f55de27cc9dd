// The family's appointments: the server's list, told together with what the conversation says of each.
import { fromHex, toHex } from '../crypto/encoding.ts';
import type { Appointment as WireAppointment } from '../protocol/messages.ts';
import { type ClientContext, now } from './context.ts';
import { repeated } from './hold_keeper.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { Appointment, Companion, TalkAction, TalkTime } from './talk_messages.ts';
import { appointmentView, talkAbout, talksOf } from './talks.ts';

const DAY_S = 86_400;
const LISTED_BACK_S = 90 * DAY_S;
const LISTED_AHEAD_S = 120 * DAY_S;

export class AppointmentList {
  readonly #context: ClientContext;
  readonly #live: LiveConversation;
  readonly #changing = new Set<string>();
  #listed: readonly WireAppointment[] = [];

  constructor(context: ClientContext, live: LiveConversation) {
    this.#context = context;
    this.#live = live;
  }

  find(id: string): Appointment | undefined {
    return this.#context.slices.get('appointments').list.find((one) => one.id === id);
  }

  async load(): Promise<void> {
    const { slices, call } = this.#context;
    if (!this.#live.conversation) return;
    slices.change('appointments', { state: 'loading' });
    const [from, until] = [now() - LISTED_BACK_S, now() + LISTED_AHEAD_S];
    const reply = await call('appointment.list', { from, until });
    if (!reply.ok) return slices.change('appointments', { state: 'failed' });
    this.#listed = reply.value.appointments;
    slices.change('appointments', { state: 'ready' });
    this.publish();
  }

  // The conversation says what they are: whenever it grew, there may be more to say.
  publish(): void {
    const talks = talksOf(this.#live.log?.entries ?? []);
    const list = this.#listed.map((one) => {
      const id = toHex(one.appointment);
      return appointmentView(one, talks.get(id), this.#changing.has(id));
    });
    this.#context.slices.change('appointments', { list });
  }

  // One step at the server and, when it was made, the words in the conversation.
  async #change(
    id: string,
    step: (found: Appointment, appointment: Uint8Array) => Promise<(TalkTime & Said) | null>,
  ): Promise<void> {
    const found = this.find(id);
    const appointment = fromHex(id);
    if (!found || !appointment || this.#changing.has(id)) return;
    this.#changing.add(id);
    this.publish();
    const said = await step(found, appointment);
    const talk = said && talkAbout(found, said);
    if (talk) await this.#live.write({ talk });
    this.#changing.delete(id);
    await this.load();
  }

  cancel(id: string): Promise<void> {
    return this.#change(id, async ({ start, end }, appointment) => {
      const reply = await repeated(() => this.#context.call('appointment.cancel', { appointment }));
      if (!reply.ok || reply.value.outcome !== 'cancelled') return null;
      return { action: 'cancelled', start, end, revision: reply.value.revision };
    });
  }

  // To a new appointment of the advisor's, or to another time.
  answer(id: string, accept: boolean): Promise<void> {
    return this.#change(id, async (found, appointment) => {
      const { revision, moved, start, end } = found;
      const reply = await repeated(() =>
        this.#context.call('appointment.answer', { appointment, revision, accept }),
      );
      if (!reply.ok || !['accepted', 'declined'].includes(reply.value.outcome)) return null;
      const common = { revision: reply.value.revision };
      const old = { start, end };
      // Who says yes to a mediation repeats the rules: both sides have signed the same ones.
      const { groundRules } = found.talk ?? {};
      if (!moved && accept) return { ...common, ...old, action: 'accepted', groundRules };
      if (!moved) return { ...common, ...old, action: 'declined' };
      return accept
        ? { ...common, ...moved, action: 'moved', earlier: old }
        : { ...common, ...old, action: 'kept', earlier: moved };
    });
  }

  // Whether one comes alone is not for the server.
  async changeCompanion(id: string, companion: Companion): Promise<void> {
    const found = this.find(id);
    if (found?.state !== 'booked') return;
    const { start, end, revision } = found;
    const talk = talkAbout(found, { action: 'booked', start, end, revision });
    if (talk) await this.#live.write({ talk: { ...talk, companion } });
    this.publish();
  }
}

type Said = {
  readonly action: TalkAction;
  readonly revision: number;
  readonly earlier?: TalkTime;
  readonly groundRules?: string | undefined;
};
