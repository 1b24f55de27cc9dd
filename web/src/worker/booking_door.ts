// The way to what books calls, which is fetched when a call is first wanted: writing a message needs none of it.
import type { Bookings } from './bookings.ts';
import type { ClientContext } from './context.ts';
import type { ClientCommand, Failure } from './messages.ts';

export type BookingCommand = Extract<
  ClientCommand,
  {
    type:
      | 'load_offer'
      | 'hold'
      | 'extend_hold'
      | 'release'
      | 'book'
      | 'move'
      | 'load_appointments'
      | 'cancel'
      | 'answer'
      | 'change_companion'
      | 'load_waiting'
      | 'wait'
      | 'stop_waiting'
      | 'take_waiting';
  }
>;

const UNREACHABLE: Failure = { kind: 'unreachable' };

export class BookingDoor {
  readonly #context: ClientContext;
  readonly #make: () => Promise<Bookings>;
  #bookings: Promise<Bookings> | null = null;

  constructor(context: ClientContext, make: () => Promise<Bookings>) {
    this.#context = context;
    this.#make = make;
  }

  // Something in the list changed: of no interest before anybody asked for it.
  async changed(): Promise<void> {
    const bookings = await this.#bookings?.catch(() => null);
    await bookings?.list.load();
    await bookings?.waiting.load();
  }

  async obey(command: BookingCommand): Promise<void> {
    this.#bookings ??= this.#make();
    const bookings = await this.#bookings.catch(() => null);
    if (bookings === null) {
      this.#bookings = null;
      return this.#fail(command);
    }
    switch (command.type) {
      case 'load_offer':
        return bookings.loadOffer();
      case 'hold':
        return bookings.hold(command.slot);
      case 'extend_hold':
        return bookings.holds.extend();
      case 'release':
        return bookings.release();
      case 'book':
        return bookings.book(command);
      case 'move':
        return bookings.move(command.appointment);
      case 'load_appointments':
        return bookings.list.load();
      case 'cancel':
        return bookings.list.cancel(command.appointment);
      case 'answer':
        return bookings.list.answer(command.appointment, command.accept);
      case 'load_waiting':
        return bookings.waiting.load();
      case 'wait':
        return bookings.waiting.put(command.wishes);
      case 'stop_waiting':
        return bookings.waiting.remove();
      case 'take_waiting':
        return bookings.waiting.take();
      case 'change_companion':
        return bookings.list.changeCompanion(command.appointment, command.companion);
    }
  }

  // Without a network it could not be fetched; asked for again with the next command.
  #fail(command: BookingCommand): void {
    const { slices } = this.#context;
    switch (command.type) {
      case 'load_offer':
        slices.change('offer', { state: 'failed' });
        return;
      case 'hold':
        slices.set('hold', { state: 'failed', slot: command.slot, expiresAt: null, nearest: [] });
        return;
      case 'book':
      case 'move':
        slices.change('booking', { state: 'failed', failure: UNREACHABLE });
        return;
      case 'load_appointments':
        slices.change('appointments', { state: 'failed' });
        return;
      default:
        return;
    }
  }
}
