// Appointments: what is offered, booking one with its sealed details, and giving one another time.
import type { AdvisorRecord } from '../crypto/directory_record.ts';
import { fromHex, toHex } from '../crypto/encoding.ts';
import { appointmentId } from '../crypto/ids.ts';
import { systemRandom } from '../crypto/random.ts';
import type { AppointmentBookResult } from '../protocol/messages.ts';
import { AppointmentList } from './appointment_list.ts';
import { bookingTalk, isProposal } from './booking_talk.ts';
import { callDetails } from './call_details.ts';
import { type ClientContext, now } from './context.ts';
import { failureOf } from './failures.ts';
import type { Founding } from './founding.ts';
import type { Guide } from './guide.ts';
import { HoldKeeper, repeated } from './hold_keeper.ts';
import type { LiveConversation } from './live_conversation.ts';
import type { CallDetailsForm, Failure, SelfDescription, Slot } from './messages.ts';
import type { TalkForm } from './talk_messages.ts';
import { talkAbout } from './talks.ts';
import { WaitingList } from './waiting_list.ts';

const DAY_S = 86_400;
const OFFER_AHEAD_S = 62 * DAY_S;
const TRIES_MAX = 5;

export type BookCommand = {
  readonly details: CallDetailsForm;
  readonly talk: TalkForm;
  readonly text: string;
  readonly self: SelfDescription;
};

type Parts = { readonly guide: Guide; readonly live: LiveConversation; readonly founding: Founding };

export class Bookings {
  readonly #context: ClientContext;
  readonly #parts: Parts;
  readonly list: AppointmentList;
  readonly holds: HoldKeeper;
  readonly waiting: WaitingList;
  // Of the booking or move whose outcome is not known yet: asked again with the same id, it is made once.
  #request: Uint8Array | null = null;

  constructor(context: ClientContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.list = new AppointmentList(context, parts.live);
    const gone = () => void this.#refreshOffer();
    const advisor = () => this.#advisor()?.id ?? null;
    this.holds = new HoldKeeper(context, advisor, gone);
    this.waiting = new WaitingList(context, { live: parts.live, holds: this.holds, advisor });
  }

  #advisor(): AdvisorRecord | null {
    const { guide, live } = this.#parts;
    const member = live.log?.reader.members.find(({ role }) => role === 'advisor');
    return (member && guide.book?.advisorByKey(member.id)) ?? guide.advisor;
  }

  async loadOffer(): Promise<void> {
    const { slices } = this.#context;
    slices.change('offer', { state: 'loading' });
    slices.set('booking', { state: 'idle', slot: null, appointment: null, failure: null });
    if (!(await this.#refreshOffer())) slices.set('offer', { state: 'failed', slots: [], nextStart: null });
  }

  // Takes the times that are gone out of the list without emptying it first.
  async #refreshOffer(): Promise<boolean> {
    const { slices, call } = this.#context;
    const advisor = this.#advisor();
    if (!advisor) return false;
    const from = now();
    const until = from + OFFER_AHEAD_S;
    const reply = await call('appointment.offered', { advisor: advisor.id, from, until });
    if (!reply.ok) return false;
    const { slots, next_start: nextStart = null } = reply.value;
    slices.set('offer', { state: 'ready', slots, nextStart });
    return true;
  }

  async hold(slot: Slot): Promise<void> {
    this.#request = null;
    await this.holds.hold(slot);
  }

  async release(): Promise<void> {
    this.#request = null;
    await this.holds.release();
  }

  async book({ details, talk, text, self }: BookCommand): Promise<void> {
    const { slices } = this.#context;
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
    const booked = await this.#claim(slot, (hold, request) => this.#askBooking(hold, request, talk));
    if (booked === 'lost') return slices.change('booking', { state: 'lost' });
    if ('kind' in booked) return this.#fail(booked);
    await this.#finishBooking(slot, booked, { details, talk });
    void this.waiting.booked();
    void this.list.load();
  }

  async #finishBooking(
    slot: Slot,
    { appointment, start, end }: AppointmentBookResult,
    said: Pick<BookCommand, 'details' | 'talk'>,
  ): Promise<void> {
    const { slices, call } = this.#context;
    this.holds.forget();
    if (!appointment) return this.#fail(REFUSED);
    const asChosen = start === slot.start && end === slot.end;
    if (!asChosen || !(await this.#tell(appointment, slot, said))) {
      // An appointment that the advisor cannot keep must not stand in anybody's calendar.
      await repeated(() => call('appointment.cancel', { appointment }));
      slices.change('hold', { state: 'expired', expiresAt: null });
      return this.#fail(REFUSED);
    }
    slices.set('booking', { state: 'booked', slot, appointment: toHex(appointment), failure: null });
  }

  // Why the details could not be sealed to anybody; null when they can.
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

  async #askBooking(
    hold: Uint8Array,
    request: Uint8Array,
    talk: TalkForm,
  ): Promise<AppointmentBookResult | Failure | null> {
    const conversation = this.#parts.live.conversation;
    if (!conversation) return REFUSED;
    const proposal = isProposal(talk);
    const { call } = this.#context;
    const reply = await repeated(() => call('appointment.book', { hold, conversation, proposal, request }));
    if (!reply.ok) return failureOf(reply.error);
    const { outcome } = reply.value;
    return outcome === 'booked' || outcome === 'already_booked' ? reply.value : null;
  }

  // `ask` says null when the hold was of no use: then the time is asked for anew.
  async #claim<Done extends object>(
    slot: Slot,
    ask: (hold: Uint8Array, request: Uint8Array) => Promise<Done | Failure | null>,
  ): Promise<Done | Failure | 'lost'> {
    const { slices } = this.#context;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      // An earlier request may have been met, however old its hold is by now.
      if (!this.holds.isFresh && !this.#request && !(await this.holds.again(slot)))
        return slices.get('hold').state === 'failed' ? UNREACHABLE : 'lost';
      const hold = this.holds.id;
      if (!hold) return 'lost';
      this.#request ??= systemRandom.bytes(16);
      const done = await ask(hold, this.#request);
      if (done && 'kind' in done) return done;
      this.#request = null;
      if (done) return done;
      // Whatever became of our hold, asking anew says whether the time is still free, and what else is.
      slices.change('hold', { state: 'expired' });
    }
    return 'lost';
  }

  // The advisor learns of it inside the conversation: what it is for both, how to call for the advisor's devices only.
  // The details go first, so that nobody reads of a call that cannot be made. False when either is not in the log.
  async #tell(
    appointment: Uint8Array,
    slot: Slot,
    { details: form, talk: said }: Pick<BookCommand, 'details' | 'talk'>,
  ): Promise<boolean> {
    const { live } = this.#parts;
    const devices = live.prekeys.map((prekey) => prekey.fields.kemKey);
    if (!live.log || devices.length === 0) return false;
    const id = appointmentId(appointment);
    const details = callDetails(id, form, said.kind);
    const sealed = await live.log.send({ kind: 'private', details, devices }, this.#context.call);
    return sealed && live.write({ talk: bookingTalk(id, slot, said, form) });
  }

  // The time that is held becomes that of an appointment that exists.
  async move(id: string): Promise<void> {
    const { slices, call } = this.#context;
    const slot = slices.get('hold').slot;
    const found = this.list.find(id);
    const appointment = fromHex(id);
    if (!slot || !found || !appointment || slices.get('booking').state === 'sending') return;
    slices.set('booking', { state: 'sending', slot, appointment: null, failure: null });
    const moved = await this.#claim(slot, async (hold, request) => {
      const reply = await repeated(() => call('appointment.move', { appointment, hold, request }));
      if (!reply.ok) return failureOf(reply.error);
      const { outcome } = reply.value;
      if (outcome === 'moved') return reply.value;
      return outcome === 'past' || outcome === 'cancelled' ? REFUSED : null;
    });
    if (moved === 'lost') return slices.change('booking', { state: 'lost' });
    if ('kind' in moved) return this.#fail(moved);
    this.holds.forget();
    const { revision = found.revision + 1 } = moved;
    const earlier = { start: found.start, end: found.end };
    const { start, end } = slot;
    const talk = talkAbout(found, { action: 'moved', start, end, revision, earlier });
    if (talk) await this.#parts.live.write({ talk });
    slices.set('booking', { state: 'booked', slot, appointment: id, failure: null });
    void this.list.load();
  }
}

const UNREACHABLE: Failure = { kind: 'unreachable' };
const REFUSED: Failure = { kind: 'refused' };
