import { expect, test } from 'vitest';
import { backoffMs } from '../../src/net/backoff.ts';

test('waits grow, are spread out, and end at twenty seconds', () => {
  expect(backoffMs(0, 0)).toBe(200);
  expect(backoffMs(0, 0.999)).toBeLessThanOrEqual(400);
  expect(backoffMs(3, 0.5)).toBe(2400);
  expect(backoffMs(50, 0.999)).toBeLessThanOrEqual(20_000);
});
