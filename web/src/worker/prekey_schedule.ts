// When an advisor's device makes its next prekey, and when it forgets an old one (crypto/KZ1.md 4.2): pure.
import type { VaultPrekey } from '../crypto/vault_content.ts';

const DAY_S = 86_400;
export const PREKEY_REPLACE_AFTER_S = 7 * DAY_S;
// Covers a holiday without unlocking; prekey.ts refuses more.
export const PREKEY_VALID_S = 35 * DAY_S;
// A client that wrote just before the replacement used the old one.
export const PREKEY_KEEP_S = 14 * DAY_S;
// Computers' clocks differ: a key that is valid from this very second is not valid yet elsewhere.
export const CLOCK_SLACK_S = 600;

export function newestPrekey(prekeys: readonly VaultPrekey[]): VaultPrekey | null {
  return prekeys.reduce<VaultPrekey | null>(
    (newest, prekey) => (newest && newest.number > prekey.number ? newest : prekey),
    null,
  );
}

export function prekeyIsDue(prekeys: readonly VaultPrekey[], now: number): boolean {
  const newest = newestPrekey(prekeys);
  return newest === null || now >= newest.notBefore + CLOCK_SLACK_S + PREKEY_REPLACE_AFTER_S;
}

// The validity of the prekey that is made now.
export function prekeyTimes(now: number): { readonly notBefore: number; readonly notAfter: number } {
  const notBefore = now - CLOCK_SLACK_S;
  return { notBefore, notAfter: notBefore + PREKEY_VALID_S };
}

// Without those that were replaced too long ago; the newest always stays.
export function keptPrekeys(prekeys: readonly VaultPrekey[], now: number): readonly VaultPrekey[] {
  return prekeys.filter(({ number }) => {
    const replacement = prekeys
      .filter((later) => later.number > number)
      .reduce<number>((earliest, later) => Math.min(earliest, later.notBefore), Number.POSITIVE_INFINITY);
    return now < replacement + CLOCK_SLACK_S + PREKEY_KEEP_S;
  });
}
