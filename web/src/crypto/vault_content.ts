// What an advisor's device keeps in its vault (crypto/KZ1.md 4.2): its signing key, its prekeys, the notes key and
// the case keys. TLV like everything sealed, so that later versions can add to it.
import { ByteReader, concat, u32, u64 } from './bytes.ts';
import { ROOT_KEY_COUNT } from './directory.ts';
import { type AdvisorRecord, encodeRecord, parseRecord } from './directory_record.ts';
import { type ConversationId, conversationId, hashValue } from './ids.ts';
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

export type VaultContent = {
  readonly deviceSeed: SigningSeed;
  readonly notesKey: NotesKey;
  readonly prekeys: readonly VaultPrekey[];
  readonly caseKeys: readonly CaseKey[];
  readonly privateKeys: readonly CasePrivateKey[];
  readonly directorySeen?: DirectoryMemory | undefined;
};

const TAG = { deviceSeed: 1, notesKey: 2, prekeys: 3, caseKeys: 4, privateKeys: 5, directorySeen: 8 };
const PREKEY_BYTES = 4 + 8 + 8 + 32;
const CASE_KEY_BYTES = 16 + 4 + 32;
const PRIVATE_KEY_BYTES = 16 + 8 + 32;

export function encodeVaultContent(content: VaultContent): Uint8Array {
  const prekeys = content.prekeys.map(({ number, notBefore, notAfter, seed }) =>
    concat(u32(number), u64(notBefore), u64(notAfter), seed.reveal()),
  );
  const caseKeys = content.caseKeys.map((kept) =>
    concat(kept.conversation, u32(kept.epoch), kept.key.reveal()),
  );
  const privateKeys = content.privateKeys.map((kept) =>
    concat(kept.conversation, u64(kept.seq), kept.key.reveal()),
  );
  return encodeTlv([
    [TAG.deviceSeed, content.deviceSeed.reveal()],
    [TAG.notesKey, content.notesKey.reveal()],
    [TAG.prekeys, concat(...prekeys)],
    [TAG.caseKeys, concat(...caseKeys)],
    [TAG.privateKeys, concat(...privateKeys)],
    [TAG.directorySeen, content.directorySeen && encodeMemory(content.directorySeen)],
  ]);
}

/** Null for anything that encodeVaultContent did not write; tags of later versions are skipped. */
export function parseVaultContent(bytes: Uint8Array): VaultContent | null {
  const items = parseTlv(bytes);
  if (!items.ok) return null;
  const deviceSeed = receivedSecret32('signing-seed', valueFor(items.value, TAG.deviceSeed));
  const notesKey = receivedSecret32('notes', valueFor(items.value, TAG.notesKey));
  const prekeys = parseEach(valueFor(items.value, TAG.prekeys), PREKEY_BYTES, parsePrekeySecret);
  const caseKeys = parseEach(valueFor(items.value, TAG.caseKeys), CASE_KEY_BYTES, parseCaseKey);
  const privateKeys = parseEach(valueFor(items.value, TAG.privateKeys), PRIVATE_KEY_BYTES, parsePrivateKey);
  if (!deviceSeed || !notesKey || !prekeys || !caseKeys || !privateKeys) return null;
  const seen = items.value.find((item) => item.tag === TAG.directorySeen);
  const directorySeen = seen && parseMemory(seen.value);
  if (directorySeen === null) return null;
  return { deviceSeed, notesKey, prekeys, caseKeys, privateKeys, directorySeen };
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

function valueFor(items: readonly TlvItem[], tag: number): Uint8Array {
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

function received<Name extends string>(reader: ByteReader, name: Name): Secret<Name> | null {
  return receivedSecret32(name, reader.take(32));
}
