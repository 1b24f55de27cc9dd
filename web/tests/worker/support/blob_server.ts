// The server's half of attachments as one process of Node: keeps what comes, and fails where a test says.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { concat, equalBytes } from '../../../src/crypto/bytes.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import type { Call, CallError } from '../../../src/net/calls.ts';

type Answer = (offset: number, part: Uint8Array) => number | 'cut' | null;

export class BlobServer {
  kept = new Uint8Array(0);
  finished = false;
  readonly parts: number[] = [];
  readonly calls: string[] = [];
  /** Another status than usual, or a connection that is cut, for a part. */
  fail: Answer = () => null;
  refuse: CallError | null = null;
  readonly #http: Server;

  constructor() {
    this.#http = createServer((request, reply) => void this.#serve(request, reply));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }

  readonly call: Call = async (method, params) => {
    this.calls.push(method);
    if (this.refuse) return { ok: false, error: this.refuse };
    const ticket = new Uint8Array(81);
    const whole = params as unknown as { bytes: number; hash: Uint8Array };
    if (method === 'blob.finish') {
      const isWhole = this.kept.length === whole.bytes && equalBytes(sha256(this.kept), whole.hash);
      if (!isWhole) return { ok: false, error: { code: 'blob_refused', data: {} } };
      this.finished = true;
    }
    const value = { ticket, received: this.kept.length, bytes: this.kept.length, expires_at: 0 };
    return { ok: true, value } as never;
  };

  async #serve(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(Uint8Array.from(chunk as Buffer));
    const part = concat(...chunks);
    const [, first = '0', last = '0'] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    const offset = Number(request.method === 'PUT' ? request.headers['kiezel-offset'] : first);
    const failure = this.fail(offset, part);
    if (failure === 'cut') request.socket.destroy();
    else if (failure !== null) reply.writeHead(failure).end();
    else if (request.method === 'PUT') this.#take(offset, part, reply);
    else reply.writeHead(206).end(this.kept.subarray(offset, Number(last) + 1));
  }

  #take(offset: number, part: Uint8Array, reply: ServerResponse): void {
    this.parts.push(offset);
    if (offset === this.kept.length) this.kept = Uint8Array.from(concat(this.kept, part));
    reply.writeHead(200).end(`${this.kept.length}\n`);
  }
}
