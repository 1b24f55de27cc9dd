// The service's signed directory over real HTTP, for whatever fetches it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DirectoryRecord } from '../../../src/crypto/directory_record.ts';
import { publishNow } from './signed_directory.ts';

export class DirectoryServer {
  readonly #http: Server;

  constructor(records: readonly DirectoryRecord[]) {
    const { file } = publishNow(records);
    this.#http = createServer((request, reply) => {
      if (request.url === '/api/directory') reply.end(file);
      else reply.writeHead(404).end();
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }
}
