// One WebSocket that comes back by itself. After each opening it greets (logs in) before anybody else may call, then
// reports 'online', which is the moment to resume from cursors.
import { type AnyNotification, readFrame, type Speech } from '../protocol/frame.ts';
import type { MethodName, Methods } from '../protocol/messages.ts';
import { backoffMs } from './backoff.ts';
import { type Call, type CallError, Calls, type Reply } from './calls.ts';

const SUBPROTOCOL = 'kiezel.v1';
// Shorter breaks are not worth a word on the screen.
const OFFLINE_AFTER_MS = 3000;
const PING_EVERY_MS = 25_000;
// A call made while the socket is down waits this long for it.
const PATIENCE_MS = 15_000;

export type ConnectionState = 'connecting' | 'online' | 'offline';

export type ConnectionEvents = {
  // Logs in over the fresh socket. False closes it and tries again later.
  greet(call: Call): Promise<boolean>;
  changed(state: ConnectionState): void;
  notified(notification: AnyNotification): void;
};

const DISCONNECTED: CallError = { code: 'disconnected', data: {} };

export function socketAddress(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}/api/socket`;
}

export class Connection {
  readonly #url: string;
  readonly #speech: Speech;
  readonly #events: ConnectionEvents;
  readonly #waiters = new Set<(up: boolean) => void>();
  #socket: WebSocket | null = null;
  #calls: Calls | null = null;
  #up = false;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #offline: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #ended = false;

  constructor(url: string, speech: Speech, events: ConnectionEvents) {
    this.#speech = speech;
    this.#url = url;
    this.#events = events;
  }

  start(): void {
    this.#startOfflineClock();
    globalThis.addEventListener?.('online', () => this.#hurry());
    // The device knows before the socket does.
    globalThis.addEventListener?.('offline', () => this.#drop());
    this.#open();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#offline);
    this.#drop();
  }

  // A connection logs in once: whoever was taken for somebody else starts anew.
  renew(): void {
    this.#drop();
    this.#hurry();
  }

  get online(): boolean {
    return this.#up;
  }

  readonly call: Call = async <M extends MethodName>(
    method: M,
    params: Methods[M]['params'],
  ): Promise<Reply<M>> => {
    const ready = this.#up || (await this.#becomesUp());
    if (!ready || !this.#calls) return { ok: false, error: DISCONNECTED };
    return this.#calls.make(method, params);
  };

  #becomesUp(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (up: boolean) => {
        clearTimeout(timer);
        this.#waiters.delete(settle);
        resolve(up);
      };
      const timer = setTimeout(() => settle(false), PATIENCE_MS);
      this.#waiters.add(settle);
    });
  }

  #open(): void {
    clearTimeout(this.#retry);
    if (this.#ended || this.#socket) return;
    const socket = new WebSocket(this.#url, SUBPROTOCOL);
    this.#socket = socket;
    socket.onopen = () => void this.#greet(socket);
    socket.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
    socket.onclose = () => this.#lose();
  }

  async #greet(socket: WebSocket): Promise<void> {
    const calls = new Calls(this.#speech, (text) => socket.send(text));
    this.#calls = calls;
    const welcome = await this.#events.greet((method, params) => calls.make(method, params));
    if (this.#socket !== socket) return;
    if (!welcome) {
      socket.close();
      return;
    }
    this.#attempt = 0;
    this.#up = true;
    clearTimeout(this.#offline);
    this.#ping = setInterval(() => void this.#checkAlive(socket, calls), PING_EVERY_MS);
    for (const settle of [...this.#waiters]) settle(true);
    this.#events.changed('online');
  }

  // A frame that breaks the protocol ends the socket: what else it would say cannot be believed.
  #receive(data: unknown): void {
    try {
      if (typeof data !== 'string') throw new TypeError('only text frames');
      const frame = readFrame(data);
      if (frame.kind === 'notification') this.#events.notified(frame);
      else this.#calls?.settle(frame);
    } catch {
      this.#socket?.close();
    }
  }

  async #checkAlive(socket: WebSocket, calls: Calls): Promise<void> {
    const reply = await calls.make('session.ping', {});
    if (!reply.ok && this.#socket === socket) socket.close();
  }

  #lose(): void {
    if (!this.#socket) return;
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket = null;
    clearInterval(this.#ping);
    const was = this.#up;
    this.#up = false;
    this.#calls?.failAll();
    this.#calls = null;
    if (this.#ended) return;
    if (was) {
      this.#events.changed('connecting');
      this.#startOfflineClock();
    }
    this.#retry = setTimeout(() => this.#open(), backoffMs(this.#attempt++, Math.random()));
  }

  #hurry(): void {
    if (this.#up || this.#socket) return;
    this.#attempt = 0;
    this.#open();
  }

  #drop(): void {
    this.#socket?.close();
    this.#lose();
  }

  #startOfflineClock(): void {
    clearTimeout(this.#offline);
    this.#offline = setTimeout(() => this.#events.changed('offline'), OFFLINE_AFTER_MS);
  }
}
