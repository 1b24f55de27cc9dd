// Names what was built by one number, so that anybody can compare it: a line "sha256  name" for every file that a
// browser gets, sorted by name (bundle.txt, which `sha256sum --check` reads), and the sha256 of that list
// (bundle.sha256). `node build/bundle.ts [dist]` prints the number after checking the files against it.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { filesUnder } from './compress.ts';

const LIST = 'bundle.txt';
const NUMBER = 'bundle.sha256';
// Compressed copies hold the same bytes for whoever opens them; names that begin with a dot are never served.
const NOT_SERVED_AS_SUCH = /\.(?:br|gz)$|(?:^|\/)\./;

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function bundleList(folder: string): string {
  return filesUnder(folder)
    .map((path) => relative(folder, path))
    .filter((name) => name !== LIST && name !== NUMBER && !NOT_SERVED_AS_SUCH.test(name))
    .sort()
    .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`)
    .join('');
}

export function bundleNumber(folder: string): string {
  return sha256(bundleList(folder));
}

export function bundle(): Plugin {
  let folder = '';
  return {
    name: 'kiezel-bundle',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      const list = bundleList(folder);
      writeFileSync(join(folder, LIST), list);
      writeFileSync(join(folder, NUMBER), `${sha256(list)}\n`);
    },
  };
}

function main(folder: string): void {
  const number = bundleNumber(folder);
  if (readFileSync(join(folder, NUMBER), 'utf8').trim() !== number) {
    process.stderr.write(`The files in ${folder} are not those that its ${NUMBER} names.\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${number}\n`);
}

if (import.meta.main) main(process.argv[2] ?? new URL('../dist', import.meta.url).pathname);
