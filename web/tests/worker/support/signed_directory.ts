// Directories of an organisation whose three root keys the test holds.
import { concat } from '../../../src/crypto/bytes.ts';
import {
  directoryHead,
  encodeDirectory,
  makeDirectoryHeader,
  signDirectory,
} from '../../../src/crypto/directory.ts';
import type { AdvisorRecord, DirectoryRecord } from '../../../src/crypto/directory_record.ts';
import { toBase64Url } from '../../../src/crypto/encoding.ts';
import { hashValue } from '../../../src/crypto/ids.ts';
import { signingSeed } from '../../../src/crypto/secret.ts';
import { keyIdOf, type SigningKey, signingKeyFromSeed } from '../../../src/crypto/sign.ts';

export const NOW = 1_800_000_000;
export const DAY = 86_400;

export const seededKey = (fill: number): SigningKey =>
  signingKeyFromSeed(signingSeed(new Uint8Array(32).fill(fill)));
export const roots = (): readonly SigningKey[] => [seededKey(1), seededKey(2), seededKey(3)];
export const rootTexts = (): readonly string[] => roots().map(({ verifyKey }) => toBase64Url(verifyKey));

export function advisorRecord(key: SigningKey, part: Partial<AdvisorRecord> = {}): AdvisorRecord {
  return {
    type: 'advisor',
    id: keyIdOf(key.verifyKey),
    identityKey: key.verifyKey,
    notBefore: NOW - DAY,
    notAfter: NOW + 400 * DAY,
    name: 'Noor Voorbeeld',
    languages: 'nl',
    escrow: false,
    phone: '030 1',
    email: 'noor@kiezel.example',
    introInformal: '',
    introFormal: '',
    introEnglish: '',
    workingDays: 31,
    repliesWithinSchoolDays: 2,
    ...part,
  };
}

export type Published = {
  readonly version: number;
  readonly head: ReturnType<typeof directoryHead>;
  readonly file: Uint8Array;
  readonly heading: Uint8Array;
};

// The version after `before`, signed by roots 1 and 3.
export function publish(records: readonly DirectoryRecord[], before?: Published, now = NOW): Published {
  const version = (before?.version ?? 0) + 1;
  const previousHead = before?.head.hash ?? hashValue(new Uint8Array(32));
  const header = makeDirectoryHeader(
    { version, issued: now, expires: now + 30 * DAY, previousHead },
    records,
  );
  const [first, , third] = roots();
  const signatures = [first, third].flatMap((root) => (root ? [signDirectory(header, root)] : []));
  const heading = encodeDirectory(header, signatures, []);
  return {
    version,
    head: directoryHead(header),
    file: encodeDirectory(header, signatures, records),
    heading,
  };
}

export const publishNow = (records: readonly DirectoryRecord[], before?: Published): Published =>
  publish(records, before, Math.floor(Date.now() / 1000));

export const historyOf = (published: readonly Published[]): Uint8Array =>
  concat(...published.map(({ heading }) => heading));
