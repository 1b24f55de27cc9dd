// Refuses an include or import that goes against the one direction of the house (server/README.md, web/README.md).
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

// folder -> the folders it may know besides itself. A folder that is not named here is refused, so that a new one is a decision.
const domains = ['conversation', 'appointment', 'directory', 'account', 'factor', 'blob', 'reminder'];
const nativeLayers: Record<string, string[]> = {
  crypto: [],
  protocol: ['crypto'],
  'server/core': ['crypto', 'protocol'],
  'server/config': ['server/core', 'crypto', 'protocol'],
  'server/redis': ['server/core', 'crypto', 'protocol'],
  ...Object.fromEntries(domains.map((d) => [`server/${d}`, ['server/core', 'server/redis', 'crypto', 'protocol']])),
  'server/event': ['server/core', 'server/redis', 'crypto', 'protocol'],
  'server/session': ['server/core', 'crypto', 'protocol'],
  'server/dispatch': ['server/core', 'server/event', 'server/session', 'server/redis', ...domains.map((d) => `server/${d}`), 'crypto', 'protocol'],
  // net carries the bytes of blobs and calendars itself; everything else it gives to dispatch.
  'server/net': ['server/core', 'server/appointment', 'server/blob', 'server/config', 'server/event', 'server/session', 'server/dispatch', 'crypto', 'protocol'],
  'server/app': ['server/', 'crypto', 'protocol'],
  'server/admin': ['server/core', 'server/config', 'server/redis', ...domains.map((d) => `server/${d}`), 'server/app', 'crypto', 'protocol'],
  // A program of its own for other machines: it shares nothing with the server it watches but the cryptography.
  'server/watch': ['crypto'],
  'server/main.cpp': ['server/app'],
  'tests/client': ['crypto', 'protocol'],
  'tests/load': ['tests/client', 'crypto', 'protocol'],
};
// Only the named files may include the library behind the pattern.
const fences: { pattern: RegExp; allowed: RegExp; why: string }[] = [
  { pattern: /<hiredis\//, allowed: /^server\/redis\/reply_decoder\.cpp$/, why: 'hiredis is known to server/redis/reply_decoder only' },
  { pattern: /<boost\/beast/, allowed: /^(server\/net|tests\/client|tests\/support|tests\/integration)\//, why: 'Beast costs seconds a file: server/net and the native client only' },
  { pattern: /<curl\//, allowed: /^server\/(watch\/fetch|reminder\/mail)\.cpp$/, why: 'only the monitor and the mail speak to other machines, in one file each' },
  { pattern: /<sodium/, allowed: /^(crypto|tests\/(unit\/crypto|vectors))\//, why: 'libsodium is reached through crypto/' },
  { pattern: /<openssl/, allowed: /^(server\/redis\/script\.cpp|server\/factor\/(signature|totp)\.cpp|tests\/(support\/(authenticator|tls_identity)|client\/app_code)\.cpp)$/, why: 'signatures and keys go through libsodium; only Redis names its scripts by SHA-1, and passkeys, apps and TLS use what libsodium has not' },
];
// Pages know a worker by its messages and its address only: keys and plaintext stay on the other side.
const workerContracts = ['worker/messages', 'worker/advisor_messages', 'worker/attachment_messages', 'worker/consent_messages', 'worker/talk_messages', 'worker/agenda_messages', 'worker/thread_messages', 'worker/case_messages', 'worker/door_messages', 'worker/device_messages', 'worker/dossier_messages', 'worker/cover_messages'];
const webLayers: Record<string, string[]> = {
  text: [],
  i18n: [],
  crypto: [],
  protocol: ['crypto'],
  net: ['protocol', 'crypto'],
  worker: ['net', 'protocol', 'crypto', 'text'],
  store: [...workerContracts, 'worker/client_worker', 'worker/advisor_worker'],
  ui: ['store', 'i18n', 'text', ...workerContracts],
  // The list of return words is public, and completing a word must not wait for a worker.
  feature: ['ui', 'store', 'i18n', 'text', 'crypto/words', 'crypto/word_list', ...workerContracts],
  app: ['feature', 'ui', 'store', 'i18n', ...workerContracts],
};

function* filesBelow(folder: string, extension: RegExp): Generator<string> {
  let names: string[];
  try {
    names = readdirSync(join(root, folder)).sort();
  } catch {
    return;
  }
  for (const name of names) {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) {
      if (name !== 'node_modules') yield* filesBelow(path, extension);
    } else if (extension.test(name)) yield path;
  }
}

const within = (path: string, layer: string): boolean => path === layer || path.startsWith(layer.endsWith('/') ? layer : `${layer}/`);
const faults: string[] = [];

function checkNative(path: string): void {
  const home = Object.keys(nativeLayers).filter((layer) => within(path, layer)).sort((a, b) => b.length - a.length)[0];
  const isTest = path.startsWith('tests/') && home === undefined;
  if (home === undefined && !isTest) faults.push(`${path}: its folder has no place in the layers`);
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  lines.forEach((line, index) => {
    if (!/^\s*#\s*include/.test(line)) return;
    for (const fence of fences) {
      if (fence.pattern.test(line) && !fence.allowed.test(path)) faults.push(`${path}:${index + 1}: ${fence.why}`);
    }
    const target = /"([^"]+)"/.exec(line)?.[1];
    if (target === undefined || isTest || home === undefined) return;
    if (!target.includes('/')) faults.push(`${path}:${index + 1}: include "${target}" from the repository root`);
    else if (![home, ...(nativeLayers[home] ?? [])].some((layer) => within(target, layer)))
      faults.push(`${path}:${index + 1}: ${home} must not know ${dirname(target)}`);
  });
}

function checkWeb(path: string): void {
  const inside = relative('web/src', path);
  const home = inside.split('/')[0] ?? '';
  if (!inside.includes('/')) return;
  const allowed = webLayers[home];
  if (allowed === undefined) {
    faults.push(`${path}: its folder has no place in the layers`);
    return;
  }
  const text = readFileSync(join(root, path), 'utf8');
  for (const match of text.matchAll(/\bfrom\s+'(\.[^']+)'/g)) {
    const target = relative('web/src', normalize(join(dirname(path), match[1] ?? ''))).replace(/\.tsx?(\?.*)?$/, '');
    if (target.startsWith('..')) continue;
    if (![home, ...allowed].some((layer) => within(target, layer))) faults.push(`${path}: ${home} must not know ${target}`);
  }
}

for (const folder of ['crypto', 'protocol', 'server', 'tests']) for (const path of filesBelow(folder, /\.(cpp|hpp)$/)) checkNative(path);
for (const path of filesBelow('web/src', /\.tsx?$/)) checkWeb(path);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  console.error(`${faults.length} faults`);
  process.exit(1);
}
console.log('layers: every include and import goes the right way');
