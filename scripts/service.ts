// The real service on free ports in a temporary folder: kiezel-server with its own Redis, the demo organisation and its
// attendant. For smoke runs, benchmarks and browser tests; the caller stops it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const start_deadline_ms = 60_000;
const stop_deadline_ms = 30_000;

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || !isRunning(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const cut = setTimeout(() => child.kill('SIGKILL'), stop_deadline_ms);
  await ended;
  clearTimeout(cut);
}

export type Invitation = { name: string; link: string; token: string };

export class Service {
  readonly data = mkdtempSync(join(tmpdir(), 'kiezel-'));
  readonly log = join(this.data, 'server.log');
  readonly bin: string;
  port = 0;
  opsPort = 0;
  private readonly extra: string[];
  private readonly otherOrigins: string[];
  private server: ChildProcess | undefined;
  private attendant: ChildProcess | undefined;

  private constructor(preset: string, extra: string[], otherOrigins: string[]) {
    this.bin = join(root, 'build', preset, 'bin');
    this.extra = extra;
    this.otherOrigins = otherOrigins;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get serverPid(): number {
    return this.server?.pid ?? 0;
  }

  /** `extra` are more options for kiezel-server; `otherOrigins` may connect besides the service's own. */
  static async start({ preset = 'release', extra = [] as string[], otherOrigins = [] as string[] } = {}): Promise<Service> {
    const service = new Service(preset, extra, otherOrigins);
    try {
      service.port = await freePort();
      service.opsPort = await freePort();
      const register = join(root, 'server/admin/demo-schools.csv');
      service.admin('demo', 'prepare', '--data', service.data, '--origin', service.origin, '--register', register);
      await service.startServer();
      service.attendant = spawn(join(service.bin, 'kiezel-admin'), ['demo', 'attend', '--data', service.data], {
        stdio: 'ignore',
      });
      return service;
    } catch (failure) {
      await service.stop();
      throw failure;
    }
  }

  admin(...words: string[]): string {
    return execFileSync(join(this.bin, 'kiezel-admin'), words, { encoding: 'utf8' });
  }

  /** Links that nobody has used yet. */
  invitations(): Invitation[] {
    const printed = this.admin('demo', 'invitations', '--data', this.data);
    return [...printed.matchAll(/^Invitation for (.+?):\s+(\S+)$/gm)].map(([, name = '', link = '']) => ({
      name,
      link,
      token: link.split('=')[1] ?? '',
    }));
  }

  async startServer(): Promise<void> {
    const listen = ['--listen', `127.0.0.1:${this.port}`, '--ops_listen', `127.0.0.1:${this.opsPort}`];
    const rest = ['--data', this.data, '--origins', [this.origin, ...this.otherOrigins].join(','), '--web_root', join(root, 'web/dist')];
    const server = spawn(join(this.bin, 'kiezel-server'), [...listen, ...rest, ...this.extra], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.server = server;
    server.stderr.pipe(createWriteStream(this.log, { flags: 'a' }));
    const deadline = Date.now() + start_deadline_ms;
    while (!(await this.isReady())) {
      if (!isRunning(server) || Date.now() > deadline) {
        throw new Error(`the server did not start:\n${readFileSync(this.log, 'utf8')}`);
      }
      await pause(50);
    }
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.opsPort}/readyz`)).ok;
    } catch {
      return false;
    }
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.opsPort}/metrics`)).text();
  }

  async stopServer(): Promise<void> {
    await end(this.server, 'SIGTERM');
  }

  /** As a power cut would: the server gets no chance to say goodbye. */
  async killServer(): Promise<void> {
    await end(this.server, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await end(this.attendant, 'SIGTERM');
    await end(this.server, 'SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }
}
