// The generator refuses whatever lies outside the subset that protocol/README.md names.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Reader } from '../../../scripts/generate/model.ts';

const schema = fileURLToPath(new URL('../../../protocol/schema', import.meta.url));
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiezel-schema-'));
  cpSync(schema, folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

function change(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

test('schema: the committed one is inside the subset', () => {
  expect(new Reader(folder).read().nouns).toHaveLength(16);
});

test.each([
  ['an open object', 'session.json', '"additionalProperties": false', '"additionalProperties": true'],
  ['a regular expression', 'account.json', '"minLength": 1', '"pattern": "^a", "minLength": 1'],
  ['a list without a bound', 'advisor.json', '"maxItems": "devices_max", ', ''],
  ['an unknown limit', 'advisor.json', '"devices_max"', '"device_count_max"'],
  ['an integer without a range', 'types.json', '"minimum": 0, "maximum": "integer_max"', '"minimum": 0'],
  ['a fraction as a bound', 'conversation.json', '"minimum": -1', '"minimum": -1.5'],
  ['a minimum above the maximum', 'availability.json', '"minimum": 20', '"minimum": 150'],
  ['an unknown format', 'types.json', '"format": "base64url"', '"format": "uuid"'],
  ['an unknown reference', 'note.json', 'types.json#/$defs/Id', 'types.json#/$defs/Ident'],
  ['a reference to elsewhere', 'note.json', 'types.json#/$defs/Id', 'https://example.org/id'],
  ['an unnamed object', 'desk.json', '{ "$ref": "types.json#/$defs/Count" }', '{ "type": "object" }'],
  [
    'a required member that is not there',
    'note.json',
    '"required": ["conversation"]',
    '"required": ["talk"]',
  ],
  ['an unknown role', 'note.json', '["advisor"]', '["coordinator"]'],
  ['an unknown error', 'note.json', '"note_conflict"', '"note_contested"'],
  ['a method of another noun', 'note.json', '"note.get"', '"desk.get"'],
  ['a name that is not snake_case', 'note.json', '"blob": {', '"theBlob": {'],
  ['an error number used twice', 'errors.json', '1002', '1001'],
])('schema: %s is refused', (_, file, from, to) => {
  change(file, from, to);

  expect(() => new Reader(folder).read()).toThrow(/^protocol\/schema: /);
});
