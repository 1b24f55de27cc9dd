// What an advisor's device keeps in its vault (crypto/KZ1.md 4.2): its signing key, its prekeys, the notes key and
// the case keys. TLV like everything sealed, so that later versions can add to it.
import { ByteReader, concat, u8, u32, u64 } from './bytes.ts';
import { ROOT_KEY_COUNT } from './directory.ts';
import { type AdvisorRecord, encodeRecord, parseRecord } from './directory_record.ts';
import { fromUtf8, toHex, toUtf8 } from './encoding.ts';
import { type ConversationId, conversationId, type DeviceId, deviceId, hashValue } from './ids.ts';
import type { NotesKey } from './note.ts';
import type { DirectoryHead } from './roster.ts';
import {
  type EpochKey,
  type KemSeed,
  type PrivateKey,
  receivedSecret32,
  type Secret,
  type SigningSeed,
} from './secret.ts';
import { type VerifyKey, verifyKey } from './sign.ts';
import { encodeTlv, parseTlv, type TlvItem } from './tlv.ts';

/** A prekey's secret is deleted 14 days after its replacement. */
export type VaultPrekey = {
  readonly number: number;
  /** Unix seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly seed: KemSeed;
};

export type CaseKey = {
  readonly conversation: ConversationId;
  readonly epoch: number;
  readonly key: EpochKey;
};
export type CasePrivateKey = {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly key: PrivateKey;
};

/** What this device last saw of the directory, so that it notices when the past is told differently. */
export type DirectoryMemory = {
  readonly head: DirectoryHead;
  readonly rootKeys: readonly VerifyKey[];
  /** The advisor's own record as it was; null when there was none. */
  readonly ownRecord: AdvisorRecord | null;
};

/** What an advisor calls a device: known to the advisor's own devices only. */
export type DeviceName = { readonly device: DeviceId; readonly name: string };

/** What one device of an advisor gives to the next (device_bundle.ts). */
export type SharedContent = {
  readonly notesKey: NotesKey;
  readonly caseKeys: readonly CaseKey[];
  readonly privateKeys: readonly CasePrivateKey[];
  readonly names: readonly DeviceName[];
};

export type VaultContent = SharedContent & {
  readonly deviceSeed: SigningSeed;
  readonly prekeys: readonly VaultPrekey[];
  readonly directorySeen?: DirectoryMemory | undefined;
  /** After how many minutes an unattended inbox locks itself on this device; 5 to 60. */
  readonly idleMinutes?: number | undefined;
};

export const DEVICE_NAME_BYTES_MAX = 120;

const TAG = {
  deviceSeed: 1,
  notesKey: 2,
  prekeys: 3,
  caseKeys: 4,
  privateKeys: 5,
  names: 6,
  idleMinutes: 7,
  directorySeen: 8,
};
const PREKEY_BYTES = 4 + 8 + 8 + 32;
const CASE_KEY_BYTES = 16 + 4 + 32;
const PRIVATE_KEY_BYTES = 16 + 8 + 32;
const NAME_BYTES_MIN = 16 + 1;

export function encodeVaultContent(content: VaultContent): Uint8Array {
  const prekeys = content.prekeys.map(({ number, notBefore, notAfter, seed }) =>
    concat(u32(number), u64(notBefore), u64(notAfter), seed.reveal()),
  );
  const [notes, ...others] = sharedFields(content);
  return encodeTlv([
    [TAG.deviceSeed, content.deviceSeed.reveal()],
    ...(notes ? [notes] : []),
    [TAG.prekeys, concat(...prekeys)],
    ...others,
    [TAG.idleMinutes, content.idleMinutes === undefined ? undefined : u8(content.idleMinutes)],
    [TAG.directorySeen, content.directorySeen && encodeMemory(content.directorySeen)],
  ]);
}

/** Tags 2, 4, 5 and 6, in this order. */
export function sharedFields(content: SharedContent): readonly (readonly [number, Uint8Array])[] {
  const caseKeys = content.caseKeys.map((kept) =>
    concat(kept.conversation, u32(kept.epoch), kept.key.reveal()),
  );
  const privateKeys = content.privateKeys.map((kept) =>
    concat(kept.conversation, u64(kept.seq), kept.key.reveal()),
  );
  const names = content.names.map(({ device, name }) => {
    const text = toUtf8(name);
    return concat(device, u8(text.length), text);
  });
  return [
    [TAG.notesKey, content.notesKey.reveal()],
    [TAG.caseKeys, concat(...caseKeys)],
    [TAG.privateKeys, concat(...privateKeys)],
    [TAG.names, concat(...names)],
  ];
}

/** Null for anything that encodeVaultContent did not write; tags of later versions are skipped. */
export function parseVaultContent(bytes: Uint8Array): VaultContent | null {
  const items = parseTlv(bytes);
  if (!items.ok) return null;
  const deviceSeed = receivedSecret32('signing-seed', valueFor(items.value, TAG.deviceSeed));
  const prekeys = parseEach(valueFor(items.value, TAG.prekeys), PREKEY_BYTES, parsePrekeySecret);
  const shared = parseSharedFields(items.value);
  const seen = items.value.find((item) => item.tag === TAG.directorySeen);
  const directorySeen = seen && parseMemory(seen.value);
  if (directorySeen === null) return null;
  const [idleMinutes] = valueFor(items.value, TAG.idleMinutes);
  return deviceSeed && prekeys && shared && { deviceSeed, prekeys, ...shared, directorySeen, idleMinutes };
}

// u64 version, head 32, three root keys, the own record as the directory has it.
function encodeMemory({ head, rootKeys, ownRecord }: DirectoryMemory): Uint8Array {
  const record = ownRecord ? encodeRecord(ownRecord) : new Uint8Array(0);
  return concat(u64(head.version), head.hash, ...rootKeys, record);
}

function parseMemory(bytes: Uint8Array): DirectoryMemory | null {
  const reader = new ByteReader(bytes);
  const version = reader.u64();
  const hash = reader.take(32);
  const keys = Array.from({ length: ROOT_KEY_COUNT }, () => reader.take(32));
  if (reader.failed()) return null;
  const rootKeys = keys.flatMap((key) => verifyKey(key) ?? []);
  const head = { hash: hashValue(hash), version };
  if (rootKeys.length !== ROOT_KEY_COUNT) return null;
  if (reader.finished()) return { head, rootKeys, ownRecord: null };
  const [code, length] = [reader.u16(), reader.u32()];
  const record = parseRecord(code, reader.take(length));
  if (!reader.finished() || !record.ok || record.value.type !== 'advisor') return null;
  return { head, rootKeys, ownRecord: record.value };
}

export function parseSharedFields(items: readonly TlvItem[]): SharedContent | null {
  const notesKey = receivedSecret32('notes', valueFor(items, TAG.notesKey));
  const caseKeys = parseEach(valueFor(items, TAG.caseKeys), CASE_KEY_BYTES, parseCaseKey);
  const privateKeys = parseEach(valueFor(items, TAG.privateKeys), PRIVATE_KEY_BYTES, parsePrivateKey);
  const names = parseEach(valueFor(items, TAG.names), NAME_BYTES_MIN, parseName);
  return notesKey && caseKeys && privateKeys && names && { notesKey, caseKeys, privateKeys, names };
}

export function nameOf(names: readonly DeviceName[], device: DeviceId): string {
  return names.find((named) => toHex(named.device) === toHex(device))?.name ?? '';
}

/** With one name more, or another. Cut to DEVICE_NAME_BYTES_MAX. */
export function withName(
  names: readonly DeviceName[],
  device: DeviceId,
  name: string,
): readonly DeviceName[] {
  let cut = name.trim();
  while (toUtf8(cut).length > DEVICE_NAME_BYTES_MAX) cut = cut.slice(0, -1);
  return [...names.filter((named) => toHex(named.device) !== toHex(device)), { device, name: cut }];
}

export function valueFor(items: readonly TlvItem[], tag: number): Uint8Array {
  return items.find((item) => item.tag === tag)?.value ?? new Uint8Array(0);
}

function parseEach<T>(
  bytes: Uint8Array,
  size: number,
  parse: (reader: ByteReader) => T | null,
): readonly T[] | null {
  const reader = new ByteReader(bytes);
  const parsed: T[] = [];
  while (reader.remaining() >= size) {
    const item = parse(reader);
    if (item === null) return null;
    parsed.push(item);
  }
  return reader.finished() ? parsed : null;
}

function parsePrekeySecret(reader: ByteReader): VaultPrekey | null {
  const [number, notBefore, notAfter] = [reader.u32(), reader.u64(), reader.u64()];
  const seed = received(reader, 'kem-seed');
  return seed && { number, notBefore, notAfter, seed };
}

function parseCaseKey(reader: ByteReader): CaseKey | null {
  const conversation = conversationId(reader.take(16));
  const epoch = reader.u32();
  const key = received(reader, 'epoch');
  return key && { conversation, epoch, key };
}

function parsePrivateKey(reader: ByteReader): CasePrivateKey | null {
  const conversation = conversationId(reader.take(16));
  const seq = reader.u64();
  const key = received(reader, 'private');
  return key && { conversation, seq, key };
}

function parseName(reader: ByteReader): DeviceName | null {
  const device = deviceId(reader.take(16));
  const name = fromUtf8(reader.take(reader.u8()));
  return name === null || reader.failed() ? null : { device, name };
}

function received<Name extends string>(reader: ByteReader, name: Name): Secret<Name> | null {
  return receivedSecret32(name, reader.take(32));
}
