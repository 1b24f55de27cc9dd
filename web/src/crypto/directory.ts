// The signed directory: a header with the Merkle root of all records, and the signatures of two of three root keys
// (crypto/KZ1.md 5.7). Signed offline, downloaded whole, so that nobody learns which school is looked up.
import { ByteReader, concat, equalBytes, isZero, NUMBER_MAX, u8, u32, u64 } from './bytes.ts';
import { type DirectoryRecord, encodeRecord, parseRecord, RECORD_BYTES_MAX } from './directory_record.ts';
import { toHex, toUtf8 } from './encoding.ts';
import { hash } from './hash.ts';
import { type Hash, hashValue, type KeyId, keyId, type Signature, signature } from './ids.ts';
import { merkleLeafHash, merkleRoot } from './merkle.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import type { DirectoryHead } from './roster.ts';
import { keyIdOf, type SigningKey, sign, type VerifyKey, verify } from './sign.ts';

export const DIRECTORY_HEADER_BYTES = 94;
export const DIRECTORY_SIGNATURES_MAX = 8;
export const DIRECTORY_RECORDS_MAX = 20_000;
export const DIRECTORY_BYTES_MAX = 16_777_216;
export const ROOT_KEY_COUNT = 3;
export const ROOT_SIGNATURES_NEEDED = 2;
/** How far the signing machine's clock may be ahead of ours. Seconds. */
export const DIRECTORY_CLOCK_SKEW = 300;
const MAGIC = toUtf8('D1');
/** u16 type and u32 length. */
const RECORD_HEAD_BYTES = 6;

/** Unix seconds. */
export type DirectoryHeader = {
  readonly version: number;
  readonly issued: number;
  readonly expires: number;
  /** Head hash of the version before; zeros for version 1. */
  readonly previousHead: Hash;
  readonly recordCount: number;
  readonly merkleRoot: Hash;
};

export type RootSignature = { readonly key: KeyId; readonly signature: Signature };

/**
 * A header with what the roots put under it: the beginning of a directory file, and an item of the published history.
 */
export type SignedDirectoryHeader = {
  readonly header: DirectoryHeader;
  readonly signatures: readonly RootSignature[];
};

/** Well formed; not to be shown to anybody. */
export type ParsedDirectory = SignedDirectoryHeader & {
  readonly records: readonly DirectoryRecord[];
  /** Merkle root of the records as they came. */
  readonly computedRoot: Hash;
};

declare const verified: unique symbol;
/** Signed by enough roots and consistent with its header. */
export type Directory = {
  readonly header: DirectoryHeader;
  readonly head: DirectoryHead;
  readonly records: readonly DirectoryRecord[];
  readonly [verified]: true;
};

export function encodeDirectoryHeader(header: DirectoryHeader): Uint8Array {
  const { version, issued, expires, previousHead, recordCount } = header;
  return concat(
    MAGIC,
    u64(version),
    u64(issued),
    u64(expires),
    previousHead,
    u32(recordCount),
    header.merkleRoot,
  );
}

/** hash("kz1/dir-head", header) and the version. */
export function directoryHead(header: DirectoryHeader): DirectoryHead {
  return { hash: hash('kz1/dir-head', encodeDirectoryHeader(header)), version: header.version };
}

export function parseDirectory(file: Uint8Array): Checked<ParsedDirectory> {
  if (file.length > DIRECTORY_BYTES_MAX) return refuse('limit');
  const reader = new ByteReader(file);
  const front = readSignedHeader(reader);
  if (!front.ok) return front;
  const records: DirectoryRecord[] = [];
  const leaves: Hash[] = [];
  while (reader.remaining() > 0) {
    const start = file.length - reader.remaining();
    const [code, length] = [reader.u16(), reader.u32()];
    if (length > RECORD_BYTES_MAX || records.length === DIRECTORY_RECORDS_MAX) return refuse('limit');
    const body = reader.take(length);
    if (reader.failed()) return refuse('syntax');
    const record = parseRecord(code, body);
    if (!record.ok) return record;
    records.push(record.value);
    leaves.push(merkleLeafHash(file.subarray(start, start + RECORD_HEAD_BYTES + length)));
  }
  return accept({ ...front.value, records, computedRoot: merkleRoot(leaves) });
}

/** Reads one from the front of `reader`. */
export function readSignedHeader(reader: ByteReader): Checked<SignedDirectoryHeader> {
  const header = parseHeader(reader);
  if (!header.ok) return header;
  const signatures = parseSignatures(reader);
  if (!signatures.ok) return signatures;
  return accept({ header: header.value, signatures: signatures.value });
}

function parseHeader(reader: ByteReader): Checked<DirectoryHeader> {
  const magic = reader.take(2);
  const [version, issued, expires] = [reader.u64(), reader.u64(), reader.u64()];
  const previousHead = reader.take(32);
  const recordCount = reader.u32();
  const root = reader.take(32);
  if (root.length !== 32) return refuse('syntax');
  if (!equalBytes(magic, MAGIC) || version === 0 || expires <= issued) return refuse('shape');
  if ((version === 1) !== isZero(previousHead)) return refuse('shape');
  if (version > NUMBER_MAX || expires > NUMBER_MAX) return refuse('limit');
  return accept({
    version,
    issued,
    expires,
    previousHead: hashValue(previousHead),
    recordCount,
    merkleRoot: hashValue(root),
  });
}

function parseSignatures(reader: ByteReader): Checked<readonly RootSignature[]> {
  const count = reader.u8();
  if (reader.failed()) return refuse('syntax');
  if (count > DIRECTORY_SIGNATURES_MAX) return refuse('limit');
  const signatures: RootSignature[] = [];
  for (let i = 0; i < count; i++) {
    const [key, made] = [reader.take(16), reader.take(64)];
    if (reader.failed()) return refuse('syntax');
    signatures.push({ key: keyId(key), signature: signature(made) });
  }
  return accept(signatures);
}

/**
 * signature: fewer than two distinct root keys signed it. rule: expired, from the future, count or root other than the
 * header says.
 */
export function verifyDirectory(
  directory: ParsedDirectory,
  rootKeys: readonly VerifyKey[],
  now: number,
): Checked<Directory> {
  const { header, records } = directory;
  if (!isSignedByRoots(directory, rootKeys)) return refuse('signature');
  if (header.issued > now + DIRECTORY_CLOCK_SKEW || header.expires <= now) return refuse('rule');
  if (records.length !== header.recordCount) return refuse('rule');
  if (!equalBytes(directory.computedRoot, header.merkleRoot)) return refuse('rule');
  return accept({ header, head: directoryHead(header), records } as Directory);
}

/** Two distinct roots signed it, and no signature in a root's name is wrong. */
export function isSignedByRoots(
  { header, signatures }: SignedDirectoryHeader,
  rootKeys: readonly VerifyKey[],
): boolean {
  const signed = encodeDirectoryHeader(header);
  const roots = new Map(rootKeys.map((key) => [toHex(keyIdOf(key)), key]));
  const signers = new Set<string>();
  for (const made of signatures) {
    const id = toHex(made.key);
    const root = roots.get(id);
    if (root === undefined) continue;
    if (!verify(root, 'kz1/directory', [signed], made.signature)) return false;
    signers.add(id);
  }
  return signers.size >= ROOT_SIGNATURES_NEEDED;
}

/** Everything but version, times and previous head comes from the records. */
export type DirectoryIssue = Pick<DirectoryHeader, 'version' | 'issued' | 'expires' | 'previousHead'>;

export function makeDirectoryHeader(
  issue: DirectoryIssue,
  records: readonly DirectoryRecord[],
): DirectoryHeader {
  const leaves = records.map((record) => merkleLeafHash(encodeRecord(record)));
  return { ...issue, recordCount: records.length, merkleRoot: merkleRoot(leaves) };
}

export function signDirectory(header: DirectoryHeader, rootKey: SigningKey): RootSignature {
  return { key: rootKey.keyId, signature: sign(rootKey, 'kz1/directory', encodeDirectoryHeader(header)) };
}

export function encodeDirectory(
  header: DirectoryHeader,
  signatures: readonly RootSignature[],
  records: readonly DirectoryRecord[],
): Uint8Array {
  return concat(
    encodeDirectoryHeader(header),
    u8(signatures.length),
    ...signatures.map((made) => concat(made.key, made.signature)),
    ...records.map(encodeRecord),
  );
}
