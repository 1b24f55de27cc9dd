// A log as the server keeps it, behind the same calls: compare-and-set on the head, the same answer for the same bytes,
// and a wire that can break before or after the server acted.
import { equalBytes } from '../../../src/crypto/bytes.ts';
import type { Call, CallError } from '../../../src/net/calls.ts';
import type { ReceivedEntry } from '../../../src/worker/conversation_log.ts';

type Fault = 'lost_request' | 'lost_reply';

export class ServerLog {
  readonly entries: ReceivedEntry[] = [];
  readonly #listeners: ((received: readonly ReceivedEntry[]) => void)[] = [];
  readonly #receivedAt: number;
  readonly #faults: Fault[] = [];
  refusal: CallError | null = null;

  constructor(receivedAt: number) {
    this.#receivedAt = receivedAt;
  }

  follow(listener: (received: readonly ReceivedEntry[]) => void): void {
    this.#listeners.push(listener);
  }

  breakNext(fault: Fault): void {
    this.#faults.push(fault);
  }

  add(entry: Uint8Array): ReceivedEntry {
    const added = { seq: this.entries.length, received_at: this.#receivedAt, entry };
    this.entries.push(added);
    for (const listener of this.#listeners) listener([added]);
    return added;
  }

  readonly call = (async (method: string, params: { entry: Uint8Array }) => {
    if (method !== 'conversation.append') throw new Error(`unexpected ${method}`);
    const fault = this.#faults.shift();
    if (fault === 'lost_request') return { ok: false, error: { code: 'disconnected', data: {} } };
    const reply = this.#append(params.entry);
    return fault === 'lost_reply' ? { ok: false, error: { code: 'disconnected', data: {} } } : reply;
  }) as Call;

  #append(entry: Uint8Array) {
    if (this.refusal) return { ok: false, error: this.refusal };
    const again = this.entries.find((one) => equalBytes(one.entry, entry));
    const seq = seqOf(entry);
    if (again) return { ok: true, value: { seq: again.seq, received_at: again.received_at } };
    if (seq !== this.entries.length) {
      return { ok: false, error: { code: 'stale_head', data: { head_seq: this.entries.length - 1 } } };
    }
    const added = this.add(entry);
    return { ok: true, value: { seq, received_at: added.received_at } };
  }
}

// crypto/KZ1.md 5.2: seq is the u64 at offset 20.
function seqOf(entry: Uint8Array): number {
  return Number(new DataView(entry.buffer, entry.byteOffset).getBigUint64(20));
}
