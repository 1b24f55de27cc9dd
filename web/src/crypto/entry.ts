// A log entry: the 108-byte header, the payload and the signature over both (crypto/KZ1.md 5.2). A VerifiedEntry
// exists only after its signature was checked.
import { ByteReader, concat, equalBytes, isZero, NUMBER_MAX, u8, u32, u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { hash, sha256 } from './hash.ts';
import {
  type ConversationId,
  conversationId,
  type EntryHash,
  entryHash,
  type Hash,
  type KeyId,
  keyId,
  type Nonce,
  nonce,
  type Signature,
  signature,
} from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { keyIdOf, type SigningKey, sign, type VerifyKey, verify } from './sign.ts';

export const ENTRY_HEADER_BYTES = 108;
export const ENTRY_OVERHEAD_BYTES = ENTRY_HEADER_BYTES + 64;
/** Room for the largest message, the largest private entry and a commit with many grants; crypto/entry.hpp. */
export const ENTRY_PAYLOAD_BYTES_MAX = 131_072;

const MAGIC = toUtf8('K1');
const SUITE = 2;
const KINDS = { 1: 'commit', 2: 'message', 3: 'statement', 4: 'private', 5: 'erase' } as const;

export type EntryKind = (typeof KINDS)[keyof typeof KINDS];

/** Where an entry stands in its conversation. */
export type EntryPosition = {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly prev: EntryHash;
  readonly epoch: number;
};

export type EntryHeader = {
  readonly kind: EntryKind;
  readonly position: EntryPosition;
  readonly sender: KeyId;
  readonly nonce: Nonce;
  readonly payloadBytes: number;
};

/** A well-formed entry of which nothing is known to be true. */
export type ParsedEntry = {
  readonly header: EntryHeader;
  readonly headerBytes: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Signature;
  readonly bytes: Uint8Array;
};

declare const verified: unique symbol;
/** An entry that the holder of `signer` wrote, with its hash. */
export type VerifiedEntry = ParsedEntry & {
  readonly payloadHash: Hash;
  readonly hash: EntryHash;
  readonly signer: VerifyKey;
  readonly [verified]: true;
};

export const NO_NONCE: Nonce = nonce(new Uint8Array(24));

export function encodeHeader(header: EntryHeader): Uint8Array {
  const { position } = header;
  return concat(
    MAGIC,
    u8(SUITE),
    u8(kindCode(header.kind)),
    position.conversation,
    u64(position.seq),
    position.prev,
    u32(position.epoch),
    header.sender,
    header.nonce,
    u32(header.payloadBytes),
  );
}

/** COMMIT seals nothing under one nonce and ERASE seals nothing at all. */
function hasNonce(kind: EntryKind): boolean {
  return kind !== 'commit' && kind !== 'erase';
}

function kindCode(kind: EntryKind): number {
  return Number(Object.entries(KINDS).find(([, name]) => name === kind)?.[0]);
}

function kindOf(code: number): EntryKind | undefined {
  return Object.entries(KINDS).find(([known]) => Number(known) === code)?.[1];
}

/**
 * `bytes` is exactly one entry. Refuses wrong lengths (syntax), another magic, suite or kind, or a nonce where there
 * must be none (shape), and payloads or sequence numbers over the bound (limit).
 */
export function parseEntry(bytes: Uint8Array): Checked<ParsedEntry> {
  if (bytes.length < ENTRY_HEADER_BYTES) return refuse('syntax');
  const headerBytes = bytes.slice(0, ENTRY_HEADER_BYTES);
  const header = parseHeader(headerBytes);
  if (!header.ok) return header;
  if (bytes.length - ENTRY_OVERHEAD_BYTES !== header.value.payloadBytes) return refuse('syntax');
  return accept({
    header: header.value,
    headerBytes,
    payload: bytes.slice(ENTRY_HEADER_BYTES, -64),
    signature: signature(bytes.slice(-64)),
    bytes,
  });
}

export function parseHeader(bytes: Uint8Array): Checked<EntryHeader> {
  const reader = new ByteReader(bytes);
  const magic = reader.take(2);
  const suite = reader.u8();
  const kind = kindOf(reader.u8());
  if (!equalBytes(magic, MAGIC) || suite !== SUITE || kind === undefined) return refuse('shape');
  const position = {
    conversation: conversationId(reader.take(16)),
    seq: reader.u64(),
    prev: entryHash(reader.take(32)),
    epoch: reader.u32(),
  };
  const sender = keyId(reader.take(16));
  const headerNonce = nonce(reader.take(24));
  const payloadBytes = reader.u32();
  if (!hasNonce(kind) && !isZero(headerNonce)) return refuse('shape');
  if (payloadBytes > ENTRY_PAYLOAD_BYTES_MAX || position.seq > NUMBER_MAX) return refuse('limit');
  return accept({ kind, position, sender, nonce: headerNonce, payloadBytes });
}

/**
 * One Ed25519 verification over L("kz1/entry") || header || H(payload). Null when keyid(signer) is not the
 * header's sender or the signature is not the signer's.
 */
export function verifyEntry(entry: ParsedEntry, signer: VerifyKey): VerifiedEntry | null {
  if (!equalBytes(keyIdOf(signer), entry.header.sender)) return null;
  const payloadHash = sha256(entry.payload);
  if (!verify(signer, 'kz1/entry', [entry.headerBytes, payloadHash], entry.signature)) return null;
  const hash = hashEntry(entry.headerBytes, payloadHash, entry.signature);
  return { ...entry, payloadHash, hash, signer } as VerifiedEntry;
}

export function hashEntry(headerBytes: Uint8Array, payloadHash: Hash, made: Signature): EntryHash {
  return entryHash(hash('kz1/entry-hash', headerBytes, payloadHash, made));
}

/** The header that signEntry writes: associated data of the payload's seal. */
export function entryHeader(
  kind: EntryKind,
  position: EntryPosition,
  sender: KeyId,
  seal: { readonly nonce: Nonce; readonly payloadBytes: number },
): EntryHeader {
  return { kind, position, sender, nonce: seal.nonce, payloadBytes: seal.payloadBytes };
}

/** Builds the whole entry around a finished payload. The nonce is zero for COMMIT only. */
export function signEntry(
  kind: EntryKind,
  position: EntryPosition,
  sealed: { readonly nonce: Nonce; readonly payload: Uint8Array },
  key: SigningKey,
): Uint8Array {
  const { payload } = sealed;
  if (payload.length > ENTRY_PAYLOAD_BYTES_MAX) throw new RangeError('payload too long');
  const seal = { nonce: sealed.nonce, payloadBytes: payload.length };
  const header = encodeHeader(entryHeader(kind, position, key.keyId, seal));
  return concat(header, payload, sign(key, 'kz1/entry', header, sha256(payload)));
}
