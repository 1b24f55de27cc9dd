// Holds the built pages to their weight (brotli, as sent): `node build/check_budget.ts [dist]`. What the landing page
// and the start of a conversation load is read from Vite's manifest, so a new import cannot slip past.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotli } from './compress.ts';

type Chunk = {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
};
type Manifest = Readonly<Record<string, Chunk>>;

export type Weight = { readonly what: string; readonly bytes: number; readonly most: number };

const KB = 1000;
// From the door to the six words; the conversation itself and the other languages come later or instead.
const CONVERSATION_CHUNKS = ['src/app/finding_screens.tsx'];

function weigh(folder: string, file: string): number {
  const path = join(folder, file);
  // Fonts are compressed in themselves.
  if (path.endsWith('.woff2')) return statSync(path).size;
  return existsSync(`${path}.br`) ? statSync(`${path}.br`).size : brotli(readFileSync(path)).length;
}

function withImports(manifest: Manifest, name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk || seen.has(name)) return seen;
  seen.add(name);
  for (const imported of chunk.imports ?? []) withImports(manifest, imported, seen);
  return seen;
}

export function weights(folder: string): readonly Weight[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
  const assets = readdirSync(join(folder, 'assets'));
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + weigh(folder, file), 0);
  const asset = (pattern: RegExp) =>
    assets.filter((name) => pattern.test(name)).map((name) => `assets/${name}`);

  const landing = withImports(manifest, 'index.html');
  const inbox = [...withImports(manifest, 'advisor.html')].map((name) => manifest[name]?.file ?? '');
  const scripts = [...landing].map((name) => manifest[name]?.file ?? '');
  const styles = [...landing].flatMap((name) => manifest[name]?.css ?? []);
  const added = CONVERSATION_CHUNKS.flatMap((name) => [...withImports(manifest, name)]).filter(
    (name) => !landing.has(name),
  );
  const conversation = [
    ...new Set(added.map((name) => manifest[name]?.file ?? '')),
    ...asset(/^client_worker-.*\.js$/),
    ...asset(/^sodium-.*\.wasm$/),
  ];
  return [
    { what: 'landing script', bytes: sum(scripts), most: 25 * KB },
    { what: 'landing style', bytes: sum(styles), most: 6 * KB },
    { what: 'landing font', bytes: sum(asset(/\.woff2$/)), most: 21 * KB },
    { what: 'landing HTML', bytes: weigh(folder, 'index.html'), most: 4 * KB },
    { what: 'inbox script', bytes: sum(inbox), most: 80 * KB },
    { what: 'start of a conversation', bytes: sum(conversation), most: 160 * KB },
  ];
}

function main(folder: string): void {
  const found = weights(folder);
  for (const { what, bytes, most } of found) {
    process.stdout.write(`${what.padEnd(24)} ${String(bytes).padStart(7)} of ${most} bytes\n`);
  }
  const heavy = found.filter(({ bytes, most }) => bytes > most || bytes === 0);
  if (heavy.length === 0) return;
  process.stderr.write(`Over budget, or missing: ${heavy.map(({ what }) => what).join(', ')}.\n`);
  process.exitCode = 1;
}

if (import.meta.main) main(process.argv[2] ?? new URL('../dist', import.meta.url).pathname);
