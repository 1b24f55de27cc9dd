// Requests that wait for their reply on one socket (JSON-RPC 2.0). When the socket goes, all of them end as
// 'disconnected': whether the server acted on them is unknown, and every method may be repeated.
import type { ErrorCode, ErrorData } from '../protocol/error_codes.ts';
import {
  decodeResult,
  encodeRequest,
  type RequestId,
  type ServerFrame,
  type Speech,
} from '../protocol/frame.ts';
import type { MethodName, Methods } from '../protocol/messages.ts';

export type CallError = {
  readonly code: ErrorCode | 'disconnected' | 'timeout' | 'malformed';
  readonly data: ErrorData;
};
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: CallError };
export type Reply<M extends MethodName> = Answer<Methods[M]['result']>;

export type Call = <M extends MethodName>(method: M, params: Methods[M]['params']) => Promise<Reply<M>>;

// Longer than the server's own deadline for any method.
const REPLY_MS = 20_000;

type Waiting = { readonly settle: (result: unknown) => void; readonly fail: (error: CallError) => void };

export class Calls {
  readonly #speech: Speech;
  readonly #send: (text: string) => void;
  readonly #waiting = new Map<RequestId, Waiting>();
  #nextId = 1;

  constructor(speech: Speech, send: (text: string) => void) {
    this.#speech = speech;
    this.#send = send;
  }

  get idle(): boolean {
    return this.#waiting.size === 0;
  }

  make<M extends MethodName>(method: M, params: Methods[M]['params']): Promise<Reply<M>> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const fail = (error: CallError) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve({ ok: false, error });
      };
      const settle = (result: unknown) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(decoded(this.#speech, method, result));
      };
      const timer = setTimeout(() => fail({ code: 'timeout', data: {} }), REPLY_MS);
      this.#waiting.set(id, { settle, fail });
      this.#send(encodeRequest(this.#speech, id, method, params));
    });
  }

  // Replies to requests that ran out of time are let go.
  settle(frame: Exclude<ServerFrame, { kind: 'notification' }>): void {
    const waiting = frame.id === null ? undefined : this.#waiting.get(frame.id);
    if (frame.kind === 'result') waiting?.settle(frame.result);
    else waiting?.fail({ code: frame.code, data: frame.data });
  }

  failAll(): void {
    for (const waiting of [...this.#waiting.values()]) waiting.fail({ code: 'disconnected', data: {} });
  }
}

function decoded<M extends MethodName>(speech: Speech, method: M, result: unknown): Reply<M> {
  try {
    return { ok: true, value: decodeResult(speech, method, result) };
  } catch {
    return { ok: false, error: { code: 'malformed', data: {} } };
  }
}
