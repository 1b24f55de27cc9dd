// Randomness is an argument everywhere, so that tests can repeat what they did.

export interface Random {
  /** `count` fresh bytes, 0 <= count <= 65536 (the system's own bound). */
  bytes(count: number): Uint8Array;
}

/** The operating system's generator, in pages and in workers. */
export const systemRandom: Random = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};
