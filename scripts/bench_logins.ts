// Two refusals that must not be told apart by their time: a mailbox that does not exist against a wrong signature, and a
// conversation that does not exist against somebody else's. Over the real wire, one after the other in random order, so
// that what disturbs one disturbs the other. Usage: ./scripts/dev bench logins
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, randomBytes, randomInt, sign } from 'node:crypto';
import { join } from 'node:path';
import { Service } from './service.ts';

const pairs = 4_000;
const warm_up_pairs = 200;
// Of each end: a scheduler's pause of milliseconds says nothing about microseconds.
const trimmed_part = 0.05;

type Reply = { result?: Record<string, unknown>; error?: { message: string } };
type Ask = (method: string, params: object) => Promise<Reply>;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const labelled = (label: string, message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([label.length]), Buffer.from(label), message]);

// An Ed25519 key of one's own (RFC 8410): the seed behind a fixed prefix.
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), randomBytes(32)]),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = Buffer.from(privateKey.export({ format: 'jwk' }).x ?? '', 'base64url');
const mailboxOf = (key: Uint8Array): Buffer => sha256(labelled('kz1/mailbox', key)).subarray(0, 16);

async function connect(service: Service): Promise<{ ask: Ask; close: () => void }> {
  const socket = new WebSocket(`${service.origin.replace('http', 'ws')}/api/socket`, 'kiezel.v1');
  const waiting = new Map<number, (reply: Reply) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const reply: Reply & { id: number } = JSON.parse(String(data));
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the server accepted no connection')));
  });
  const ask: Ask = (method, params) =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: last, method, params }));
    });
  return { ask, close: () => socket.close() };
}

/** The login of `mailbox`, signed over `origin`. */
async function signedLogin(ask: Ask, mailbox: Uint8Array, origin: string): Promise<object> {
  const { result } = await ask('session.challenge', {});
  const expires = Buffer.alloc(8);
  expires.writeBigUInt64BE(BigInt(Number(result?.expires_at)));
  const nonce = Buffer.from(String(result?.nonce), 'base64url');
  const message = Buffer.concat([sha256(origin), nonce, mailbox, expires]);
  return { role: 'client', id: base64url(mailbox), signature: base64url(sign(null, labelled('kz1/auth', message), privateKey)) };
}

/** Another id of the same link to Redis: the link is chosen by an id's first bytes, and tells nothing. */
function neighbour(id: Uint8Array): Buffer {
  const other = Buffer.from(id);
  other[15] = (other[15] ?? 0) ^ 0xff;
  return other;
}

/** Microseconds until the answer, which must be `refusal`. */
async function timed(ask: Ask, method: string, params: object, refusal: string): Promise<number> {
  const started = performance.now();
  const reply = await ask(method, params);
  const us = (performance.now() - started) * 1000;
  if (reply.error?.message !== refusal) throw new Error(`${method} was not answered ${refusal}`);
  return us;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean difference within pairs and half the width of its 95 % confidence interval. */
function difference(of: readonly (readonly [number, number])[]): { mean: number; interval: number; base: number } {
  const sorted = [...of].sort((a, b) => a[0] - a[1] - (b[0] - b[1]));
  const cut = Math.floor(sorted.length * trimmed_part);
  const kept = sorted.slice(cut, sorted.length - cut);
  const differences = kept.map(([a, b]) => a - b);
  const middle = mean(differences);
  const variance = mean(differences.map((value) => (value - middle) ** 2)) * (kept.length / (kept.length - 1));
  return { mean: middle, interval: 1.96 * Math.sqrt(variance / kept.length), base: mean(kept.map(([, b]) => b)) };
}

async function compare(title: string, first: () => Promise<number>, second: () => Promise<number>): Promise<void> {
  const measured: [number, number][] = [];
  for (let i = 0; i < warm_up_pairs + pairs; i++) {
    const firstLeads = randomInt(2) === 0;
    const early = await (firstLeads ? first() : second());
    const late = await (firstLeads ? second() : first());
    if (i >= warm_up_pairs) measured.push(firstLeads ? [early, late] : [late, early]);
  }
  const { mean: us, interval, base } = difference(measured);
  console.log(`\n${title}, ${pairs} pairs in random order`);
  console.log(`  ${'mean time of the second, us'.padEnd(58)} ${base.toFixed(1)}`);
  console.log(`  ${'mean difference first - second, us'.padEnd(58)} ${us.toFixed(2)}`);
  console.log(`  ${'95 % confidence interval, us'.padEnd(58)} ${(us - interval).toFixed(2)} .. ${(us + interval).toFixed(2)}`);
}

/** Writes a mailbox as the server keeps it, and gives the id of a conversation that is somebody else's. */
function prepare(service: Service): Buffer {
  const cli = (words: string[], input?: Buffer): string =>
    execFileSync('redis-cli', ['-s', join(service.data, 'redis/redis.sock'), ...words], { encoding: 'utf8', input });
  const own = cli(['KEYS', '*mailbox:*']).split('\n').find((key) => /:[0-9a-f]{32}$/.test(key)) ?? '';
  const conversation = cli(['KEYS', '*:c:*']).split('\n').find((key) => /:c:[0-9a-f]{32}$/.test(key)) ?? '';
  if (!own || !conversation) throw new Error('the played scenario left no conversation');
  cli(['-x', 'HSET', own.replace(/[0-9a-f]{32}$/, mailboxOf(publicKey).toString('hex')), 'auth_key'], publicKey);
  return Buffer.from(conversation.slice(-32), 'hex');
}

async function play(service: Service): Promise<void> {
  const token = service.invitations()[0]?.token ?? '';
  // It asks for a restart in the middle, which is not needed here.
  execFileSync(join(service.bin, 'kiezel-client'), ['play', service.origin, token], { input: 'restarted\n', stdio: ['pipe', 'ignore', 'inherit'] });
}

export async function logins(): Promise<void> {
  const many = '100000';
  const extra = ['--rate_burst', '1000000', '--rate_per_s', '1000000', '--shards', '1'];
  extra.push('--login_failures_per_address_burst', many, '--login_failures_per_address_per_minute', many, '--login_failures_per_s', many);
  const service = await Service.start({ extra });
  try {
    await play(service);
    const foreign = prepare(service);
    const { ask, close } = await connect(service);
    const known = mailboxOf(publicKey);
    const login = async (mailbox: Uint8Array, origin: string) =>
      timed(ask, 'session.login', await signedLogin(ask, mailbox, origin), 'login_failed');
    await compare('Unknown mailbox against wrong signature', () => login(neighbour(known), service.origin), () => login(known, 'https://elsewhere.example'));

    const { error } = await ask('session.login', await signedLogin(ask, known, service.origin));
    if (error) throw new Error(`the right login was refused: ${error.message}`);
    const open = (id: Uint8Array) => timed(ask, 'conversation.open', { conversation: base64url(id) }, 'not_found');
    await compare("No such conversation against somebody else's", () => open(neighbour(foreign)), () => open(foreign));
    close();
  } finally {
    await service.stop();
  }
}
