// Calls: what is offered, the hold, the booking with its sealed details, and calling off.
import type { AdvisorRecord } from '../crypto/directory_record.ts';
import { fromHex, toHex } from '../crypto/encoding.ts';
import { appointmentId } from '../crypto/ids.ts';
import { systemRandom } from '../crypto/random.ts';
import type { CallError } from '../net/calls.ts';
import { hold_s } from '../protocol/limits.ts';
import type { AppointmentBookResult, AppointmentHoldResult } from '../protocol/messages.ts';
import { callDetails } from './call_details.ts';
import { type ClientContext, now } from './context.ts';
import { failureOf, mayRepeat } from './failures.ts';
import type { Founding } from './founding.ts';
import type { Guide } from './guide.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { CallDetailsForm, Failure, SelfDescription, Slot } from './messages.ts';
import { callModes } from './thread_view.ts';

const DAY_S = 86_400;
const OFFER_AHEAD_S = 62 * DAY_S;
const LISTED_BACK_S = 90 * DAY_S;
const LISTED_AHEAD_S = 120 * DAY_S;
const TRIES_MAX = 5;
// A hold this close to its end is renewed before it is booked.
const HOLD_MARGIN_S = 10;

export type BookCommand = {
  readonly details: CallDetailsForm;
  readonly text: string;
  readonly self: SelfDescription;
};

type Parts = { readonly guide: Guide; readonly live: LiveConversation; readonly founding: Founding };

export class Bookings {
  readonly #context: ClientContext;
  readonly #parts: Parts;
  #hold: Uint8Array | null = null;
  // On the device's own steady clock (milliseconds): when the server was asked for the hold.
  #heldAt = 0;
  // Of the booking whose outcome is not known yet: asked again with the same id, it is made once.
  #request: Uint8Array | null = null;
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(context: ClientContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  #advisor(): AdvisorRecord | null {
    const { guide, live } = this.#parts;
    const member = live.log?.reader.members.find(({ role }) => role === 'advisor');
    return (member && guide.book?.advisorByKey(member.id)) ?? guide.advisor;
  }

  async loadOffer(): Promise<void> {
    const { slices, call } = this.#context;
    const advisor = this.#advisor();
    slices.change('offer', { state: 'loading' });
    slices.set('booking', { state: 'idle', slot: null, appointment: null, failure: null });
    const from = now();
    const reply = advisor
      ? await call('appointment.offered', { advisor: advisor.id, from, until: from + OFFER_AHEAD_S })
      : null;
    if (!reply?.ok) return slices.set('offer', { state: 'failed', slots: [], nextStart: null });
    const { slots, next_start: nextStart } = reply.value;
    slices.set('offer', { state: 'ready', slots, nextStart: nextStart ?? null });
  }

  async hold(slot: Slot): Promise<void> {
    const { slices } = this.#context;
    slices.set('hold', { state: 'asking', slot, expiresAt: null, nearest: [] });
    await this.#tryHold(slot);
  }

  // True when the time is ours for a while; the slice says why not.
  async #tryHold(slot: Slot): Promise<boolean> {
    const advisor = this.#advisor();
    const { slices } = this.#context;
    if (!advisor) return false;
    const request = systemRandom.bytes(16);
    // After a reconnect the server no longer knows that the old hold is ours to replace.
    const before = this.#hold;
    this.#forgetHold();
    if (before) await this.#context.call('appointment.release', { hold: before });
    this.#heldAt = performance.now();
    const asked = await this.#repeat(() =>
      this.#context.call('appointment.hold', { advisor: advisor.id, start: slot.start, request }),
    );
    if (!asked.ok) {
      slices.set('hold', { state: 'failed', slot, expiresAt: null, nearest: [] });
      return false;
    }
    return this.#takeHold(slot, asked.value);
  }

  #takeHold(slot: Slot, result: AppointmentHoldResult): boolean {
    const { slices } = this.#context;
    this.#forgetHold();
    this.#hold = result.hold ?? null;
    if (result.outcome !== 'held' || !result.hold) {
      slices.set('hold', {
        state: result.outcome === 'taken' ? 'taken' : 'closed',
        slot,
        expiresAt: null,
        nearest: result.nearest,
      });
      void this.#refreshOffer();
      return false;
    }
    // Not the server's time of expiry: the phone's clock may be wrong.
    const leftMs = this.#holdLeftMs();
    const expiresAt = now() + Math.floor(leftMs / 1000);
    const held = { start: slot.start, end: result.end ?? slot.end };
    slices.set('hold', { state: 'held', slot: held, expiresAt, nearest: [] });
    this.#expiry = setTimeout(() => {
      if (slices.get('booking').state !== 'sending')
        slices.change('hold', { state: 'expired', expiresAt: null });
    }, leftMs);
    return true;
  }

  #holdLeftMs(): number {
    return Math.max(0, this.#heldAt + hold_s * 1000 - performance.now());
  }

  #forgetHold(): void {
    clearTimeout(this.#expiry);
    this.#hold = null;
    this.#request = null;
  }

  // Takes the times that are gone out of the list without emptying it first.
  async #refreshOffer(): Promise<void> {
    const { slices, call } = this.#context;
    const advisor = this.#advisor();
    if (!advisor) return;
    const from = now();
    const reply = await call('appointment.offered', {
      advisor: advisor.id,
      from,
      until: from + OFFER_AHEAD_S,
    });
    if (!reply.ok) return;
    slices.set('offer', {
      state: 'ready',
      slots: reply.value.slots,
      nextStart: reply.value.next_start ?? null,
    });
  }

  async release(): Promise<void> {
    const { slices, call } = this.#context;
    const hold = this.#hold;
    this.#forgetHold();
    slices.set('hold', { state: 'none', slot: null, expiresAt: null, nearest: [] });
    if (hold) await call('appointment.release', { hold });
  }

  async book({ details, text, self }: BookCommand): Promise<void> {
    const { slices, call } = this.#context;
    const slot = slices.get('hold').slot;
    const advisor = this.#advisor();
    if (!slot || !advisor || slices.get('booking').state === 'sending') return;
    slices.set('booking', { state: 'sending', slot, appointment: null, failure: null });
    if (!this.#parts.live.log) {
      const failure = await this.#parts.founding.found({ advisor, text, self }, () => {});
      if (failure) return this.#fail(failure);
    }
    const unreachable = await this.#unreachableDevices();
    if (unreachable) return this.#fail(unreachable);
    const booked = await this.#claim(slot);
    if (booked === 'lost') return slices.change('booking', { state: 'lost' });
    if ('kind' in booked) return this.#fail(booked);
    this.#forgetHold();
    const { appointment } = booked;
    if (!appointment) return this.#fail(REFUSED);
    const asChosen = booked.start === slot.start && booked.end === slot.end;
    if (!asChosen || !(await this.#tell({ appointment, ...slot }, details))) {
      // A call that the advisor cannot make must not stand in anybody's calendar.
      await this.#repeat(() => call('appointment.cancel', { appointment }));
      slices.change('hold', { state: 'expired', expiresAt: null });
      this.#fail(REFUSED);
    } else {
      slices.set('booking', { state: 'booked', slot, appointment: toHex(appointment), failure: null });
    }
    void this.load();
  }

  // Why the details of a call could not be sealed to anybody; null when they can.
  async #unreachableDevices(): Promise<Failure | null> {
    const { live } = this.#parts;
    if (live.log?.state !== 'good' || live.blocked) return REFUSED;
    if (!(await live.judgement.trustsDirectory())) return { kind: 'untrusted' };
    const answered = await live.refreshKeys();
    if (live.prekeys.length > 0) return null;
    return answered ? { kind: 'no_keys' } : UNREACHABLE;
  }

  #fail(failure: Failure): void {
    this.#context.slices.change('booking', { state: 'failed', failure });
  }

  async #claim(slot: Slot): Promise<AppointmentBookResult | Failure | 'lost'> {
    const { slices, call } = this.#context;
    const conversation = this.#parts.live.conversation;
    if (!conversation) return REFUSED;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const live = slices.get('hold').state === 'held' && this.#holdLeftMs() > HOLD_MARGIN_S * 1000;
      // An earlier request may have been booked, however old its hold is by now.
      if (!live && !this.#request && !(await this.#tryHold(slot)))
        return slices.get('hold').state === 'failed' ? UNREACHABLE : 'lost';
      const hold = this.#hold;
      if (!hold) return 'lost';
      this.#request ??= systemRandom.bytes(16);
      const request = this.#request;
      const reply = await this.#repeat(() => call('appointment.book', { hold, conversation, request }));
      if (!reply.ok) return failureOf(reply.error);
      if (reply.value.outcome === 'booked' || reply.value.outcome === 'already_booked') return reply.value;
      this.#request = null;
      // Whatever became of our hold, asking anew says whether the time is still free, and what else is.
      slices.change('hold', { state: 'expired' });
    }
    return 'lost';
  }

  // The advisor learns of it inside the conversation: the time for both, the details for the advisor's devices only.
  // The details go first, so that nobody reads of a call that cannot be made. False when either is not in the log.
  async #tell(
    { appointment, start, end }: Slot & { readonly appointment: Uint8Array },
    form: CallDetailsForm,
  ): Promise<boolean> {
    const { live } = this.#parts;
    const devices = live.prekeys.map((prekey) => prekey.fields.kemKey);
    if (!live.log || devices.length === 0) return false;
    const id = appointmentId(appointment);
    const details = callDetails(id, form);
    const sealed = await live.log.send({ kind: 'private', details, devices }, this.#context.call);
    return sealed && live.write({ appointment: { action: 'booked', id, start, end, mode: form.mode } });
  }

  async load(): Promise<void> {
    const { slices, call } = this.#context;
    const { live } = this.#parts;
    if (!live.conversation) return;
    slices.change('appointments', { state: 'loading' });
    const reply = await call('appointment.list', {
      from: now() - LISTED_BACK_S,
      until: now() + LISTED_AHEAD_S,
    });
    if (!reply.ok) return slices.change('appointments', { state: 'failed' });
    const modes = callModes(live.log?.entries ?? []);
    const list = reply.value.appointments.map(({ appointment, start, end, state }) => {
      const id = toHex(appointment);
      return { id, start, end, state, mode: modes.get(id) ?? null };
    });
    slices.set('appointments', { state: 'ready', list });
  }

  async cancel(id: string): Promise<void> {
    const { slices, call } = this.#context;
    const { list } = slices.get('appointments');
    const found = list.find((one) => one.id === id);
    const bytes = fromHex(id);
    if (!found || bytes?.length !== 16) return;
    const cancelling = list.map((one) => (one.id === id ? { ...one, state: 'cancelling' as const } : one));
    slices.change('appointments', { list: cancelling });
    const reply = await this.#repeat(() => call('appointment.cancel', { appointment: bytes }));
    if (reply.ok && reply.value.outcome === 'cancelled') {
      const { start, end, mode } = found;
      const appointment = { action: 'cancelled' as const, id: appointmentId(bytes), start, end };
      await this.#parts.live.write({ appointment: { ...appointment, mode: mode ?? 'client_calls' } });
    }
    await this.load();
  }

  // Holding, booking and calling off carry ids of their own, so repeating them changes nothing.
  async #repeat<Value>(
    make: () => Promise<{ ok: true; value: Value } | { ok: false; error: CallError }>,
  ): Promise<{ ok: true; value: Value } | { ok: false; error: CallError }> {
    let reply = await make();
    for (let tries = 1; tries < TRIES_MAX && !reply.ok && mayRepeat(reply.error); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * tries));
      reply = await make();
    }
    return reply;
  }
}

const UNREACHABLE: Failure = { kind: 'unreachable' };
const REFUSED: Failure = { kind: 'refused' };
