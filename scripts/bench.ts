// Measurements on loopback, bounded in time and count. These machines are shared and noisy, so every figure that matters is
// a ratio of two things measured in one run. Usage: ./scripts/dev bench [append|latency|idle|pages|logins|attachment|crypto|claims]
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Service } from './service.ts';

const connections = 64;
const entries_per_connection = 400;
const redis_benchmark_requests = 40_000;
const idle_connections = 10_000;
const clock_ticks_per_s = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

type Line = Record<string, number | string>;

/** CPU seconds a process has used so far, user and system. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / clock_ticks_per_s;
}

function residentKib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

const redisPid = (service: Service): number => Number(redisCli(service, 'INFO', 'server').match(/process_id:(\d+)/)?.[1]);
const socketOf = (service: Service): string => join(service.data, 'redis/redis.sock');
const redisCli = (service: Service, ...words: string[]): string =>
  execFileSync('redis-cli', ['-s', socketOf(service), ...words], { encoding: 'utf8' });

/** Runs kiezel-load; `around` is called at each phase that waits, and says when it may go on. */
async function load(service: Service, words: string[], around: (line: Line) => void): Promise<Line> {
  const child = spawn(join(service.bin, 'kiezel-load'), words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let done: Line = {};
  for await (const text of createInterface({ input: child.stdout })) {
    const line: Line = JSON.parse(text);
    around(line);
    if (line.state === 'ready') child.stdin.write('go\n');
    else done = line;
  }
  if ((await exited) !== 0) throw new Error('kiezel-load failed; what went wrong stands above');
  return done;
}

function show(title: string, figures: Record<string, number | string>): void {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(figures)) {
    console.log(`  ${name.padEnd(58)} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`);
  }
}

/** The same XADD by redis-benchmark on the same Redis: CPU of Redis a command, commands a second. */
function redisFloor(service: Service, entryBytes: number): { cpuUs: number; perSecond: number } {
  const pid = redisPid(service);
  const before = cpuSeconds(pid);
  const printed = execFileSync(
    'redis-benchmark',
    ['-s', socketOf(service), '-c', String(connections), '-n', String(redis_benchmark_requests), '-r', String(connections), '--csv',
      'XADD', 'bench:__rand_int__', '*', 'e', 'k'.repeat(entryBytes), 't', '1790000000'],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const cpu = cpuSeconds(pid) - before;
  const perSecond = Number(printed.trim().split('\n').at(-1)?.split('","')[1] ?? 0);
  return { cpuUs: (cpu / redis_benchmark_requests) * 1e6, perSecond };
}

const tokenOf = (service: Service): string => service.invitations()[0]?.token ?? '';

async function append(service: Service): Promise<number> {
  const redis = redisPid(service);
  const cpu = { server: 0, redis: 0 };
  const words = ['append', service.origin, tokenOf(service), String(connections), String(entries_per_connection)];
  const figures = await load(service, words, (line) => {
    const sign = line.state === 'ready' ? -1 : 1;
    cpu.server += sign * cpuSeconds(service.serverPid);
    cpu.redis += sign * cpuSeconds(redis);
  });
  const accepted = Number(figures.accepted);
  const verifyUs = (Number(figures.verify_cpu_us_before) + Number(figures.verify_cpu_us_after)) / 2;
  const serverUs = (cpu.server / accepted) * 1e6;
  const redisUs = (cpu.redis / accepted) * 1e6;
  const floor = redisFloor(service, Number(figures.entry_bytes));
  const perSecond = accepted / Number(figures.seconds);
  show(`Durable, verified appends: ${accepted} of ${figures.entry_bytes} B over ${connections} connections`, {
    'server CPU an append, us': serverUs,
    'one libsodium verification of the same bytes, us': verifyUs,
    'RATIO server CPU : verification (goal <= 2.0)': serverUs / verifyUs,
    'Redis CPU an append, us': redisUs,
    'Redis CPU a plain XADD of redis-benchmark, us': floor.cpuUs,
    'RATIO Redis CPU : plain XADD': redisUs / floor.cpuUs,
    'accepted appends a second': perSecond,
    'plain XADD a second (redis-benchmark, same connections)': floor.perSecond,
    'load generator CPU an append, us': Number(figures.load_cpu_us),
  });
  return perSecond;
}

function fdatasyncMs(folder: string): { p50: number; p99: number } {
  const file = join(folder, 'fsync-probe');
  const descriptor = openSync(file, 'w');
  const bytes = Buffer.alloc(2048, 1);
  const times: number[] = [];
  for (let i = 0; i < 500; i++) {
    const started = performance.now();
    writeSync(descriptor, bytes);
    fdatasyncSync(descriptor);
    times.push(performance.now() - started);
  }
  closeSync(descriptor);
  unlinkSync(file);
  times.sort((a, b) => a - b);
  return { p50: times[250] ?? 0, p99: times[495] ?? 0 };
}

async function latency(service: Service, perSecond: number): Promise<void> {
  const rate = Math.max(10, Math.round(perSecond / 10));
  const entries = Math.max(20, Math.min(400, Math.round((rate * 10) / 32)));
  const words = ['latency', service.origin, tokenOf(service), String(rate), '32', String(entries)];
  const figures = await load(service, words, () => {});
  const fsync = fdatasyncMs(service.data);
  show(`Sender to recipient at ${rate} messages a second (10 % of the above)`, {
    'messages': Number(figures.messages),
    'p50, ms': Number(figures.p50_ms),
    'p99, ms': Number(figures.p99_ms),
    'fdatasync of 2 KiB on the same disk, p50, ms': fsync.p50,
    'fdatasync of 2 KiB on the same disk, p99, ms': fsync.p99,
    'RATIO p50 : fdatasync p50': Number(figures.p50_ms) / fsync.p50,
  });
}

async function idle(service: Service): Promise<void> {
  let empty = 0;
  let full = 0;
  await load(service, ['idle', service.origin, String(idle_connections)], (line) => {
    if (line.phase === 'idle' && line.state === 'ready') empty = residentKib(service.serverPid);
    if (line.phase === 'idle-open') full = residentKib(service.serverPid);
  });
  show(`Idle WebSocket connections: ${idle_connections}`, {
    'server memory before, KiB': empty,
    'server memory with all open, KiB': full,
    'KiB a connection': (full - empty) / idle_connections,
  });
}

async function main(): Promise<void> {
  const wanted = process.argv[2] ?? 'all';
  if (!['all', 'append', 'latency', 'idle', 'pages', 'logins', 'attachment', 'crypto', 'claims'].includes(wanted)) throw new Error(`there is no bench '${wanted}'`);
  if (wanted === 'pages' || wanted === 'all') await (await import('./bench_pages.ts')).pages();
  if (wanted === 'logins' || wanted === 'all') await (await import('./bench_logins.ts')).logins();
  if (wanted === 'attachment' || wanted === 'all') await (await import('./bench_attachment.ts')).attachment();
  if (wanted === 'crypto' || wanted === 'all') await (await import('./bench_crypto.ts')).crypto();
  if (wanted === 'claims' || wanted === 'all') await (await import('./bench_claims.ts')).claimsAndMonths();
  if (['pages', 'logins', 'attachment', 'crypto', 'claims'].includes(wanted)) return;
  // The load comes from one address, at a rate no family has.
  const extra = ['--rate_burst', '1000000', '--rate_per_s', '1000000', '--login_failures_per_address_burst', '1000'];
  const service = await Service.start({ extra });
  try {
    const perSecond = wanted === 'append' || wanted === 'all' ? await append(service) : 5_000;
    if (wanted === 'latency' || wanted === 'all') await latency(service, perSecond);
    if (wanted === 'idle' || wanted === 'all') await idle(service);
  } finally {
    await service.stop();
  }
}

main().catch((failure: unknown) => {
  console.error(`bench: failed: ${failure instanceof Error ? failure.message : String(failure)}`);
  process.exit(1);
});
