// How much of a file goes at once. On a slow line little, so that progress is seen and a break costs little; on a fast one
// as much as the server takes, because every part waits for an answer.
import { blob_part_bytes_max } from '../protocol/limits.ts';

const PART_BYTES_MIN = blob_part_bytes_max / 16;
const FAST_MS = 500;
const SLOW_MS = 2000;

export class PartSize {
  #bytes = blob_part_bytes_max / 4;

  get bytes(): number {
    return this.#bytes;
  }

  // A whole part took so long, from asking to the answer.
  took(ms: number): void {
    if (ms < FAST_MS) this.#bytes = Math.min(2 * this.#bytes, blob_part_bytes_max);
    else if (ms > SLOW_MS) this.broke();
  }

  broke(): void {
    this.#bytes = Math.max(this.#bytes / 2, PART_BYTES_MIN);
  }
}
