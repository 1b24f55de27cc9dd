// Claims a second by the real script beside a trivial one, and the free times of a month with few and many advisors: what
// it costs must follow what is shown, not what exists. Loopback only, bounded in count.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Service } from './service.ts';

const claims = 60_000;
const connections = 50;
const rounds = 3;
const questions = 150;
const month_s = 31 * 86_400;
const crowds = [1, 10, 100];
// What a claim must at least write: the hold and three quarters, and when both go.
const plainWrites = `
  redis.call('HSET', KEYS[1], 'advisor', ARGV[3], 'start', ARGV[4], 'end', ARGV[5], 'quarter', 1, 'count', 3, 'claim', ARGV[1],
    'expires_at', 1)
  redis.call('EXPIRE', KEYS[1], 300)
  redis.call('HSET', KEYS[4], '36', ARGV[1], '37', ARGV[1], '38', ARGV[1])
  redis.call('EXPIRE', KEYS[4], 300)
  return {'held', 1}`;
// The simplest script that takes anything: one key for one time, which a second finds taken. No lengths, no buffers, no rules.
const leastClaim = "return redis.call('SET', KEYS[4], ARGV[1], 'NX', 'EX', 300)";
const scripts = join(import.meta.dirname, '../server/appointment');

type Reply = { readonly bytes: number; readonly ms: number; readonly slots: number };

const socketOf = (service: Service): string => join(service.data, 'redis/redis.sock');
const redisCli = (service: Service, ...words: string[]): string =>
  execFileSync('redis-cli', ['-s', socketOf(service), ...words], { encoding: 'utf8' }).trim();

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** How many a second redis-benchmark makes; keys and arguments are as many for either script. */
function rate(service: Service, sha: string, words: readonly string[]): number {
  const fixed = ['-s', socketOf(service), '-c', String(connections), '-n', String(claims), '-r', '1000000000', '--csv'];
  const printed = execFileSync('redis-benchmark', [...fixed, 'EVALSHA', sha, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return Number(printed.trim().split('\n').at(-1)?.split('","')[1] ?? 0);
}

function claimRates(service: Service): void {
  const read = (name: string) => readFileSync(join(scripts, name), 'utf8');
  const real = redisCli(service, 'SCRIPT', 'LOAD', read('claims.lua') + read('hold.lua'));
  const nothing = redisCli(service, 'SCRIPT', 'LOAD', "return {'held', 1}");
  const least = redisCli(service, 'SCRIPT', 'LOAD', leastClaim);
  const writes = redisCli(service, 'SCRIPT', 'LOAD', plainWrites);
  redisCli(service, 'HSET', '{bench}:advisor', 'state', 'approved', 'rules_n', '1');
  // Every call claims three quarters of a day of its own, so that each is given.
  const keys = ['4', '{bench}:hold:__rand_int__', '{bench}:advisor', '{bench}:hold:__rand_int__', '{bench}:claims:__rand_int__'];
  const start = Math.floor(Date.now() / 86_400_000 + 2) * 86_400;
  const first = start / 900;
  const times = [String(start), String(start + 1800)];
  const words = ['0123456789abcdef', '300', 'fedcba9876543210', ...times, '1', String(first), String(first + 96), '0', '0', '0', '1'];
  const span = [String(first + 36), '3', String(first / 96)];
  const call = [...keys, ...words, ...span];
  const [held] = redisCli(service, 'EVALSHA', real, ...call).split('\n');
  if (held !== 'held') throw new Error(`the script answers ${held}`);
  const rates = Array.from({ length: rounds }, () => ({
    real: rate(service, real, call),
    nothing: rate(service, nothing, call),
    least: rate(service, least, call.map((word) => word.replace(':claims:', ':least:'))),
    writes: rate(service, writes, call),
  }));
  const middle = (name: keyof (typeof rates)[number]) => median(rates.map((one) => one[name]));
  const ours = middle('real');
  const beside = (name: keyof (typeof rates)[number], what: string) =>
    console.log(`  ${what.padEnd(52)}${Math.round(middle(name))}; RATIO real : this ${(ours / middle(name)).toFixed(3)}`);
  console.log(`\nClaims: ${rounds} rounds of ${claims} over ${connections} connections, one Redis, durable as in service`);
  console.log(`  ${'the real script, claims a second'.padEnd(52)}${Math.round(ours)}`);
  beside('writes', 'a script that only writes as much');
  beside('least', 'a trivial claim: one key, SET NX EX (goal >= 0.5)');
  beside('nothing', 'a script that does nothing, and writes nothing');
  redisCli(service, 'EVAL', "for _, key in ipairs(redis.call('KEYS', '{bench}:*')) do redis.call('UNLINK', key) end", '0');
}

const idOf = (number: number): Buffer => createHash('sha256').update(`advisor ${number}`).digest().subarray(0, 16);

function availability(): string {
  const kind = { duration_min: 30, buffer_before_min: 0, buffer_after_min: 15, travel_min: 0, notice_min: 0 };
  const kinds = ['call', 'in_person'];
  const weekly = [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from_min: 540, until_min: 720, kinds },
    { weekday, from_min: 780, until_min: 1020, kinds },
  ]);
  return JSON.stringify({
    kinds: [
      { kind: 'call', ...kind },
      { kind: 'in_person', ...kind, travel_min: 15 },
    ],
    weekly,
    dated: [],
    absences: [],
    holiday_region: 'none',
    horizon_days: 60,
    per_day_max: 0,
  });
}

/** An approved advisor with hours, and two of its talks booked on each of sixty days. */
function addAdvisor(service: Service, prefix: string, number: number): void {
  const id = idOf(number).toString('hex');
  const commands = [`HSET ${prefix}advisor:${id} state approved rules_n 1 availability '${availability()}'`];
  const today = Math.floor(Date.now() / 86_400_000);
  for (let day = today; day < today + 60; day++) {
    const date = new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const quarters = [36, 37, 38, 48, 49, 50].map((quarter) => `${quarter} a${'x'.repeat(16)}`).join(' ');
    commands.push(`HSET ${prefix}claims:${id}:${date} ${quarters}`);
  }
  execFileSync('redis-cli', ['-s', socketOf(service)], { input: `${commands.join('\n')}\n`, stdio: ['pipe', 'ignore', 'inherit'] });
}

class Wire {
  readonly #socket: WebSocket;
  #next = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static open(service: Service): Promise<Wire> {
    const socket = new WebSocket(`${service.origin.replace('http', 'ws')}/api/socket`, 'kiezel.v1');
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(new Wire(socket)), { once: true });
      socket.addEventListener('error', () => reject(new Error('no socket')), { once: true });
    });
  }

  ask(method: string, params: object): Promise<Reply> {
    const id = this.#next++;
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const hear = ({ data }: MessageEvent) => {
        const ms = performance.now() - started;
        const reply = JSON.parse(data);
        if (reply.id !== id) return;
        this.#socket.removeEventListener('message', hear);
        if (reply.error) return reject(new Error(reply.error.message));
        resolve({ bytes: data.length, ms, slots: reply.result.slots?.length ?? 0 });
      };
      this.#socket.addEventListener('message', hear);
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}

async function monthOf(wire: Wire): Promise<{ shown: Reply; ms: number; pingMs: number }> {
  const from = Math.floor(Date.now() / 1000);
  const params = { advisor: idOf(0).toString('base64url'), from, until: from + month_s };
  const asked: Reply[] = [];
  const pings: number[] = [];
  for (let i = 0; i < questions; i++) {
    asked.push(await wire.ask('appointment.offered', params));
    pings.push((await wire.ask('session.ping', {})).ms);
  }
  const [shown] = asked;
  if (!shown) throw new Error('nothing was asked');
  return { shown, ms: median(asked.map(({ ms }) => ms)), pingMs: median(pings) };
}

async function months(service: Service): Promise<void> {
  const prefix = redisCli(service, '--scan', '--pattern', '*}:schools').split('\n')[0]?.replace(/schools$/, '') ?? '';
  const wire = await Wire.open(service);
  const first: { ms: number }[] = [];
  console.log(`\nThe free times of a month in one request: the median of ${questions}, pings in between`);
  let made = 0;
  for (const crowd of crowds) {
    for (; made < crowd; made++) addAdvisor(service, prefix, made);
    const { shown, ms, pingMs } = await monthOf(wire);
    first.push({ ms });
    const ratio = ms / (first[0]?.ms ?? ms);
    console.log(
      `  ${String(crowd).padStart(3)} advisors: ${shown.slots} times, ${shown.bytes} bytes, ${ms.toFixed(2)} ms ` +
        `(a ping ${pingMs.toFixed(2)} ms); RATIO to one advisor ${ratio.toFixed(2)}`,
    );
  }
  wire.close();
}

export async function claimsAndMonths(): Promise<void> {
  const service = await Service.start({ extra: ['--rate_burst', '1000000', '--rate_per_s', '1000000'] });
  try {
    claimRates(service);
    await months(service);
  } finally {
    await service.stop();
  }
}
