// What only the members of a conversation may know about it: sealed in every COMMIT (crypto/KZ1.md 5.4).
import { ByteReader, concat, u8, u64 } from './bytes.ts';
import { CodeTable } from './code_table.ts';
import { fromUtf8, toUtf8 } from './encoding.ts';
import { type AdvisorId, advisorId, type Hash, hashValue, type Signature, signature } from './ids.ts';
import type { Checked } from './refusal.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

export type Language = 'nl-je' | 'nl-u' | 'en';
export type ClientRole = 'pupil' | 'parent';
export type AgeBand = 'not_said' | 'under_12' | 'from_12_to_15' | 'from_16_to_17' | 'adult';
export type CoverPreference = 'ask' | 'new_messages' | 'all_messages' | 'nobody';

/** Which directory snapshot somebody saw (crypto/KZ1.md 5.7). */
export type DirectoryHead = { readonly hash: Hash; readonly version: number };

export type SelfDescription = { readonly role: ClientRole; readonly age: AgeBand; readonly name: string };

export type Roster = {
  /** BRIN and branch: six characters. */
  readonly school?: string | undefined;
  readonly directory?: DirectoryHead | undefined;
  readonly language?: Language | undefined;
  readonly excludedAdvisors: readonly AdvisorId[];
  readonly self?: SelfDescription | undefined;
  readonly cover?: CoverPreference | undefined;
  /** "Talk to me first before telling my parents." */
  readonly brake: boolean;
  /** In a COMMIT that gives a client new keys: what these keys say about it (succession.ts). */
  readonly succession?: Signature | undefined;
  /** Who stands in and until when, so that they know it too: they cannot open the GRANT. It permits nothing. */
  readonly covers?: readonly Cover[] | undefined;
};

/** Unix seconds; 0 = until the client withdraws it. */
export type Cover = { readonly advisor: AdvisorId; readonly until: number };

export const ROSTER_EXCLUDED_MAX = 64;
export const ROSTER_COVERS_MAX = 16;
export const ROSTER_NAME_BYTES_MAX = 64;
const SCHOOL_BYTES = 6;
const ID_BYTES = 16;
const SIGNATURE_BYTES = 64;

const LANGUAGES: readonly Language[] = ['nl-je', 'nl-u', 'en'];
const CLIENT_ROLES = new CodeTable<ClientRole>([
  [1, 'pupil'],
  [2, 'parent'],
]);
const AGE_BANDS = new CodeTable<AgeBand>([
  [0, 'not_said'],
  [1, 'under_12'],
  [2, 'from_12_to_15'],
  [3, 'from_16_to_17'],
  [4, 'adult'],
]);
const COVER_PREFERENCES = new CodeTable<CoverPreference>([
  [0, 'ask'],
  [1, 'new_messages'],
  [2, 'all_messages'],
  [3, 'nobody'],
]);
const COVER_BYTES = ID_BYTES + 8;
const TAG = {
  school: 1,
  directory: 2,
  language: 3,
  excluded: 4,
  self: 5,
  cover: 6,
  brake: 7,
  succession: 8,
  covers: 9,
};

export function encodeRoster(roster: Roster): Uint8Array {
  const { school, directory, language, excludedAdvisors, self, cover, covers = [] } = roster;
  return encodeTlv([
    [TAG.school, school === undefined ? undefined : toUtf8(school)],
    [TAG.directory, directory && encodeDirectoryHead(directory)],
    [TAG.language, language === undefined ? undefined : toUtf8(language)],
    [TAG.excluded, excludedAdvisors.length === 0 ? undefined : concat(...excludedAdvisors)],
    [
      TAG.self,
      self && concat(u8(CLIENT_ROLES.code(self.role)), u8(AGE_BANDS.code(self.age)), toUtf8(self.name)),
    ],
    [TAG.cover, cover === undefined ? undefined : u8(COVER_PREFERENCES.code(cover))],
    [TAG.brake, roster.brake ? u8(1) : undefined],
    [TAG.succession, roster.succession],
    [TAG.covers, covers.length === 0 ? undefined : concat(...covers.map(encodeCover))],
  ]);
}

export function parseRoster(bytes: Uint8Array): Checked<Roster> {
  const parsed = TlvFields.parse(bytes);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const roster: Roster = {
    school: parseSchool(fields),
    directory: parseDirectoryHead(fields, TAG.directory),
    language: parseLanguage(fields),
    excludedAdvisors: fields.list(TAG.excluded, ID_BYTES, ROSTER_EXCLUDED_MAX).map(advisorId),
    self: parseSelf(fields),
    cover: fields.choice(TAG.cover, COVER_PREFERENCES),
    brake: parseBrake(fields),
    succession: parseSuccession(fields),
    covers: parseCovers(fields),
  };
  return fields.finish(roster);
}

export function encodeDirectoryHead(head: DirectoryHead): Uint8Array {
  return concat(head.hash, u64(head.version));
}

export function parseDirectoryHead(fields: TlvFields, tag: number): DirectoryHead | undefined {
  const value = fields.bytes(tag, 40);
  if (value === undefined) return undefined;
  const reader = new ByteReader(value);
  const hash = hashValue(reader.take(32));
  const version = fields.checkedNumber(reader.u64());
  return version === undefined ? undefined : { hash, version };
}

function parseSchool(fields: TlvFields): string | undefined {
  const value = fields.bytes(TAG.school, SCHOOL_BYTES);
  if (value === undefined) return undefined;
  return fromUtf8(value) ?? fields.refuse('shape');
}

function parseLanguage(fields: TlvFields): Language | undefined {
  const value = fields.raw(TAG.language);
  if (value === undefined) return undefined;
  const text = fromUtf8(value);
  return LANGUAGES.find((language) => language === text) ?? fields.refuse('shape');
}

function parseSelf(fields: TlvFields): SelfDescription | undefined {
  const value = fields.raw(TAG.self);
  if (value === undefined) return undefined;
  const reader = new ByteReader(value);
  const role = CLIENT_ROLES.name(reader.u8());
  const age = AGE_BANDS.name(reader.u8());
  const name = fromUtf8(reader.take(reader.remaining()));
  if (reader.failed() || role === null || age === null || name === null) return fields.refuse('shape');
  return value.length - 2 > ROSTER_NAME_BYTES_MAX ? fields.refuse('limit') : { role, age, name };
}

function parseBrake(fields: TlvFields): boolean {
  const value = fields.u8(TAG.brake);
  if (value !== undefined && value > 1) fields.refuse('shape');
  return value === 1;
}

function parseSuccession(fields: TlvFields): Signature | undefined {
  const value = fields.bytes(TAG.succession, SIGNATURE_BYTES);
  return value && signature(value);
}

function encodeCover({ advisor, until }: Cover): Uint8Array {
  return concat(advisor, u64(until));
}

function parseCovers(fields: TlvFields): readonly Cover[] | undefined {
  const covers = fields.list(TAG.covers, COVER_BYTES, ROSTER_COVERS_MAX).map((item) => {
    const reader = new ByteReader(item);
    const advisor = advisorId(reader.take(ID_BYTES));
    return { advisor, until: fields.checkedNumber(reader.u64()) ?? 0 };
  });
  return covers.length === 0 ? undefined : covers;
}
