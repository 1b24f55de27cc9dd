// The proof of work of a new conversation (crypto/KZ1.md 3.5): cheap for one, dear for a thousand. It is bound to one
// conversation and its advisors, and to a nonce of the server that ends.
import { type Argon2Cost, argon2idBytes, argon2Salt } from './argon2id.ts';
import { concat, u8, u64 } from './bytes.ts';
import { toHex } from './encoding.ts';
import { hash } from './hash.ts';
import type { AdvisorId, ConversationId, Hash } from './ids.ts';
import { assertHealthy } from './sodium.ts';

/** 1 MiB and one pass: a millisecond for whoever checks. */
export const WORK_ARGON2_COST: Argon2Cost = { memoryKib: 1024, passes: 1 };
/** More is never asked, so that an old phone is done within seconds. */
export const WORK_BITS_MAX = 8;

const NONCE_BYTES = 32;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** What is worked on: `advisors` are the ids of the advisors in COMMIT 0, in any order, each once. */
export function workSubject(
  nonce: Uint8Array,
  conversation: ConversationId,
  advisors: readonly AdvisorId[],
): Hash {
  if (nonce.length !== NONCE_BYTES) throw new RangeError('a nonce for work has 32 bytes');
  const sorted = [...advisors].sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
  return hash('kz1/work', nonce, conversation, u8(sorted.length), ...sorted);
}

/** Zero bits at the front of one hash; null when its memory cannot be had. */
export function workBits(subject: Hash, counter: number): number | null {
  const salt = argon2Salt(subject.slice(0, SALT_BYTES));
  const output = argon2idBytes(concat(subject, u64(counter)), salt, WORK_ARGON2_COST, HASH_BYTES);
  return output && leadingZeroBits(output);
}

/**
 * The first counter from `from` on that gives `bits` bits, among `tries`; null when there is none among them.
 * In pieces, so that whoever works stays free to listen in between. Throws SodiumBroken.
 */
export function seekWork(subject: Hash, bits: number, from: number, tries: number): number | null {
  let found: number | null = null;
  for (let counter = from; counter < from + tries && found === null; counter++) {
    const reached = workBits(subject, counter);
    if (reached !== null && reached >= bits) found = counter;
  }
  assertHealthy();
  return found;
}

function leadingZeroBits(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first < 0) return 8 * bytes.length;
  return 8 * first + Math.clz32(bytes[first] ?? 0) - 24;
}
