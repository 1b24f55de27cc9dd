// ISO/IEC 7816-4 padding to one of eight sizes, so that an observer learns a size class and not a length
// (crypto/KZ1.md 5.5).
import { AEAD_TAG_BYTES } from './aead.ts';

export const SIZE_CLASSES = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536] as const;
const MARKER = 0x80;

/** Null when the plaintext is 65536 bytes or more. */
export function pad(plaintext: Uint8Array): Uint8Array | null {
  const size = paddedSize(plaintext.length);
  if (size === null) return null;
  const padded = new Uint8Array(size);
  padded.set(plaintext);
  padded[plaintext.length] = MARKER;
  return padded;
}

/**
 * The plaintext; null when the size is no class, the marker is missing or a smaller class would have done: one
 * encoding only. The bytes are authenticated before they come here, so time tells nothing.
 */
export function unpad(padded: Uint8Array): Uint8Array | null {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (padded[end] !== MARKER || padded.length !== paddedSize(end)) return null;
  return padded.slice(0, end);
}

/** The smallest class with room for the marker byte too; null when there is none. */
function paddedSize(plaintextBytes: number): number | null {
  return SIZE_CLASSES.find((size) => plaintextBytes < size) ?? null;
}

/** Whether a ciphertext of this length can hold padded plaintext: all that can be checked without keys. */
export function isPaddedCiphertext(length: number): boolean {
  return SIZE_CLASSES.some((size) => size + AEAD_TAG_BYTES === length);
}
