// Numbers people compare by voice (crypto/KZ1.md 5.7). Digits are for public checks; words are only for the secret.
import { argon2id, argon2Salt, CLIENT_ARGON2_COST } from './argon2id.ts';
import { readInteger } from './bytes.ts';
import { hash } from './hash.ts';
import type { EntryHash } from './ids.ts';
import type { Label } from './labels.ts';
import type { VerifyKey } from './sign.ts';

const GROUPS = 4;
const BYTES_PER_NUMBER = 5;

function digits(bytes: Uint8Array, count: number): string {
  const value = readInteger(bytes.slice(0, BYTES_PER_NUMBER));
  return String(value % 10 ** count).padStart(count, '0');
}

/**
 * "1234 5678 9012 3456" from an advisor's identity key, made slow with Argon2id so that a second key with the same
 * number cannot be searched for. Null when the memory cannot be had.
 */
export function safetyNumber(identityKey: VerifyKey): string | null {
  return numberOf(identityKey, 'kz1/safety-salt');
}

/** The same for a device that asks to be let in: its owner compares the number on two screens. */
export function deviceDigits(deviceKey: VerifyKey): string | null {
  return numberOf(deviceKey, 'kz1/device-digits');
}

function numberOf(key: VerifyKey, label: Label): string | null {
  const salt = argon2Salt(hash(label).slice(0, 16));
  const made = argon2id(key, salt, CLIENT_ARGON2_COST, GROUPS * BYTES_PER_NUMBER);
  if (made === null) return null;
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    digits(made.reveal().slice(group * BYTES_PER_NUMBER), 4),
  );
  return groups.join(' ');
}

/** "381 204" from an entry's hash: two people who read the same number have the same conversation up to there. */
export function chainCheck(head: EntryHash): string {
  const number = digits(head, 6);
  return `${number.slice(0, 3)} ${number.slice(3)}`;
}
