import { describe, expect, test } from 'vitest';
import { kemSeed } from '../../src/crypto/secret.ts';
import type { VaultPrekey } from '../../src/crypto/vault_content.ts';
import {
  CLOCK_SLACK_S,
  keptPrekeys,
  newestPrekey,
  PREKEY_KEEP_S,
  PREKEY_REPLACE_AFTER_S,
  prekeyIsDue,
  prekeyTimes,
} from '../../src/worker/prekey_schedule.ts';

const MADE = 1_790_000_000;
const seed = kemSeed(new Uint8Array(32).fill(1));
const prekey = (number: number, madeAt: number): VaultPrekey => ({ number, ...prekeyTimes(madeAt), seed });

describe('prekey schedule', () => {
  test('a device without a prekey needs one', () => {
    expect(prekeyIsDue([], MADE)).toBe(true);
  });

  test('a prekey is replaced a week after it was made, not before', () => {
    const prekeys = [prekey(1, MADE)];

    expect(prekeyIsDue(prekeys, MADE + PREKEY_REPLACE_AFTER_S - 1)).toBe(false);
    expect(prekeyIsDue(prekeys, MADE + PREKEY_REPLACE_AFTER_S)).toBe(true);
  });

  test('the newest counts, whatever the order', () => {
    expect(newestPrekey([prekey(3, MADE), prekey(1, MADE), prekey(2, MADE)])?.number).toBe(3);
  });

  test('an old secret is kept two weeks after its replacement, then dropped', () => {
    const replaced = MADE + PREKEY_REPLACE_AFTER_S;
    const prekeys = [prekey(1, MADE), prekey(2, replaced)];

    expect(keptPrekeys(prekeys, replaced + PREKEY_KEEP_S - 1)).toHaveLength(2);
    expect(keptPrekeys(prekeys, replaced + PREKEY_KEEP_S).map(({ number }) => number)).toEqual([2]);
  });

  test('the newest stays however old it is', () => {
    expect(keptPrekeys([prekey(1, MADE)], MADE + 400 * 86_400)).toHaveLength(1);
  });

  test('a fresh prekey is valid at once on a computer whose clock is behind', () => {
    expect(prekeyTimes(MADE).notBefore).toBe(MADE - CLOCK_SLACK_S);
  });
});
