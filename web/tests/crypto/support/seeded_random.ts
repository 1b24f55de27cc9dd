import { createHash } from 'node:crypto';
import type { Random } from '../../../src/crypto/random.ts';

/** A repeatable stream: SHA-256 of the seed and a counter, block after block. */
export function seededRandom(seed: string): Random {
  let pool = Buffer.alloc(0);
  let counter = 0;
  return {
    bytes(count) {
      while (pool.length < count) {
        pool = Buffer.concat([pool, createHash('sha256').update(`${seed}:${counter++}`).digest()]);
      }
      const taken = Uint8Array.from(pool.subarray(0, count));
      pool = pool.subarray(count);
      return taken;
    },
  };
}
