// The real service for one test file: kiezel-server with its own Redis in a temporary folder, the demo organisation, and
// the attendant that approves whoever enrols.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const bin = join(root, 'build/release/server');
const start_deadline_ms = 30_000;

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

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve));
}

export type Invitation = { name: string; link: string };

export class Service {
  readonly data = mkdtempSync(join(tmpdir(), 'kiezel-e2e-'));
  readonly log = join(this.data, 'server.log');
  port = 0;
  opsPort = 0;
  private server: ChildProcess | undefined;
  private attendant: ChildProcess | undefined;

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  static async start(): Promise<Service> {
    const service = new Service();
    service.port = await freePort();
    service.opsPort = await freePort();
    service.admin('demo', 'prepare', '--data', service.data, '--origin', service.origin, '--register', join(root, 'server/admin/demo-schools.csv'));
    await service.startServer();
    service.attendant = spawn(join(bin, 'admin/kiezel-admin'), ['demo', 'attend', '--data', service.data], { stdio: 'ignore' });
    return service;
  }

  admin(...words: string[]): string {
    return execFileSync(join(bin, 'admin/kiezel-admin'), words, { encoding: 'utf8' });
  }

  invitations(): Invitation[] {
    const lines = this.admin('demo', 'invitations', '--data', this.data).trim().split('\n');
    return lines.map((line) => {
      const match = /^Invitation for (.+?):\s+(\S+)$/.exec(line);
      return { name: match?.[1] ?? '', link: match?.[2] ?? '' };
    });
  }

  async startServer(): Promise<void> {
    this.server = spawn(
      join(bin, 'kiezel-server'),
      ['--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--ops_listen', `127.0.0.1:${this.opsPort}`,
        '--origins', this.origin, '--web_root', join(root, 'web/dist')],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const { createWriteStream } = await import('node:fs');
    this.server.stderr?.pipe(createWriteStream(this.log, { flags: 'a' }));
    const deadline = Date.now() + start_deadline_ms;
    while (!(await this.isReady())) {
      if (this.server.exitCode !== null || Date.now() > deadline) throw new Error(`the server did not start:\n${readFileSync(this.log, 'utf8')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.opsPort}/readyz`)).ok;
    } catch {
      return false;
    }
  }

  /** As a power cut would: the server gets no chance to say goodbye. */
  async kill(): Promise<void> {
    if (this.server === undefined) return;
    this.server.kill('SIGKILL');
    await ended(this.server);
  }

  async stop(): Promise<void> {
    for (const child of [this.attendant, this.server]) {
      if (child === undefined) continue;
      child.kill('SIGTERM');
      await ended(child);
    }
    rmSync(this.data, { recursive: true, force: true });
  }
}
