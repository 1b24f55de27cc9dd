import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOfConversation, weights } from '../../build/check_budget.ts';

const manifest = {
  'index.html': { file: 'assets/index-1.js', css: ['assets/index-1.css'] },
  'advisor.html': { file: 'assets/advisor-1.js' },
  'src/app/finding_screens.tsx': { file: 'assets/finding-1.js', css: ['assets/finding-1.css'] },
  '_form-1.js': { file: 'assets/form-1.js', css: ['assets/form-1.css'] },
  'src/app/talking_screens.tsx': { file: 'assets/talking-1.js' },
  'icu:/somewhere/src/i18n/en.json.js': { file: 'assets/en-1.js' },
  'icu:/somewhere/src/i18n/nl-u.json.js': { file: 'assets/u-1.js' },
  'icu:/somewhere/src/i18n/evidence/en.json.js': { file: 'assets/evidence-1.js' },
};
const built: Record<string, string> = {
  'index.html': '<p>',
  'assets/index-1.js':
    'import"./shell-1.js";const w=`/assets/client_worker-1.js`;const s=()=>import(`./finding-1.js`);',
  'assets/index-1.css': 'p{}',
  'assets/shell-1.js': 'export const t=1;',
  'assets/finding-1.js': 'import{t}from"./shell-1.js";import{f}from"./form-1.js";import(`./files-1.js`);',
  'assets/finding-1.css': 'b{}',
  'assets/talking-1.js': 'import"./files-1.js";',
  'assets/form-1.css': 'i{}',
  'assets/form-1.js': 'export const f=1;',
  'assets/files-1.js': 'export const a=1;',
  'assets/client_worker-1.js': 'import{s}from"./worker-split-1.js";import(`./worker-later-1.js`);s()',
  'assets/worker-split-1.js': 'export{s}from"./worker-deeper-1.js";fetch(`/assets/sodium-1.wasm`);',
  'assets/worker-deeper-1.js': 'import"./worker-split-1.js";export const s=()=>1;',
  'assets/worker-later-1.js': 'export const l=1;',
  'assets/sodium-1.wasm': '\0asm',
  'assets/font-1.woff2': 'font',
  'assets/advisor-1.js': 'import"./shell-1.js";',
  'assets/en-1.js': 'export default 1;',
  'assets/u-1.js': 'export default 2;',
};

let folder = '';
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const weight = (what: string) => weights(folder).find((one) => one.what === what)?.bytes ?? 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiezel-budget-'));
  for (const name of ['assets', '.vite']) mkdirSync(join(folder, name));
  write('.vite/manifest.json', JSON.stringify(manifest));
  for (const [name, text] of Object.entries(built)) write(name, text);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the start of a conversation is what is fetched after the landing page, each file once', () => {
  const { files } = startOfConversation(folder);

  expect([...files].sort()).toEqual([
    'assets/client_worker-1.js',
    'assets/finding-1.css',
    'assets/finding-1.js',
    'assets/form-1.css',
    'assets/form-1.js',
    'assets/sodium-1.wasm',
    'assets/worker-deeper-1.js',
    'assets/worker-split-1.js',
  ]);
});

// `worker-deeper` is what a bundler may split off tomorrow: the page's own manifest names no chunk of a worker.
test.each([
  'finding-1.js',
  'form-1.js',
  'form-1.css',
  'client_worker-1.js',
  'worker-split-1.js',
  'worker-deeper-1.js',
  'sodium-1.wasm',
])('%s that grows makes the start of a conversation heavier', (name) => {
  const before = weight('start of a conversation');
  const grown = Array.from({ length: 500 }, (_, i) => `/*${Math.sin(i)}*/`).join('');

  write(`assets/${name}`, `${built[`assets/${name}`]}${grown}`);

  expect(weight('start of a conversation') - before).toBeGreaterThan(1_000);
});

test('what is fetched only when it is asked for weighs nothing, nor does the second language', () => {
  const before = weights(folder);

  for (const name of ['files-1.js', 'worker-later-1.js']) write(`assets/${name}`, '/*0123456789*/'.repeat(9));
  write('assets/u-1.js', '2');

  expect(weights(folder)).toEqual(before);
});

test('the heaviest language counts, whichever it is', () => {
  const before = weight('start of a conversation');

  write('assets/u-1.js', `export default "${Array.from({ length: 100 }, (_, i) => Math.sin(i)).join('')}";`);

  expect(weight('start of a conversation')).toBeGreaterThan(before + 500);
});

test('a build without one of the screens is told, not weighed as nothing', () => {
  const { 'src/app/finding_screens.tsx': _, ...rest } = manifest;
  write('.vite/manifest.json', JSON.stringify(rest));

  expect(() => weights(folder)).toThrow('src/app/finding_screens.tsx');
});
