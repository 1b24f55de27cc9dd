// Builds the pages once more, in another folder, another time zone and another language, and compares the numbers:
// `node build/check_reproducible.ts FOLDER`. FOLDER is made, used and removed.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { bundleList } from './bundle.ts';
import { filesUnder } from './compress.ts';

const web = resolve(import.meta.dirname, '..');
const LEFT_OUT = new Set(['node_modules', 'dist', 'test-results', 'tests', 'pictures']);

function copySources(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(web).filter((entry) => !LEFT_OUT.has(entry))) {
    cpSync(join(web, name), join(folder, name), { recursive: true, preserveTimestamps: false });
  }
  symlinkSync(join(web, 'node_modules'), join(folder, 'node_modules'));
}

function build(folder: string): string {
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], {
    cwd: folder,
    env: {
      ...process.env,
      TZ: 'Pacific/Auckland',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      USER: 'somebody',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return join(folder, 'dist');
}

// What a server sends compressed must be what was counted.
function wrongCopies(dist: string): string[] {
  return filesUnder(dist).filter((path) => {
    const open = path.endsWith('.br') ? brotliDecompressSync : path.endsWith('.gz') ? gunzipSync : null;
    return open !== null && !open(readFileSync(path)).equals(readFileSync(path.replace(/\.(?:br|gz)$/, '')));
  });
}

function differences(ours: string, theirs: string): string[] {
  const [left, right] = [new Set(ours.split('\n')), new Set(theirs.split('\n'))];
  return [...left].filter((line) => !right.has(line)).concat([...right].filter((line) => !left.has(line)));
}

function main(folder: string | undefined): void {
  if (!folder) throw new Error('say in which folder to build');
  copySources(folder);
  const ours = join(web, 'dist');
  const found = differences(bundleList(ours), bundleList(build(folder)));
  found.push(...wrongCopies(ours).map((path) => `not the same when opened: ${basename(path)}`));
  rmSync(folder, { recursive: true, force: true });
  if (found.length === 0) return;
  process.stderr.write(`Two builds of the same sources differ:\n${found.join('\n')}\n`);
  process.exitCode = 1;
}

main(process.argv[2]);
