// When a conversation stops until somebody has called, and when a directory only ran out.
import { beforeAll, describe, expect, test } from 'vitest';
import { parseDeviceCertificate, signDeviceCertificate } from '../../src/crypto/device_certificate.ts';
import type { DirectoryRecord } from '../../src/crypto/directory_record.ts';
import { keyIdOf } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { bookOf } from '../../src/worker/directory_book.ts';
import { blockReason, numbersOf, type StandingFacts } from '../../src/worker/standing.ts';
import { checkedValue } from '../crypto/support/expect.ts';
import { advisorRecord, DAY, NOW, publish, rootTexts, seededKey } from './support/signed_directory.ts';

beforeAll(loadSodium);

const noor = () => seededKey(11);
const bo = () => seededKey(12);
const [lost, kept] = [() => seededKey(21), () => seededKey(22)];

const certificateOf = (device: ReturnType<typeof lost>, notAfter = NOW + DAY) =>
  checkedValue(
    parseDeviceCertificate(
      signDeviceCertificate({ deviceKey: device.verifyKey, notBefore: NOW - DAY, notAfter }, noor()),
    ),
  );
const revocation = (): DirectoryRecord => ({
  type: 'revoked_device',
  device: keyIdOf(lost().verifyKey),
  revokedAt: NOW - 60,
});
const school = (advisors: DirectoryRecord): DirectoryRecord => ({
  type: 'school',
  code: '00AB01',
  name: 'De Waterval',
  place: '',
  advisors: advisors.type === 'advisor' ? [advisors.id] : [],
  street: '',
  kind: '',
  aliases: '',
  boardNumber: '',
  boardName: '',
});

function facts(records: readonly DirectoryRecord[], part: Partial<StandingFacts> = {}): StandingFacts {
  const fetched = bookOf(publish(records).file, rootTexts(), NOW);
  if (fetched.state !== 'ready') throw new Error(fetched.state);
  const advisors = [noor().verifyKey];
  return {
    advisors,
    school: '00AB01',
    rolledBack: false,
    book: fetched.book,
    certificates: [],
    now: NOW,
    ...part,
  };
}

describe('standing', () => {
  test('an advisor who is listed stops nothing', () => {
    expect(blockReason(facts([advisorRecord(noor())], { certificates: [certificateOf(lost())] }))).toBeNull();
  });

  test('another key under the same name stops the conversation, with both numbers', () => {
    const swapped = advisorRecord(bo());
    const found = facts([swapped, school(swapped)]);
    expect(blockReason(found)).toBe('gone');
    const numbers = numbersOf(found);
    expect(numbers?.conversation).toMatch(/^(\d{4} ){3}\d{4}$/);
    expect(numbers?.listed).toEqual([{ name: 'Noor Voorbeeld', number: expect.stringMatching(/^\d{4} /) }]);
    expect(numbers?.listed[0]?.number).not.toBe(numbers?.conversation);
  });

  test('a record that ended, or has not begun, is not a listing', () => {
    expect(blockReason(facts([advisorRecord(noor(), { notAfter: NOW })]))).toBe('gone');
    expect(blockReason(facts([advisorRecord(noor(), { notBefore: NOW + 1 })]))).toBe('gone');
  });

  test('a directory that went back stops it whatever it says', () => {
    expect(blockReason(facts([advisorRecord(noor())], { rolledBack: true, book: null }))).toBe('rolled_back');
  });

  test('all devices revoked stops it; another device that works, or a holiday, does not', () => {
    const records = [advisorRecord(noor()), revocation()];
    const withDevices = (...certificates: ReturnType<typeof certificateOf>[]) =>
      facts(records, { certificates });
    expect(blockReason(withDevices(certificateOf(lost())))).toBe('revoked');
    expect(blockReason(withDevices(certificateOf(lost()), certificateOf(kept(), NOW)))).toBe('revoked');
    expect(blockReason(withDevices(certificateOf(lost()), certificateOf(kept())))).toBeNull();
    expect(blockReason(withDevices(certificateOf(kept(), NOW)))).toBeNull();
  });
});

describe('a directory that ran out', () => {
  const fetchedAt = (now: number, file = publish([advisorRecord(noor())]).file) =>
    bookOf(file, rootTexts(), now);

  test('is known as such, and is no forgery', () => {
    expect(fetchedAt(NOW + 30 * DAY - 1)).toMatchObject({ state: 'ready', book: { lapsed: false } });
    expect(fetchedAt(NOW + 30 * DAY)).toMatchObject({ state: 'ready', book: { lapsed: true } });
  });

  test('stops no conversation that exists', () => {
    const fetched = fetchedAt(NOW + 500 * DAY);
    const book = fetched.state === 'ready' ? fetched.book : null;
    expect(blockReason(facts([], { book, now: NOW + 500 * DAY }))).toBeNull();
  });

  test('a changed byte in it is still a forgery', () => {
    const { file } = publish([advisorRecord(noor())]);
    file[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
    expect(fetchedAt(NOW + 40 * DAY, file)).toEqual({ state: 'untrusted' });
  });
});
