// Runs the libFuzzers of tests/fuzz, each from its committed corpus, the shared vectors and what earlier runs found, and
// prints their figures. `--keep` puts the smallest inputs that reach everything back into tests/fuzz/corpus.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const corpora = join(root, 'tests/fuzz/corpus');
const programs = join(root, 'build/fuzz/bin');
const found = join(root, 'build/fuzz/found');

// What a committed corpus may weigh: a seed for the next run, not an archive. Long inputs teach little more.
const keptBytesMax = 16_384;
const keptInputBytesMax = 6_000;
const keptInputsMax = 32;
const inputBytesMax = 16_384;

type Vector = Record<string, unknown>;

function vectors(file: string): Vector[] {
  return JSON.parse(readFileSync(join(root, 'protocol/vectors', file), 'utf8')).vectors;
}

const hex = (file: string, ...fields: string[]): Buffer[] =>
  vectors(file).flatMap((vector) => fields.flatMap((field) => (typeof vector[field] === 'string' ? [Buffer.from(vector[field], 'hex')] : [])));

function frames(file: string): Buffer[] {
  return vectors(file).flatMap(({ frame, frame_hex }) =>
    typeof frame === 'string' ? [Buffer.from(frame)] : typeof frame_hex === 'string' ? [Buffer.from(frame_hex, 'hex')] : [],
  );
}

const prefixed = (byte: number, list: Buffer[]): Buffer[] => list.map((bytes) => Buffer.concat([Buffer.from([byte]), bytes]));
const lines = (...list: string[]): Buffer => Buffer.from(`\0${list.join('\n')}`);

const bytes = (...numbers: number[]): Buffer => Buffer.from(numbers);
const counting = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

// COSE keys of the three kinds (RFC 9053), and what an authenticator says of one: hash, flags, count, model, id.
const cose = [
  bytes(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, ...counting(32), 0x22, 0x58, 32, ...counting(32)),
  bytes(0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32, ...counting(32)),
  bytes(0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0, ...Array(256).fill(0xff), 0x21, 0x43, 1, 0, 1),
];
const attested = cose.map((key) => Buffer.concat([bytes(0x45, 0, 0, 0, 9), bytes(...Array(16).fill(0)), bytes(0, 4, 1, 2, 3, 4), key]));
const clientData = Buffer.from(
  `{"type":"webauthn.get","challenge":"${Buffer.alloc(32, 7).toString('base64url')}","origin":"https://kiezel.example","crossOrigin":false,"other":[{"a":null}]}`,
);

// A file as an advisor saves it, of the vectors' statements and certificates.
function statementFile(exported_at: number): Buffer {
  const role = (action: unknown): string => (action === 3 || action === 5 || action === 7 ? 'advisor' : 'client');
  const statements = vectors('statement.json').flatMap(({ expect, op, statement, action }, seq) =>
    expect === 'accept' && op === 'statement' ? [{ seq, received_at: 1795000000, role: role(action), under_card: false, counts: true, statement }] : [],
  );
  const devices = vectors('device_certificate.json').flatMap(({ expect, identity_key, certificate }) => (expect === 'accept' ? [{ identity_key, certificate }] : []));
  return Buffer.from(JSON.stringify({ kind: 'kiezel-statements', version: 1, exported_at, statements, devices }));
}

// Where a fuzzer starts: what the vectors say, in the form in which it takes its input.
const seeds: Record<string, () => Buffer[]> = {
  administrator: () => [Buffer.from('\0--name\nSanne\n--days\n7'), Buffer.from('\u0002--quiet\n--name\nA\nfile\nother'), Buffer.from('\u0001Sanne\u0007\u009b2J\u001b[31m')],
  commit: () => [
    ...hex('commit.json', 'payload'),
    ...vectors('commit.json').flatMap(({ before, payload }) =>
      typeof before === 'string' && typeof payload === 'string' ? [Buffer.from(before + payload, 'hex')] : [],
    ),
  ],
  contents: () => [...prefixed(5, hex('attachment.json', 'manifest')), ...[0, 1, 2, 3, 4].flatMap((which) => prefixed(which, [...hex('message.json', 'tlv'), ...hex('private.json', 'tlv'), ...hex('tlv_padding.json', 'bytes')]))],
  devices: () => [
    ...[0, 1, 2, 3].map((which) => bytes(which)),
    ...[0, 1, 2, 3].flatMap((which) => [bytes(which, 0, 3, 0, 40, 1), bytes(which, 1, 90, 3, 1, 200, 4), bytes(which, 2, 2, 0, 0, 7)]),
    ...Array.from({ length: 24 }, (_, i) => bytes(1 + (i % 2), 7, i)),
    Buffer.from('\u000412 345-67 890'),
    ...prefixed(5, hex('device_offer.json', 'offer')),
  ],
  directory: () => [...hex('directory.json', 'file', 'page', 'history'), ...hex('device_certificate.json', 'certificate'), ...hex('prekey.json', 'prekey')],
  entry: () => [...hex('entry.json', 'entry', 'erased'), ...hex('private.json', 'payload')],
  http: () => [
    lines('/', 'gzip, br;q=0.5', '"tag"', 'https://kiezel.example', '203.0.113.9, 198.51.100.4'),
    ...['/advies', '/assets/app-1.js', '/assets/worker-1.js', '/api/directory', '/api/socket', '/weg', '/readyz', '/metrics?a', '/organisation.json'].map((target) =>
      lines(target, 'br', '"head"', 'https://www.kiezel.example', '::1'),
    ),
  ],
  log: () => [Buffer.from(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0 : (i - 1) / 2))), Buffer.from([0, 0, 2, 1, 0, 3, 7, 0, 1, 1, 2, 3, 1, 9])],
  outbox: () => [Buffer.from([0, 0, 5, 1, 2, 0, 200, 255, 0, 255, 255, 3])],
  passkey: () => [
    bytes(0, 0xa1, 0x61, 0x61, 0xa1, 0x61, 0x62, 0x83, 0xf5, 0xf6, 0x18, 0x40),
    bytes(0, 0x1a, 0, 1, 0, 0),
    bytes(0, 0x39, 1, 0),
    bytes(0, 0x43, 1, 2, 3),
    ...prefixed(1, cose),
    ...prefixed(2, attested.map((data) => Buffer.concat([bytes(...counting(32)), data]))),
    bytes(2, ...counting(32), 0x85, 0, 0, 0, 1, 0xa0),
    ...prefixed(3, [clientData, Buffer.from(clientData.toString().replace('false', 'true'))]),
    ...prefixed(4, attested),
    bytes(5),
    bytes(5, 3, 0, 4, 1),
    bytes(5, 0, 0, 0, 0, 3, 0, 33, 1),
    bytes(6, 0, 4, 0x61, 0xc6, 0, 0, 0, 0, 0, 0, 0, 59, ...Buffer.from('12345678901234567890')),
  ],
  recovery: () => [
    ...[0, 1, 2].flatMap((which) => [bytes(which), bytes(which, 3, 0, 40, 1), bytes(which, 1, 0, 0, 1)]),
    ...prefixed(3, hex('recovery_card.json', 'sealed')),
    ...prefixed(4, [bytes(...counting(17)), bytes(0x10, ...counting(16)), bytes(...counting(24))]),
  ],
  redis_reply: () =>
    ['+OK\r\n', ':12\r\n', '$-1\r\n', '*-1\r\n', '-ERR no\r\n', '*3\r\n$4\r\npage\r\n:4\r\n*1\r\n$0\r\n\r\n', '*2\r\n*1\r\n+a\r\n:1\r\n'].map((text) =>
      Buffer.from(`\u0003${text}`),
    ),
  register: () => [readFileSync(join(root, 'server/admin/demo-schools.csv')).subarray(0, 400), Buffer.from('a;b\r\n"x;""y";z\r\n')],
  server_frame: () => [...frames('wire/results.json'), ...frames('wire/pushes.json')],
  statement: () => [...prefixed(0, hex('statement.json', 'statement')), ...prefixed(1, hex('statement.json', 'statement').map((one) => one.subarray(0, -64))), ...Array.from({ length: 6 }, (_, i) => bytes(2, 0, 2, 3, i, 12, 2, 0, i))],
  statement_file: () => [
    ...prefixed(0, [statementFile(1795000000), statementFile(2 ** 53), Buffer.from('{"kind":"kiezel-statements","version":1,"exported_at":1,"statements":[],"devices":[]}')]),
    ...Array.from({ length: 15 }, (_, which) => bytes(1, 3, 0, 2, 4, which, which, 0, 1, 0, 0, 0, 1, which % 8)),
    ...[0, 1, 2, 3].map((role) => bytes(1, 7, 0, 1, 2, 3, 4, 5, 6, 3, role, 0, 8, role, 3, 13, role, 4, 1, role, 0xe0, 3, 0, role, 1)),
    bytes(1, 1, 1, 0, 1, 4),
    bytes(1, 1, 0, 13, 1, 0),
    bytes(1, 2, 6, 0, 0, 1, 0, 0, 1, 0),
    ...Array.from({ length: 8 }, (_, i) => bytes(2, 8, 1, 0, 1, 0, 0, 0, 1, 0, 3, i, 40 * i, 1 << i)),
  ],
  text: () => [...vectors('words.json').flatMap(({ text }) => (typeof text === 'string' ? [Buffer.from(text)] : [])), Buffer.from('AwoRGB8mLTQ7'), Buffer.from('0aff')],
  wire: () => frames('wire/requests.json'),
  work: () => [
    bytes(0, ...counting(96)),
    bytes(1, ...counting(32), ...counting(16), 1, ...counting(48)),
    bytes(2, 0, 0, 0, 0, 0x6b, 0x49, 0xd2, 0),
    bytes(2, 0, 0, 0, 0, 0x6b, 0x49, 0xd2, 0, 3, 0, 1, 1),
    Buffer.from('\u0003\0\0\0\u0001\0\0\0\u001010500 1790000000'),
  ],
};

function write(folder: string, list: Buffer[]): void {
  mkdirSync(folder, { recursive: true });
  list.forEach((bytes, i) => {
    if (bytes.length <= inputBytesMax) writeFileSync(join(folder, `seed-${String(i).padStart(4, '0')}`), bytes);
  });
}

function run(name: string, seconds: number): boolean {
  const place = join(found, name);
  const seedFolder = join(root, 'build/fuzz/seeds', name);
  write(seedFolder, seeds[name]?.() ?? []);
  mkdirSync(place, { recursive: true });
  mkdirSync(join(corpora, name), { recursive: true });
  const crash = join(root, `build/fuzz/crash-${name}-`);
  const options = [`-max_total_time=${seconds}`, '-timeout=20', '-rss_limit_mb=2048', `-max_len=${inputBytesMax}`, '-print_final_stats=1', '-use_value_profile=0'];
  const result = spawnSync(join(programs, `${name}_fuzzer`), [...options, `-artifact_prefix=${crash}`, place, join(corpora, name), seedFolder], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ASAN_SYMBOLIZER_PATH: '/usr/bin/llvm-symbolizer-19', UBSAN_OPTIONS: 'print_stacktrace=1' },
  });
  const executions = /stat::number_of_executed_units:\s*(\d+)/.exec(result.stderr)?.[1] ?? '?';
  const aSecond = /stat::average_exec_per_sec:\s*(\d+)/.exec(result.stderr)?.[1] ?? '?';
  const last = [...result.stderr.matchAll(/cov: (\d+) ft: (\d+) corp: (\d+)/g)].at(-1);
  console.log(`${name.padEnd(16)} ${executions.padStart(10)} executions ${aSecond.padStart(7)} a second; ${last?.[1] ?? '?'} edges, ${last?.[2] ?? '?'} features, ${last?.[3] ?? '?'} inputs`);
  if (result.status === 0) return true;
  console.error(result.stderr.split('\n').slice(-60).join('\n'));
  return false;
}

// A small choice of the inputs that reach something of their own.
function keep(name: string): void {
  const merged = join(root, 'build/fuzz/merged', name);
  rmSync(merged, { recursive: true, force: true });
  mkdirSync(merged, { recursive: true });
  const from = [join(corpora, name), join(root, 'build/fuzz/seeds', name), join(found, name)].filter((folder) => existsSync(folder));
  spawnSync(join(programs, `${name}_fuzzer`), ['-merge=1', `-max_len=${keptInputBytesMax}`, merged, ...from], { stdio: 'ignore' });
  const kept = readdirSync(merged).map((file) => ({ file, bytes: statSync(join(merged, file)).size }));
  kept.sort((a, b) => a.bytes - b.bytes || a.file.localeCompare(b.file));
  rmSync(join(corpora, name), { recursive: true, force: true });
  mkdirSync(join(corpora, name), { recursive: true });
  // Evenly over the sizes: the smallest alone would be those that are refused at once.
  const step = Math.max(1, kept.length / keptInputsMax);
  let total = 0;
  for (let i = 0; Math.floor(i) < kept.length; i += step) {
    const { file, bytes } = kept[Math.floor(i)] as (typeof kept)[number];
    total += bytes;
    if (total > keptBytesMax) break;
    cpSync(join(merged, file), join(corpora, name, file.slice(0, 12)));
  }
}

const options = process.argv.slice(2);
const keeping = options.includes('--keep');
const [chosen = 'all', seconds = '60'] = options.filter((option) => option !== '--keep');
const names = Object.keys(seeds).filter((name) => chosen === 'all' || name === chosen);
if (names.length === 0) throw new Error(`There is no fuzzer '${chosen}'. Known: ${Object.keys(seeds).join(', ')}.`);
const faults = names.filter((name) => !run(name, Number(seconds)));
if (keeping && faults.length === 0) for (const name of names) keep(name);
if (faults.length > 0) console.error(`Faults in ${faults.join(', ')}; the inputs are in build/fuzz/crash-*.`);
process.exit(faults.length === 0 ? 0 : 1);
