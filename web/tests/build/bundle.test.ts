import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleList, bundleNumber } from '../../build/bundle.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiezel-bundle-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), 'abc');
  writeFileSync(join(folder, 'assets/b.js'), '');
  writeFileSync(join(folder, 'assets/a.js'), 'abc');
});
afterEach(() => rmSync(folder, { recursive: true }));

// FIPS 180-4, and of nothing.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test('the list is sorted, and sha256sum can check it', () => {
  expect(bundleList(folder)).toBe(`${ABC}  assets/a.js\n${NOTHING}  assets/b.js\n${ABC}  index.html\n`);
});

test('every byte and every name counts', () => {
  const before = bundleNumber(folder);

  writeFileSync(join(folder, 'assets/a.js'), 'abd');
  expect(bundleNumber(folder)).not.toBe(before);
  writeFileSync(join(folder, 'assets/a.js'), 'abc');
  expect(bundleNumber(folder)).toBe(before);
  writeFileSync(join(folder, 'assets/c.js'), '');
  expect(bundleNumber(folder)).not.toBe(before);
});

test('its own list, compressed copies and what is never served do not count', () => {
  const before = bundleNumber(folder);

  mkdirSync(join(folder, '.vite'));
  for (const name of [
    'bundle.txt',
    'bundle.sha256',
    'index.html.br',
    'assets/a.js.gz',
    '.built',
    '.vite/manifest.json',
  ])
    writeFileSync(join(folder, name), 'other');

  expect(bundleNumber(folder)).toBe(before);
});
