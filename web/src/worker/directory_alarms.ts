// What an advisor must hear about the directory: a pure function of what it says now and what this device saw before
// (crypto/KZ1.md 5.7).
import { equalBytes } from '../crypto/bytes.ts';
import type { AdvisorRecord } from '../crypto/directory_record.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { DirectoryMemory } from '../crypto/vault_content.ts';
import type { DirectoryAlarm, RecordField } from './advisor_messages.ts';
import type { DirectoryBook } from './directory_book.ts';
import type { DirectoryChain, Followed } from './directory_chain.ts';

const DAY_S = 86_400;
// A directory is signed weekly and lasts 30 days; an advisor hears of it only when families are about to notice.
const LAPSING_DAYS = 3;

export type DirectoryFacts = {
  readonly book: DirectoryBook;
  readonly chain: DirectoryChain;
  readonly followed: Followed;
  readonly rootKeys: readonly VerifyKey[];
  readonly ownKey: VerifyKey;
  readonly seen: DirectoryMemory | undefined;
  // Unix seconds.
  readonly now: number;
};

const FIELDS: readonly (readonly [RecordField, (record: AdvisorRecord) => string])[] = [
  ['name', ({ name }) => name],
  ['phone', ({ phone }) => phone],
  ['email', ({ email }) => email],
  ['languages', ({ languages }) => languages],
  ['days', ({ workingDays, repliesWithinSchoolDays }) => `${workingDays} ${repliesWithinSchoolDays}`],
  [
    'intro',
    ({ introInformal, introFormal, introEnglish }) => `${introInformal}\n${introFormal}\n${introEnglish}`,
  ],
  ['escrow', ({ escrow }) => `${escrow}`],
];

export function changedFields(before: AdvisorRecord, after: AdvisorRecord): readonly RecordField[] {
  return FIELDS.flatMap(([field, value]) => (value(before) === value(after) ? [] : [field]));
}

const sameKeys = (one: readonly VerifyKey[], other: readonly VerifyKey[]): boolean =>
  one.length === other.length &&
  one.every((key, index) => equalBytes(key, other[index] ?? new Uint8Array(0)));

function pastAlarms({ book, chain, followed, rootKeys, seen }: DirectoryFacts): readonly DirectoryAlarm[] {
  const alarms: DirectoryAlarm[] = [];
  if (seen && !sameKeys(seen.rootKeys, rootKeys)) alarms.push({ kind: 'roots' });
  const wentBack = seen !== undefined && book.directory.head.version < seen.head.version;
  const rewritten = followed === 'complete' && seen !== undefined && !chain.holds(seen.head);
  if (followed === 'false' || wentBack || rewritten) alarms.push({ kind: 'history' });
  return alarms;
}

function ownAlarms({ book, ownKey, seen }: DirectoryFacts): readonly DirectoryAlarm[] {
  const own = book.advisorByKey(ownKey);
  // Before the first directory with this advisor there is nothing to miss.
  if (!own) return seen?.ownRecord ? [{ kind: 'gone', replaced: book.hasNamesake(seen.ownRecord) }] : [];
  const fields = seen?.ownRecord ? changedFields(seen.ownRecord, own) : [];
  return fields.length > 0 ? [{ kind: 'changed', fields }] : [];
}

function lapsingAlarm({ book, now }: DirectoryFacts): readonly DirectoryAlarm[] {
  const left = book.directory.header.expires - now;
  return left < LAPSING_DAYS * DAY_S
    ? [{ kind: 'lapsing', days: Math.max(0, Math.floor(left / DAY_S)) }]
    : [];
}

export function directoryAlarms(facts: DirectoryFacts): readonly DirectoryAlarm[] {
  return [...pastAlarms(facts), ...ownAlarms(facts), ...lapsingAlarm(facts)];
}

// Nothing that a person must judge first.
export function mayRemember(alarms: readonly DirectoryAlarm[]): boolean {
  return alarms.every(({ kind }) => kind === 'lapsing');
}
