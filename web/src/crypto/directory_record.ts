// What the directory says: advisors, schools, revoked devices, releases (crypto/KZ1.md 5.7).
import { concat, isZero, u8, u16, u32, u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { type AdvisorId, advisorId, type DeviceId, deviceId, type Hash, hashValue } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { keyIdOf, type VerifyKey, verifyKey } from './sign.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

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

/** The pages that this organisation means to serve: what a browser got can be compared with it. */
export type ReleaseRecord = {
  readonly type: 'release';
  /** sha256 of the list of their files (web/README.md, "What was built"). */
  readonly bundle: Hash;
  readonly releasedAt: number;
};

/** A type this version does not read: kept, hashed, ignored. */
export type UnknownRecord = { readonly type: 'unknown'; readonly code: number; readonly body: Uint8Array };

export type DirectoryRecord =
  | AdvisorRecord
  | SchoolRecord
  | RevokedDeviceRecord
  | ReleaseRecord
  | UnknownRecord;

const TYPE = { advisor: 1, school: 2, revokedDevice: 3, release: 5 };
const EVERY_DAY = 0x7f;
const SCHOOL_CODE = /^[0-9A-Z]{6}$/;

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
    case 'release':
      return frame(
        TYPE.release,
        encodeTlv([
          [1, record.bundle],
          [2, u64(record.releasedAt)],
        ]),
      );
    case 'unknown':
      return frame(record.code, record.body);
  }
}

/** `body` without type and length. */
export function parseRecord(code: number, body: Uint8Array): Checked<DirectoryRecord> {
  const parse = PARSERS.get(code);
  if (parse === undefined) return accept({ type: 'unknown', code, body });
  const parsed = TlvFields.parse(body);
  if (!parsed.ok) return parsed;
  const record = parse(parsed.value);
  return record === undefined ? refuse(parsed.value.refusal() ?? 'shape') : parsed.value.finish(record);
}

/** Undefined when a field that must be there is missing or meaningless. */
type RecordParser = (fields: TlvFields) => DirectoryRecord | undefined;
const PARSERS: ReadonlyMap<number, RecordParser> = new Map<number, RecordParser>([
  [TYPE.advisor, parseAdvisor],
  [TYPE.school, parseSchool],
  [TYPE.revokedDevice, parseRevoked],
  [TYPE.release, parseRelease],
]);

function frame(code: number, body: Uint8Array): Uint8Array {
  return concat(u16(code), u32(body.length), body);
}

const optionalText = (text: string): Uint8Array | undefined => (text === '' ? undefined : toUtf8(text));

function encodeAdvisor(record: AdvisorRecord): Uint8Array {
  return encodeTlv([
    [1, record.identityKey],
    [2, u64(record.notBefore)],
    [3, u64(record.notAfter)],
    [4, optionalText(record.name)],
    [5, optionalText(record.languages)],
    [6, u8(record.escrow ? 1 : 0)],
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
    [1, optionalText(record.code)],
    [2, optionalText(record.name)],
    [3, optionalText(record.place)],
    [4, concat(...record.advisors)],
    [5, optionalText(record.street)],
    [6, optionalText(record.kind)],
    [7, optionalText(record.aliases)],
    [8, optionalText(record.boardNumber)],
    [9, optionalText(record.boardName)],
  ]);
}

const textOf = (fields: TlvFields, tag: number): string => fields.text(tag, RECORD_TEXT_BYTES_MAX) ?? '';

function parseAdvisor(fields: TlvFields): AdvisorRecord | undefined {
  const keyBytes = fields.bytes(1, 32);
  const identityKey = keyBytes && verifyKey(keyBytes);
  const [notBefore, notAfter] = [fields.u64(2) ?? 0, fields.u64(3) ?? 0];
  const name = textOf(fields, 4);
  const [escrow, workingDays] = [fields.u8(6) ?? 0, fields.u8(12) ?? 0];
  if (escrow > 1 || workingDays > EVERY_DAY) fields.refuse('shape');
  if (!identityKey || name === '' || notAfter <= notBefore) return undefined;
  return {
    type: 'advisor',
    id: keyIdOf(identityKey),
    identityKey,
    notBefore,
    notAfter,
    name,
    languages: textOf(fields, 5),
    escrow: escrow === 1,
    phone: textOf(fields, 7),
    email: textOf(fields, 8),
    introInformal: textOf(fields, 9),
    introFormal: textOf(fields, 10),
    introEnglish: textOf(fields, 11),
    workingDays,
    repliesWithinSchoolDays: fields.u8(13) ?? 0,
  };
}

function parseSchool(fields: TlvFields): SchoolRecord | undefined {
  const [code, name] = [textOf(fields, 1), textOf(fields, 2)];
  const advisors = fields.list(4, 16, SCHOOL_ADVISORS_MAX).map(advisorId);
  if (!SCHOOL_CODE.test(code) || name === '' || advisors.length === 0) return undefined;
  return {
    type: 'school',
    code,
    name,
    place: textOf(fields, 3),
    advisors,
    street: textOf(fields, 5),
    kind: textOf(fields, 6),
    aliases: textOf(fields, 7),
    boardNumber: textOf(fields, 8),
    boardName: textOf(fields, 9),
  };
}

function parseRevoked(fields: TlvFields): RevokedDeviceRecord | undefined {
  const device = fields.bytes(1, 16);
  const revokedAt = fields.u64(2) ?? 0;
  if (device === undefined || isZero(device) || revokedAt === 0) return undefined;
  return { type: 'revoked_device', device: deviceId(device), revokedAt };
}

function parseRelease(fields: TlvFields): ReleaseRecord | undefined {
  const bundle = fields.bytes(1, 32);
  const releasedAt = fields.u64(2) ?? 0;
  if (bundle === undefined || isZero(bundle) || releasedAt === 0) return undefined;
  return { type: 'release', bundle: hashValue(bundle), releasedAt };
}
