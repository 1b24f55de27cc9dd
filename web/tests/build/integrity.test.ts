import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { withIntegrity } from '../../build/integrity.ts';

const read = (name: string) => new TextEncoder().encode(`bytes of ${name}`);
const hashOf = (name: string) => createHash('sha384').update(read(name)).digest('base64');

test('scripts, preloads and style sheets of ours carry their hash', () => {
  const html = [
    '<script type="module" crossorigin src="/assets/index-1.js"></script>',
    '<link rel="modulepreload" crossorigin href="/assets/shared-2.js">',
    '<link rel="stylesheet" crossorigin href="/assets/client-3.css" />',
  ].join('\n');

  expect(withIntegrity(html, read)).toBe(
    [
      `<script type="module" crossorigin src="/assets/index-1.js" integrity="sha384-${hashOf('assets/index-1.js')}"></script>`,
      `<link rel="modulepreload" crossorigin href="/assets/shared-2.js" integrity="sha384-${hashOf('assets/shared-2.js')}">`,
      `<link rel="stylesheet" crossorigin href="/assets/client-3.css" integrity="sha384-${hashOf('assets/client-3.css')}">`,
    ].join('\n'),
  );
});

test('other tags stay as they are, and a second time changes nothing', () => {
  const html =
    '<meta charset="utf-8" /><link rel="icon" href="/assets/mark-1.svg"><a href="/assets/index-1.js">x</a>';
  const page = '<script type="module" src="/assets/index-1.js"></script>';

  expect(withIntegrity(html, read)).toBe(html);
  expect(withIntegrity(withIntegrity(page, read), read)).toBe(withIntegrity(page, read));
});
