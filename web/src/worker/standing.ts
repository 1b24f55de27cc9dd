// Whether the advisors of a conversation are still whom the directory means: the pin of crypto/KZ1.md 5.7. Fetched when
// there is something to judge, and never decides for a person: it only says what to ask on the phone.
import {
  certificateCovers,
  type ParsedDeviceCertificate,
  verifyDeviceCertificate,
} from '../crypto/device_certificate.ts';
import { toHex } from '../crypto/encoding.ts';
import type { Revocation } from '../crypto/log_reader.ts';
import { safetyNumber } from '../crypto/safety_number.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import { type DirectoryBook, isListed } from './directory_book.ts';
import type { NumberedAdvisor, ThreadBlock } from './messages.ts';

export type StandingFacts = {
  // Of the conversation's own entries, never of the directory.
  readonly advisors: readonly VerifyKey[];
  readonly school: string | undefined;
  readonly rolledBack: boolean;
  readonly book: DirectoryBook | null;
  readonly certificates: readonly ParsedDeviceCertificate[];
  // Unix seconds.
  readonly now: number;
};

export function blockReason(facts: StandingFacts): ThreadBlock['reason'] | null {
  if (facts.rolledBack) return 'rolled_back';
  const { book } = facts;
  if (!book) return null;
  if (!facts.advisors.every((key) => isListed(book, key, facts.now))) return 'gone';
  return facts.advisors.some((key) => lostEveryDevice(key, facts, book.revocations)) ? 'revoked' : null;
}

// A device that only ran out is a holiday; one that was revoked is somebody else's, and then another must be left.
function lostEveryDevice(
  advisor: VerifyKey,
  { certificates, now }: StandingFacts,
  revocations: readonly Revocation[],
): boolean {
  const revoked = new Set(revocations.map(({ device }) => toHex(device)));
  const devices = certificates.flatMap((parsed) => verifyDeviceCertificate(parsed, advisor) ?? []);
  const isRevoked = (device: (typeof devices)[number]) => revoked.has(toHex(device.device));
  return devices.some(isRevoked) && !devices.some((one) => !isRevoked(one) && certificateCovers(one, now));
}

// Slow: a quarter of a second and 64 MiB for each number. Null when the memory cannot be had.
export function numbersOf(facts: StandingFacts): ThreadBlock['numbers'] {
  const [own] = facts.advisors;
  const conversation = own && safetyNumber(own);
  if (!conversation) return null;
  const ours = new Set(facts.advisors.map((key) => toHex(key)));
  const records = facts.school === undefined ? [] : (facts.book?.advisorsFor(facts.school, facts.now) ?? []);
  const others = records.filter(({ identityKey }) => !ours.has(toHex(identityKey)));
  const listed: NumberedAdvisor[] = [];
  for (const { identityKey, name } of others) {
    const number = safetyNumber(identityKey);
    if (number) listed.push({ name, number });
  }
  return { conversation, listed };
}
