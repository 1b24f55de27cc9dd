// Holds the built pages to their weight (brotli, as sent): `node build/check_budget.ts [dist]`. What the landing page and
// the start of a conversation load is read from the built files themselves, so that no import and no chunk that a
// bundler splits off can slip past; tests/e2e/conversation.spec.ts holds the list to what a browser really fetches.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotli } from './compress.ts';
import { loadedWith } from './loaded.ts';

type Chunk = {
  readonly file: string;
  readonly css?: readonly string[];
};
type Manifest = Readonly<Record<string, Chunk>>;

export type Weight = { readonly what: string; readonly bytes: number; readonly most: number };

const KB = 1000;
// From the door to the six words. The heaviest of the other languages counts, because it comes on top of Dutch.
const CONVERSATION_CHUNKS = ['src/app/finding_screens.tsx'];
const NEXT_CHUNKS = ['src/app/talking_screens.tsx'];
const LANGUAGES = /src\/i18n\/[^/]+\.json\.js$/;

function weigh(folder: string, file: string): number {
  const path = join(folder, file);
  // Fonts are compressed in themselves.
  if (path.endsWith('.woff2')) return statSync(path).size;
  return existsSync(`${path}.br`) ? statSync(`${path}.br`).size : brotli(readFileSync(path)).length;
}

type Start = {
  /** Scripts and styles of the landing page, which are weighed by themselves. */
  readonly landing: ReadonlySet<string>;
  readonly files: readonly string[];
  /** One of these in addition, when somebody does not read Dutch or is no pupil. */
  readonly languages: readonly string[];
  /** What the words' screen fetches ahead for the screen after it. */
  readonly after: ReadonlySet<string>;
};

/** What comes after the landing page from the door to the six words. */
export function startOfConversation(folder: string): Start {
  const manifest = manifestOf(folder);
  const loaded = (names: readonly string[]) =>
    withStyles(
      manifest,
      loadedWith(
        folder,
        names.map((name) => scriptOf(manifest, name)),
      ),
    );
  const landing = withStyles(manifest, scriptsOfPage(folder, [scriptOf(manifest, 'index.html')]));
  const languages = Object.keys(manifest).filter((name) => LANGUAGES.test(name));
  return {
    landing,
    files: [...loaded(['index.html', ...CONVERSATION_CHUNKS])].filter((name) => !landing.has(name)),
    languages: languages.map((name) => scriptOf(manifest, name)),
    after: loaded(NEXT_CHUNKS),
  };
}

// A script's style sheets are named by the manifest alone.
function withStyles(manifest: Manifest, files: ReadonlySet<string>): ReadonlySet<string> {
  const styles = Object.values(manifest).flatMap(({ file, css }) => (files.has(file) ? (css ?? []) : []));
  return new Set([...files, ...styles]);
}

/** The scripts that a page needs before it runs; the worker starts later. */
function scriptsOfPage(folder: string, starts: readonly string[]): ReadonlySet<string> {
  return new Set(
    [...loadedWith(folder, starts)].filter((name) => name.endsWith('.js') && !/worker/.test(name)),
  );
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
}

function scriptOf(manifest: Manifest, name: string): string {
  const file = manifest[name]?.file;
  if (!file) throw new Error(`The build has no ${name}: see web/build/check_budget.ts.`);
  return file;
}

export function weights(folder: string): readonly Weight[] {
  const manifest = manifestOf(folder);
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + weigh(folder, file), 0);
  const landing = scriptsOfPage(folder, [scriptOf(manifest, 'index.html')]);
  const inbox = scriptsOfPage(folder, [scriptOf(manifest, 'advisor.html')]);
  const fonts = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.woff2'));
  const { files, languages } = startOfConversation(folder);
  const conversation = sum(files) + Math.max(...languages.map((name) => weigh(folder, name)));
  return [
    { what: 'landing script', bytes: sum(landing), most: 25 * KB },
    { what: 'landing style', bytes: sum(manifest['index.html']?.css ?? []), most: 6 * KB },
    { what: 'landing font', bytes: sum(fonts.map((name) => `assets/${name}`)), most: 21 * KB },
    { what: 'landing HTML', bytes: weigh(folder, 'index.html'), most: 4 * KB },
    { what: 'inbox script', bytes: sum(inbox), most: 80 * KB },
    { what: 'start of a conversation', bytes: conversation, most: 160 * KB },
  ];
}

function main(folder: string): void {
  const found = weights(folder);
  for (const { what, bytes, most } of found) {
    process.stdout.write(`${what.padEnd(24)} ${String(bytes).padStart(7)} of ${most} bytes\n`);
  }
  const heavy = found.filter(({ bytes, most }) => bytes > most || !(bytes > 0));
  if (heavy.length === 0) return;
  process.stderr.write(`Over budget, or missing: ${heavy.map(({ what }) => what).join(', ')}.\n`);
  process.exitCode = 1;
}

if (import.meta.main) main(process.argv[2] ?? new URL('../dist', import.meta.url).pathname);
