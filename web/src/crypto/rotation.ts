// When a client that visits should start a new epoch, so that a key stolen earlier stops opening what is written now
// (crypto/KZ1.md 1.3, 1.4).
import { equalBytes } from './bytes.ts';
import { type Commit, isClient } from './commit.ts';
import { type Prekey, prekeyCovers } from './prekey.ts';

export const EPOCH_AGE_MAX = 7 * 86_400;
export const EPOCH_ENTRIES_MAX = 1_000;

export type EpochFacts = {
  readonly commit: Commit;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly entries: number;
};

/**
 * True when the epoch is old or long, or when the valid prekeys of the advisors are no longer exactly those that it
 * was wrapped to: a device joined, left, or has a newer key. Without any valid prekey there is nobody to rotate to.
 */
export function needsRotation(epoch: EpochFacts, prekeys: readonly Prekey[], now: number): boolean {
  const valid = prekeys.filter((prekey) => prekeyCovers(prekey, now));
  if (valid.length === 0) return false;
  if (now - epoch.startedAt > EPOCH_AGE_MAX || epoch.entries > EPOCH_ENTRIES_MAX) return true;
  const wrapped = epoch.commit.recipients.filter((recipient) => !isClient(recipient.role));
  const isWrapped = (prekey: Prekey): boolean => wrapped.some(({ kemId }) => equalBytes(kemId, prekey.kemId));
  return wrapped.length !== valid.length || !valid.every(isWrapped);
}
