// The advisor's calls: the list, the instructions that came sealed with each, the number when it is asked for.
import { fromHex, toHex } from '../crypto/encoding.ts';
import type { CallDetails } from '../crypto/private_entry.ts';
import type { Appointment } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Call as PlannedCall } from './advisor_messages.ts';
import type { Case } from './case.ts';
import { callCard } from './case_view.ts';
import { now } from './context.ts';
import type { CallsOf } from './desk.ts';
import type { Slot } from './messages.ts';

const DAY_S = 86_400;
const LISTED_BACK_S = 2 * DAY_S;
const LISTED_AHEAD_S = 120 * DAY_S;

const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' });
const dayOf = (at: number): string => dayFormat.format(at * 1000);

export class CallList implements CallsOf {
  readonly #context: AdvisorContext;
  readonly #caseOf: (id: string) => Case | undefined;
  #listed: readonly Appointment[] = [];
  readonly #cancelling = new Set<string>();

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

  #planned({ appointment, conversation, start, end, state }: Appointment): PlannedCall {
    const [id, caseId] = [toHex(appointment), toHex(conversation)];
    const found = this.#caseOf(caseId);
    const details = this.#detailsOf(id, found);
    return {
      id,
      conversation: caseId,
      start,
      end,
      state: state === 'booked' && this.#cancelling.has(id) ? 'cancelling' : state,
      mode: found?.modeOf(id) ?? null,
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

  // The time is free for others at once; the person reads it in the conversation.
  async cancel(id: string, text: string): Promise<void> {
    const appointment = fromHex(id);
    const found = this.#listed.find((one) => toHex(one.appointment) === id);
    if (!found || appointment?.length !== 16 || this.#cancelling.has(id)) return;
    this.#cancelling.add(id);
    this.publish();
    const { call } = this.#context;
    const reply = await call('appointment.cancel', { appointment });
    if (reply.ok && reply.value.outcome === 'cancelled') {
      this.#caseOf(toHex(found.conversation))?.tellCancelled(found, text, call);
    }
    this.#cancelling.delete(id);
    await this.load();
  }
}
