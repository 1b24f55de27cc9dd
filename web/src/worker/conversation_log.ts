// One conversation as one of its members works with it: reads what comes, checks it, and writes what is queued. The log
// decides: an entry counts when it is in the log, whichever way we learn of it. Used by clients and by advisors.
import { equalBytes } from '../crypto/bytes.ts';
import type { ParsedDeviceCertificate } from '../crypto/device_certificate.ts';
import { type LogEntry, type LogKeys, LogReader, type Revocation } from '../crypto/log_reader.ts';
import type { SigningKey } from '../crypto/sign.ts';
import type { Call, CallError } from '../net/calls.ts';
import { type Draft, sealDraft } from './draft.ts';
import { mayRepeat } from './failures.ts';

export type Outgoing = {
  readonly id: number;
  readonly draft: Draft;
  // Unix seconds.
  readonly at: number;
  state: 'waiting' | 'sent' | 'failed';
  // The entry as it was last sent: sent again unchanged while its place may still be its own.
  sealed: Uint8Array | null;
};

export type LogFacts = {
  online(): boolean;
  certificates(): readonly ParsedDeviceCertificate[];
  revocations(): readonly Revocation[];
  // A sender's device is unknown: ask for its certificate. False when the answer could not be had for now.
  refreshCertificates(): Promise<boolean>;
};

export type ReceivedEntry = {
  readonly seq: number;
  readonly received_at: number;
  readonly entry: Uint8Array;
};
// closed: nothing more is written here; also when other keys took the place of ours (see LogReader.replaced).
// erased: the client had everything erased.
export type LogState = 'good' | 'closed' | 'untrusted' | 'erased';
type Delivery = { readonly outgoing: Outgoing; readonly settle: (delivered: boolean) => void };

// How long an entry that the server has may be on its way to us.
const ARRIVAL_MS = 10_000;
const BUSY_S = 1;
// When certificates could not be had, they are asked for again after this.
const ASK_AGAIN_MS = 5_000;

export class ConversationLog {
  readonly reader: LogReader;
  readonly entries: LogEntry[] = [];
  readonly #keys: LogKeys;
  readonly #signer: SigningKey;
  readonly #facts: LogFacts;
  readonly #changed: () => void;
  readonly #queue: Delivery[] = [];
  readonly #waiting = new Set<() => void>();
  // Came, but not read: usually empty between two readings.
  #unread: readonly ReceivedEntry[] = [];
  #askAgain: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> = Promise.resolve();
  #writing = false;
  #writeOn: () => void = () => {};
  #nextId = 1;
  #state: LogState = 'good';

  constructor(keys: LogKeys, signer: SigningKey, facts: LogFacts, changed: () => void) {
    this.reader = new LogReader(keys);
    this.#keys = keys;
    this.#signer = signer;
    this.#facts = facts;
    this.#changed = changed;
  }

  get state(): LogState {
    return this.#state;
  }

  // The server said that it may be written in again.
  reopen(): void {
    if (this.#state === 'closed' && !this.reader.replaced) this.#state = 'good';
  }

  get outgoing(): readonly Outgoing[] {
    return this.#queue.map(({ outgoing }) => outgoing);
  }

  // Entries as the server pushes them; resolves when they are read.
  receive(received: readonly ReceivedEntry[]): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      this.#unread = [...this.#unread, ...received.filter((one) => !this.#isUnread(one))];
      await this.#readOn();
      this.#changed();
      for (const look of [...this.#waiting]) look();
    });
    return this.#reading;
  }

  // Resolves to true when the log is read up to and including `seq`.
  reached(seq: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (there: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(there);
      };
      const look = () => {
        if (this.reader.headSeq >= seq) settle(true);
        else if (this.#state === 'untrusted') settle(false);
      };
      const timer = setTimeout(() => settle(false), ARRIVAL_MS);
      this.#waiting.add(look);
      look();
    });
  }

  // Resolves to true when the entry is in the log, to false when it never will be.
  send(draft: Draft, call: Call): Promise<boolean> {
    const at = Math.floor(Date.now() / 1000);
    const outgoing: Outgoing = { id: this.#nextId++, draft, at, state: 'waiting', sealed: null };
    const delivered = new Promise<boolean>((settle) => this.#queue.push({ outgoing, settle }));
    this.#changed();
    void this.flush(call);
    return delivered;
  }

  // Writes the queue in order. Safe to call at any time: after a reconnect, after new entries.
  async flush(call: Call): Promise<void> {
    this.#writeOn = () => void this.flush(call);
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#state === 'good') {
        const next = this.#queue.find(({ outgoing }) => outgoing.state !== 'failed');
        if (!next || !(await this.#write(next, call))) break;
      }
      if (this.#state !== 'good') this.#failAll();
    } finally {
      this.#writing = false;
      this.#changed();
    }
  }

  // Nothing more is written here; whoever waits for a delivery must hear so.
  #failAll(): void {
    for (const { outgoing, settle } of this.#queue) {
      outgoing.state = 'failed';
      settle(false);
    }
  }

  #isUnread({ seq, entry }: ReceivedEntry): boolean {
    return this.#unread.some((one) => one.seq === seq && equalBytes(one.entry, entry));
  }

  async #readOn(): Promise<void> {
    clearTimeout(this.#askAgain);
    for (let [one] = this.#unread; one; [one] = this.#unread) {
      if (!(await this.#take(one))) {
        this.#askAgain = setTimeout(() => void this.receive([]).then(() => this.#writeOn()), ASK_AGAIN_MS);
        return;
      }
      this.#unread = this.#unread.slice(1);
    }
  }

  // False when it cannot be judged yet: only a certificate that was asked for and is not there speaks against a sender.
  async #take(one: ReceivedEntry): Promise<boolean> {
    if (this.#state === 'untrusted') return true;
    let result = this.#append(one);
    if (!result.ok && result.refusal === 'sender') {
      const answered = await this.#facts.refreshCertificates();
      result = this.#append(one);
      if (!answered && !result.ok && result.refusal === 'sender') return false;
    }
    if (result.ok) {
      this.entries.push(result.entry);
      this.#settleOwn(one.entry);
      if (result.entry.content.kind === 'commit') this.#reopen();
      if (this.reader.replaced) this.#state = 'closed';
      if (this.reader.isErased) this.#state = 'erased';
    } else if (result.refusal !== 'replay') this.#state = 'untrusted';
    return true;
  }

  #append({ entry, received_at: receivedAt }: ReceivedEntry) {
    const certificates = this.#facts.certificates();
    return this.reader.append(entry, { receivedAt, certificates, revocations: this.#facts.revocations() });
  }

  // A commit may have granted the keys of earlier epochs.
  #reopen(): void {
    for (const [index, entry] of this.entries.entries()) {
      if (entry.content.kind === 'sealed') this.entries[index] = this.reader.reopen(entry);
    }
  }

  #settleOwn(entry: Uint8Array): void {
    const index = this.#queue.findIndex(
      ({ outgoing }) => outgoing.sealed && equalBytes(outgoing.sealed, entry),
    );
    const [own] = index < 0 ? [] : this.#queue.splice(index, 1);
    own?.settle(true);
  }

  // False stops the writing until something changes.
  async #write({ outgoing, settle }: Delivery, call: Call): Promise<boolean> {
    await this.#reading;
    if (!this.#queue.some((one) => one.outgoing === outgoing)) return true;
    outgoing.sealed ??= this.seal(outgoing.draft);
    if (!outgoing.sealed) return this.#drop(outgoing, settle);
    outgoing.state = this.#facts.online() ? 'sent' : 'waiting';
    this.#changed();
    const entry = outgoing.sealed;
    const reply = await call('conversation.append', { conversation: this.#keys.conversation, entry });
    if (reply.ok) {
      await this.receive([{ seq: reply.value.seq, received_at: reply.value.received_at, entry }]);
      return true;
    }
    return this.#afterRefusal(outgoing, settle, reply.error);
  }

  // Nothing to seal: a commit that is no longer needed disappears, anything else has failed.
  #drop(outgoing: Outgoing, settle: (delivered: boolean) => void): boolean {
    if (outgoing.draft.kind === 'commit') {
      this.#queue.splice(
        this.#queue.findIndex((one) => one.outgoing === outgoing),
        1,
      );
    } else outgoing.state = 'failed';
    settle(false);
    return true;
  }

  async #afterRefusal(outgoing: Outgoing, settle: (delivered: boolean) => void, error: CallError) {
    if (error.code === 'stale_head') {
      // Somebody was first. Their entry is on its way to us; ours is sealed anew after it.
      if (!(await this.reached(error.data.head_seq ?? 0))) {
        outgoing.state = 'waiting';
        return false;
      }
      outgoing.sealed = null;
      return true;
    }
    if (mayRepeat(error)) {
      outgoing.state = 'waiting';
      if (error.code !== 'disconnected') await delay((error.data.retry_after_s ?? BUSY_S) * 1000);
      return error.code !== 'disconnected';
    }
    if (error.code === 'conversation_closed') this.#state = 'closed';
    outgoing.state = 'failed';
    settle(false);
    return true;
  }

  // The entry as it would be sent now. Null when there is nothing to seal it with.
  seal(draft: Draft): Uint8Array | null {
    return sealDraft(draft, { reader: this.reader, signer: this.#signer, share: this.#keys.share });
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
