// Large parts where the line is fast, small ones where it is slow or breaks.
import { expect, test } from 'vitest';
import { blob_part_bytes_max } from '../../src/protocol/limits.ts';
import { PartSize } from '../../src/worker/part_size.ts';

test('grows to what the server takes, and no further', () => {
  const size = new PartSize();

  for (let i = 0; i < 10; i++) size.took(100);

  expect(size.bytes).toBe(blob_part_bytes_max);
});

test('shrinks on a slow line and when it breaks, to a sixteenth', () => {
  const size = new PartSize();
  const before = size.bytes;

  size.took(2500);
  expect(size.bytes).toBe(before / 2);
  for (let i = 0; i < 10; i++) size.broke();

  expect(size.bytes).toBe(blob_part_bytes_max / 16);
});

test('stays as it is in between', () => {
  const size = new PartSize();
  const before = size.bytes;

  size.took(1000);

  expect(size.bytes).toBe(before);
});
