// A host that has the pages and nothing else: files and headers, as web/README.md sets up a real one, with the
// organisation's facts that say where the service is.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { root } from '../../scripts/service.ts';

const dist = join(root, 'web/dist');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

function policyOf(path: string, api: string): string {
  const reach = `connect-src 'self' ${api} ${api.replace(/^http/, 'ws')}`;
  const closed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  if (path.includes('worker')) return `${closed}; script-src 'self' 'wasm-unsafe-eval'; ${reach}`;
  if (!path.endsWith('.html')) return closed;
  return (
    `${closed}; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; worker-src 'self'; ${reach}; ` +
    "require-trusted-types-for 'script'; trusted-types kiezel-worker"
  );
}

export class PagesHost {
  readonly #server: Server;
  // The service and its facts, once they are known.
  api = '';
  facts = '';

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url === '/' ? '/index.html' : request.url === '/advies' ? '/advisor.html' : (request.url ?? '');
      const headers = {
        'Content-Type': TYPES[extname(path)] ?? 'application/json',
        'Content-Security-Policy': policyOf(path, this.api),
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      };
      try {
        const body = path === '/organisation.json' ? this.facts : readFileSync(join(dist, path));
        response.writeHead(200, headers).end(body);
      } catch {
        response.writeHead(404, headers).end();
      }
    });
  }

  static async open(): Promise<PagesHost> {
    const host = new PagesHost();
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  get origin(): string {
    const address = this.#server.address();
    return `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
  }

  // The service's own facts, and where it is.
  async speakFor(api: string): Promise<void> {
    this.api = api;
    const facts = await (await fetch(`${api}/organisation.json`)).json();
    this.facts = JSON.stringify({ ...facts, api_origin: api });
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
