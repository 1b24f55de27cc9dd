// The zip's writer as it is built into the pages: without the reader, and refused when it is laid out in another way.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeOnly } from '../../build/trim_zip.ts';

const entry = import.meta.resolve('@zip.js/zip.js/lib/zip-core-custom.js');
const writer = readFileSync(new URL('./core/zip-writer.js', entry), 'utf8');

test('asks for nothing while it runs', () => {
  expect(writer).toContain('import(');
  expect(writeOnly(writer)).not.toContain('import(');
});

test('another layout is an error, not a silence', () => {
  expect(() => writeOnly(writer.replace('zip-reader', 'reader'))).toThrow('laid out');
});
