// The family's page carries the methods that it uses and no others: what its worker names must be among them.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { all_methods } from '../../src/protocol/methods.ts';
import { client_methods } from '../../src/worker/client_methods.ts';

const WORKER = fileURLToPath(new URL('../../src/worker/client_worker.ts', import.meta.url));

// Everything that the worker imports, now or later.
function sourcesOf(start: string): readonly string[] {
  const found = new Map<string, string>();
  const visit = (path: string) => {
    if (found.has(path) || !path.endsWith('.ts')) return;
    const text = readFileSync(path, 'utf8');
    found.set(path, text);
    for (const [, name = ''] of text.matchAll(/(?:from|import\() ?'(\.[^'?]+\.ts)'/g))
      visit(join(dirname(path), name));
  };
  visit(start);
  return [...found].filter(([path]) => !/\/protocol\/|client_methods/.test(path)).map(([, text]) => text);
}

test('every method that the worker names is one that it speaks, and it speaks none in vain', () => {
  const named = sourcesOf(WORKER).flatMap((text) =>
    [...text.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, name = '']) => name),
  );
  const used = new Set(named.filter((name) => Object.hasOwn(all_methods, name)));

  expect([...used].sort()).toEqual(Object.keys(client_methods).sort());
});
