// When the advisor can be called: asked, saved, and shown as the people who book will see it.
import type { AdvisorId } from '../crypto/ids.ts';
import { offered_window_s } from '../protocol/limits.ts';
import type { Availability } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { now } from './context.ts';

const PREVIEW_S = Math.min(14 * 86_400, offered_window_s);

export class Hours {
  readonly #context: AdvisorContext;
  readonly #advisor: AdvisorId;

  constructor(context: AdvisorContext, advisor: AdvisorId) {
    this.#context = context;
    this.#advisor = advisor;
  }

  async load(): Promise<void> {
    const { slices, call } = this.#context;
    if (slices.get('hours').saved === null) slices.change('hours', { state: 'loading' });
    const reply = await call('availability.get', {});
    if (!reply.ok) return slices.change('hours', { state: 'failed' });
    const { availability: saved, holidays } = reply.value;
    slices.change('hours', { state: 'ready', saved, holidays });
    await this.#preview();
  }

  async save(availability: Availability): Promise<void> {
    const { slices, call } = this.#context;
    slices.change('hours', { state: 'saving' });
    const reply = await call('availability.set', { availability });
    if (!reply.ok) {
      const refused = reply.error.code === 'availability_refused' || reply.error.code === 'invalid_params';
      return slices.change('hours', { state: refused ? 'refused' : 'failed' });
    }
    slices.change('hours', { state: 'saved', saved: availability });
    await this.#preview();
  }

  async #preview(): Promise<void> {
    const { slices, call } = this.#context;
    slices.change('hours', { preview: { state: 'loading', slots: [] } });
    const from = now();
    const reply = await call('appointment.offered', {
      advisor: this.#advisor,
      from,
      until: from + PREVIEW_S,
    });
    const preview = reply.ok
      ? { state: 'ready' as const, slots: reply.value.slots }
      : { state: 'failed' as const, slots: [] };
    slices.change('hours', { preview });
  }
}
