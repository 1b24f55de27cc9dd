// A time that the server keeps for us for a while.
import { systemRandom } from '../crypto/random.ts';
import type { CallError } from '../net/calls.ts';
import { hold_s } from '../protocol/limits.ts';
import type { AppointmentHoldResult } from '../protocol/messages.ts';
import { type ClientContext, now } from './context.ts';
import { mayRepeat } from './failures.ts';
import type { Slot } from './messages.ts';

const TRIES_MAX = 5;
// A hold this close to its end is renewed before it is used.
const HOLD_MARGIN_S = 10;

type Reply<Value> = { ok: true; value: Value } | { ok: false; error: CallError };

// For requests that carry an id of their own, so that repeating them changes nothing.
export async function repeated<Value>(make: () => Promise<Reply<Value>>): Promise<Reply<Value>> {
  let reply = await make();
  for (let tries = 1; tries < TRIES_MAX && !reply.ok && mayRepeat(reply.error); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * tries));
    reply = await make();
  }
  return reply;
}

export class HoldKeeper {
  readonly #context: ClientContext;
  readonly #advisor: () => Uint8Array | null;
  readonly #gone: () => void;
  #hold: Uint8Array | null = null;
  // On the device's own steady clock (milliseconds): when the server was asked for it.
  #heldAt = 0;
  #expiry: ReturnType<typeof setTimeout> | undefined;

  // `gone` is told when a time that was offered is no longer to be had.
  constructor(context: ClientContext, advisor: () => Uint8Array | null, gone: () => void) {
    this.#context = context;
    this.#advisor = advisor;
    this.#gone = gone;
  }

  get id(): Uint8Array | null {
    return this.#hold;
  }

  // Whether there is still time to do something with it.
  get isFresh(): boolean {
    return this.#context.slices.get('hold').state === 'held' && this.#leftMs() > HOLD_MARGIN_S * 1000;
  }

  forget(): void {
    clearTimeout(this.#expiry);
    this.#hold = null;
  }

  async hold(slot: Slot): Promise<boolean> {
    this.#context.slices.set('hold', { state: 'asking', slot, expiresAt: null, nearest: [] });
    return this.again(slot);
  }

  // True when the time is ours for a while; the slice says why not.
  async again(slot: Slot): Promise<boolean> {
    const advisor = this.#advisor();
    const { slices, call } = this.#context;
    if (!advisor) return false;
    const request = systemRandom.bytes(16);
    // After a reconnect the server no longer knows that the old hold is ours to replace.
    const before = this.#hold;
    this.forget();
    if (before) await call('appointment.release', { hold: before });
    const heldAt = performance.now();
    const { start, end } = slot;
    const asked = await repeated(() => call('appointment.hold', { advisor, start, end, request }));
    if (!asked.ok) {
      slices.set('hold', { state: 'failed', slot, expiresAt: null, nearest: [] });
      return false;
    }
    return this.#take(slot, asked.value, heldAt);
  }

  // One that the server made for us, as for somebody who waited.
  adopt(slot: Slot, hold: Uint8Array, expiresAt: number): void {
    this.forget();
    this.#hold = hold;
    this.#heldAt = performance.now() + (expiresAt - now() - hold_s) * 1000;
    this.#show(slot);
  }

  #take(slot: Slot, { outcome, hold, nearest }: AppointmentHoldResult, heldAt: number): boolean {
    if (outcome !== 'held' || !hold) {
      const state = outcome === 'taken' ? 'taken' : 'closed';
      this.#context.slices.set('hold', { state, slot, expiresAt: null, nearest });
      this.#gone();
      return false;
    }
    this.#hold = hold;
    this.#heldAt = heldAt;
    this.#show(slot);
    return true;
  }

  // Not by the server's time of expiry: the phone's clock may be wrong.
  #show(slot: Slot): void {
    const { slices } = this.#context;
    const leftMs = this.#leftMs();
    slices.set('hold', {
      state: 'held',
      slot,
      expiresAt: now() + Math.floor(leftMs / 1000),
      nearest: [],
    });
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => {
      if (slices.get('booking').state !== 'sending')
        slices.change('hold', { state: 'expired', expiresAt: null });
    }, leftMs);
  }

  #leftMs(): number {
    return Math.max(0, this.#heldAt + hold_s * 1000 - performance.now());
  }

  // Once a hold; the server says whether it still may.
  async extend(): Promise<void> {
    const hold = this.#hold;
    const { slot } = this.#context.slices.get('hold');
    if (!hold || !slot) return;
    const askedAt = performance.now();
    const reply = await repeated(() => this.#context.call('appointment.extend', { hold }));
    if (!reply.ok || reply.value.outcome !== 'extended' || hold !== this.#hold) return;
    this.#heldAt = askedAt;
    this.#show(slot);
  }

  async release(): Promise<void> {
    const hold = this.#hold;
    this.forget();
    this.#context.slices.set('hold', { state: 'none', slot: null, expiresAt: null, nearest: [] });
    if (hold) await this.#context.call('appointment.release', { hold });
  }
}
