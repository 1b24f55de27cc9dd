// Checks the Promela models in tests/model with Spin, each claim on its own, and then that every mutation named in a
// model's head makes a claim fail and every `reachable` is reached: a model that cannot fail proves nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'tests/model');
const depthMax = 1_000_000;
const memoryMaxMb = 1500;

type Verdict = { holds: boolean; states: string; depth: string };

// "reached 66, errors: 0", "4151 states, stored".
function verdictOf(report: string, what: string): Verdict {
  const found = /depth reached (\d+), errors: (\d+)/.exec(report);
  const states = /^\s*([\d.e+]+) states, stored/m.exec(report)?.[1] ?? '?';
  if (found === null || /max search depth too small|out of memory/.test(report)) throw new Error(`${what}: not finished\n${report}`);
  return { holds: found[2] === '0', states: String(Number(states)), depth: found[1] ?? '?' };
}

function build(model: string, mutation?: string): string {
  const place = join(root, 'build/model', mutation === undefined ? model : `${model}-${mutation}`);
  mkdirSync(place, { recursive: true });
  const define = mutation === undefined ? [] : [`-D${mutation}`];
  execFileSync('spin', ['-Pclang-19 -E -x c', ...define, '-a', join(folder, `${model}.pml`)], { cwd: place, stdio: 'pipe' });
  const flags = ['-O2', '-w', '-DNFAIR=3', '-DVECTORSZ=2048', `-DMEMLIM=${memoryMaxMb}`];
  execFileSync('clang-19', [...flags, '-o', 'pan', 'pan.c'], { cwd: place, stdio: 'pipe' });
  return place;
}

function check(place: string, claim: string): Verdict {
  const run = spawnSync('./pan', ['-a', '-f', `-m${depthMax}`, '-N', claim], { cwd: place, encoding: 'utf8' });
  return verdictOf(run.stdout, `${place} ${claim}`);
}

const named = (text: string, word: string): string[] => [...text.matchAll(new RegExp(`^ \\* ${word} (\\w+)`, 'gm'))].map((match) => match[1] ?? '');

let passed = 0;
let failed = 0;
function say(right: boolean, line: string): void {
  right ? passed++ : failed++;
  console.log(`  ${right ? 'ok  ' : 'FAIL'} ${line}`);
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.pml')).sort()) {
  const model = file.replace('.pml', '');
  const text = readFileSync(join(folder, file), 'utf8');
  const claims = named(text, 'claim');
  console.log(model);
  const place = build(model);
  for (const claim of claims) {
    const { holds, states, depth } = check(place, claim);
    say(holds, `${claim} holds: ${states} states, depth ${depth}`);
  }
  for (const claim of named(text, 'reachable')) say(!check(place, claim).holds, `${claim} is not always so`);
  for (const mutation of named(text, 'mutation')) {
    const mutated = build(model, mutation);
    const broken = claims.filter((claim) => !check(mutated, claim).holds);
    say(broken.length > 0, `${mutation} breaks ${broken.join(', ') || 'nothing'}`);
  }
}
console.log(`models: ${passed} as they should be, ${failed} not`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
