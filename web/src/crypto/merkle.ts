// The Merkle tree hash of RFC 6962 section 2.1 with SHA-256.
import { u8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import type { Hash } from './ids.ts';

const LEAF = u8(0);
const NODE = u8(1);

/** H(0x00 || leaf). */
export function merkleLeafHash(leaf: Uint8Array): Hash {
  return sha256(LEAF, leaf);
}

/**
 * The root over leaf hashes; H("") for none. Level by level with an odd last node carried up, which is the RFC's
 * split at the largest power of two below the size.
 */
export function merkleRoot(leafHashes: readonly Hash[]): Hash {
  const [first] = leafHashes;
  if (first === undefined) return sha256();
  let level = leafHashes;
  while (level.length > 1) level = parents(level);
  return level[0] ?? first;
}

function parents(level: readonly Hash[]): readonly Hash[] {
  const above: Hash[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i], level[i + 1]];
    if (left === undefined) break;
    above.push(right === undefined ? left : sha256(NODE, left, right));
  }
  return above;
}
