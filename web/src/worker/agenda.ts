// The advisor's agenda: the server's list, what the conversations say of each appointment, the instructions that came
// sealed with it, and the number when it is asked for.
import { toHex } from '../crypto/encoding.ts';
import type { CallDetails } from '../crypto/private_entry.ts';
import type { Appointment as WireAppointment } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Planned } from './agenda_messages.ts';
import type { Case } from './case.ts';
import { callCard } from './case_view.ts';
import { now } from './context.ts';
import type { CallsOf } from './desk.ts';
import type { Slot } from './messages.ts';
import { appointmentView } from './talks.ts';

const DAY_S = 86_400;
const LISTED_BACK_S = 2 * DAY_S;
const LISTED_AHEAD_S = 120 * DAY_S;

const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' });
export const dayOf = (at: number): string => dayFormat.format(at * 1000);

export class Agenda implements CallsOf {
  readonly #context: AdvisorContext;
  readonly #caseOf: (id: string) => Case | undefined;
  #listed: readonly WireAppointment[] = [];
  readonly #changing = new Set<string>();

  constructor(context: AdvisorContext, caseOf: (id: string) => Case | undefined) {
    this.#context = context;
    this.#caseOf = caseOf;
  }

  of(conversation: string): readonly Slot[] {
    return this.#listed.filter((one) => one.state === 'booked' && toHex(one.conversation) === conversation);
  }

  today(conversation: string): boolean {
    const today = dayOf(now());
    return this.of(conversation).some(({ start, end }) => dayOf(start) === today && end > now());
  }

  find(id: string): Planned | undefined {
    return this.#context.slices.get('calls').list.find((one) => one.id === id);
  }

  async load(): Promise<void> {
    const { slices, call } = this.#context;
    const [from, until] = [now() - LISTED_BACK_S, now() + LISTED_AHEAD_S];
    const reply = await call('appointment.list', { from, until });
    if (!reply.ok) return slices.change('calls', { state: 'failed' });
    this.#listed = reply.value.appointments;
    slices.change('calls', { state: 'ready' });
    this.publish();
  }

  // The instructions are in the conversations: whenever one was read, there may be more of them.
  publish(): void {
    const list = this.#listed
      .map((one) => this.#planned(one))
      .sort((left, right) => left.start - right.start || left.id.localeCompare(right.id));
    this.#context.slices.change('calls', { list });
  }

  // While a step is on its way, nobody takes another.
  async changing(id: string, step: () => Promise<void>): Promise<void> {
    if (this.#changing.has(id)) return;
    this.#changing.add(id);
    this.publish();
    await step();
    this.#changing.delete(id);
    await this.load();
  }

  #planned(wire: WireAppointment): Planned {
    const [id, conversation] = [toHex(wire.appointment), toHex(wire.conversation)];
    const found = this.#caseOf(conversation);
    const details = this.#detailsOf(id, found);
    return {
      ...appointmentView(wire, found?.talks.get(id), this.#changing.has(id)),
      conversation,
      busyFrom: wire.busy_from ?? wire.start,
      busyUntil: wire.busy_until ?? wire.end,
      card: details ? callCard(details) : null,
    };
  }

  #detailsOf(id: string, found: Case | undefined): CallDetails | undefined {
    return found?.callDetails.get(id);
  }

  reveal(id: string): void {
    const appointment = this.#listed.find((one) => toHex(one.appointment) === id);
    const details = appointment && this.#detailsOf(id, this.#caseOf(toHex(appointment.conversation)));
    if (!details?.phoneNumber) return;
    const { numbers } = this.#context.slices.get('calls');
    this.#context.slices.change('calls', { numbers: { ...numbers, [id]: details.phoneNumber } });
  }

  hide(id: string): void {
    const { [id]: _, ...numbers } = this.#context.slices.get('calls').numbers;
    this.#context.slices.change('calls', { numbers });
  }
}
