// What the directory says: advisors, schools, revoked devices (crypto/KZ1.md 5.7).
import { concat, u8, u16, u32, u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { type AdvisorId, advisorId, type DeviceId, deviceId } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { keyIdOf, type VerifyKey, verifyKey } from './sign.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

export const SCHOOL_CODE_BYTES = 6;
export const SCHOOL_ADVISORS_MAX = 8;
export const RECORD_TEXT_BYTES_MAX = 4_000;
export const RECORD_BYTES_MAX = 65_536;

export type AdvisorRecord = {
  readonly type: 'advisor';
  /** keyid of the identity key: derived, not stored. */
  readonly id: AdvisorId;
  readonly identityKey: VerifyKey;
  /** Unix seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly name: string;
  /** Comma separated: "nl,en". */
  readonly languages: string;
  /** The organisation holds a second key to this advisor's cases; clients are told. */
  readonly escrow: boolean;
  readonly phone: string;
  readonly email: string;
  readonly introInformal: string;
  readonly introFormal: string;
  readonly introEnglish: string;
  /** Bit 0 = Monday. */
  readonly workingDays: number;
  readonly repliesWithinSchoolDays: number;
};

export type SchoolRecord = {
  readonly type: 'school';
  /** BRIN and branch, such as "00AB01". */
  readonly code: string;
  readonly name: string;
  readonly place: string;
  /** One to eight. Publishing asks for two or more, because of conflicts of interest. */
  readonly advisors: readonly AdvisorId[];
  readonly street: string;
  readonly kind: string;
  /** Other names people use, newline separated. */
  readonly aliases: string;
  readonly boardNumber: string;
  readonly boardName: string;
};

export type RevokedDeviceRecord = {
  readonly type: 'revoked_device';
  readonly device: DeviceId;
  readonly revokedAt: number;
};

/** A type this version does not read: kept, hashed, ignored. */
export type UnknownRecord = { readonly type: 'unknown'; readonly code: number; readonly body: Uint8Array };

export type DirectoryRecord = AdvisorRecord | SchoolRecord | RevokedDeviceRecord | UnknownRecord;

const TYPE = { advisor: 1, school: 2, revokedDevice: 3 };
const tags = (count: number): ReadonlySet<number> => new Set(Array.from({ length: count }, (_, i) => i + 1));
const ADVISOR_TAGS = tags(13);
const SCHOOL_TAGS = tags(9);
const REVOKED_TAGS = tags(2);

/** u16 type || u32 length || body: also the leaf of the Merkle tree. */
export function encodeRecord(record: DirectoryRecord): Uint8Array {
  switch (record.type) {
    case 'advisor':
      return frame(TYPE.advisor, encodeAdvisor(record));
    case 'school':
      return frame(TYPE.school, encodeSchool(record));
    case 'revoked_device':
      return frame(
        TYPE.revokedDevice,
        encodeTlv([
          [1, record.device],
          [2, u64(record.revokedAt)],
        ]),
      );
    case 'unknown':
      return frame(record.code, record.body);
  }
}

/** `body` without type and length. */
export function parseRecord(code: number, body: Uint8Array): Checked<DirectoryRecord> {
  if (code === TYPE.advisor) return parseFields(body, ADVISOR_TAGS, parseAdvisor);
  if (code === TYPE.school) return parseFields(body, SCHOOL_TAGS, parseSchool);
  if (code === TYPE.revokedDevice) return parseFields(body, REVOKED_TAGS, parseRevoked);
  return accept({ type: 'unknown', code, body });
}

function frame(code: number, body: Uint8Array): Uint8Array {
  return concat(u16(code), u32(body.length), body);
}

const optionalText = (text: string): Uint8Array | undefined => (text === '' ? undefined : toUtf8(text));

function encodeAdvisor(record: AdvisorRecord): Uint8Array {
  return encodeTlv([
    [1, record.identityKey],
    [2, u64(record.notBefore)],
    [3, u64(record.notAfter)],
    [4, toUtf8(record.name)],
    [5, optionalText(record.languages)],
    [6, record.escrow ? u8(1) : undefined],
    [7, optionalText(record.phone)],
    [8, optionalText(record.email)],
    [9, optionalText(record.introInformal)],
    [10, optionalText(record.introFormal)],
    [11, optionalText(record.introEnglish)],
    [12, u8(record.workingDays)],
    [13, u8(record.repliesWithinSchoolDays)],
  ]);
}

function encodeSchool(record: SchoolRecord): Uint8Array {
  return encodeTlv([
    [1, toUtf8(record.code)],
    [2, toUtf8(record.name)],
    [3, optionalText(record.place)],
    [4, concat(...record.advisors)],
    [5, optionalText(record.street)],
    [6, optionalText(record.kind)],
    [7, optionalText(record.aliases)],
    [8, optionalText(record.boardNumber)],
    [9, optionalText(record.boardName)],
  ]);
}

function parseFields<Record extends DirectoryRecord>(
  body: Uint8Array,
  knownTags: ReadonlySet<number>,
  parse: (fields: TlvFields) => Record | undefined,
): Checked<Record> {
  const parsed = TlvFields.parse(body, knownTags);
  if (!parsed.ok) return parsed;
  const record = parse(parsed.value);
  const refusal = parsed.value.refusal();
  if (refusal !== null) return refuse(refusal);
  return record === undefined ? refuse('shape') : accept(record);
}

const textOf = (fields: TlvFields, tag: number): string => fields.text(tag, RECORD_TEXT_BYTES_MAX) ?? '';

function parseAdvisor(fields: TlvFields): AdvisorRecord | undefined {
  const keyBytes = fields.bytes(1, 32);
  const identityKey = keyBytes && verifyKey(keyBytes);
  const [notBefore, notAfter] = [fields.u64(2), fields.u64(3)];
  const escrow = fields.u8(6) ?? 0;
  if (!identityKey || notBefore === undefined || notAfter === undefined || escrow > 1) return undefined;
  if (notAfter <= notBefore) return undefined;
  return {
    type: 'advisor',
    id: keyIdOf(identityKey),
    identityKey,
    notBefore,
    notAfter,
    name: textOf(fields, 4),
    languages: textOf(fields, 5),
    escrow: escrow === 1,
    phone: textOf(fields, 7),
    email: textOf(fields, 8),
    introInformal: textOf(fields, 9),
    introFormal: textOf(fields, 10),
    introEnglish: textOf(fields, 11),
    workingDays: fields.u8(12) ?? 0,
    repliesWithinSchoolDays: fields.u8(13) ?? 0,
  };
}

function parseSchool(fields: TlvFields): SchoolRecord | undefined {
  const code = fields.bytes(1, SCHOOL_CODE_BYTES) && fields.text(1, SCHOOL_CODE_BYTES);
  const advisors = parseAdvisorIds(fields);
  if (code === undefined || advisors === undefined) return undefined;
  return {
    type: 'school',
    code,
    name: textOf(fields, 2),
    place: textOf(fields, 3),
    advisors,
    street: textOf(fields, 5),
    kind: textOf(fields, 6),
    aliases: textOf(fields, 7),
    boardNumber: textOf(fields, 8),
    boardName: textOf(fields, 9),
  };
}

function parseAdvisorIds(fields: TlvFields): readonly AdvisorId[] | undefined {
  const bytes = fields.raw(4) ?? new Uint8Array(0);
  const count = bytes.length / 16;
  if (!Number.isInteger(count) || count < 1) return undefined;
  if (count > SCHOOL_ADVISORS_MAX) return fields.refuse('limit');
  return Array.from({ length: count }, (_, i) => advisorId(bytes.slice(16 * i, 16 * i + 16)));
}

function parseRevoked(fields: TlvFields): RevokedDeviceRecord | undefined {
  const device = fields.bytes(1, 16);
  const revokedAt = fields.u64(2);
  if (device === undefined || revokedAt === undefined) return undefined;
  return { type: 'revoked_device', device: deviceId(device), revokedAt };
}
