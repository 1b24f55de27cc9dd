// What is left of an entry whose payload was erased: header || H(payload) || signature. It keeps the chain whole
// and its signature can still be checked (crypto/KZ1.md 5.2).
import { concat, equalBytes } from './bytes.ts';
import { ENTRY_HEADER_BYTES, type EntryHeader, hashEntry, parseHeader, type VerifiedEntry } from './entry.ts';
import { type EntryHash, type Hash, hashValue, type Signature, signature } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { keyIdOf, type VerifyKey, verify } from './sign.ts';

const HASH_BYTES = 32;
const ERASED_ENTRY_BYTES = ENTRY_HEADER_BYTES + HASH_BYTES + 64;

export type ErasedEntry = {
  readonly header: EntryHeader;
  readonly headerBytes: Uint8Array;
  readonly payloadHash: Hash;
  readonly signature: Signature;
};

export function parseErased(bytes: Uint8Array): Checked<ErasedEntry> {
  if (bytes.length !== ERASED_ENTRY_BYTES) return refuse('syntax');
  const headerBytes = bytes.slice(0, ENTRY_HEADER_BYTES);
  const header = parseHeader(headerBytes);
  if (!header.ok) return header;
  return accept({
    header: header.value,
    headerBytes,
    payloadHash: hashValue(bytes.slice(ENTRY_HEADER_BYTES, ENTRY_HEADER_BYTES + HASH_BYTES)),
    signature: signature(bytes.slice(ENTRY_HEADER_BYTES + HASH_BYTES)),
  });
}

export function erasePayload(entry: VerifiedEntry): Uint8Array {
  return concat(entry.headerBytes, entry.payloadHash, entry.signature);
}

/** The entry's hash, the same as before the erasure, when the signature is the signer's. */
export function verifyErased(entry: ErasedEntry, signer: VerifyKey): EntryHash | null {
  if (!equalBytes(keyIdOf(signer), entry.header.sender)) return null;
  const { headerBytes, payloadHash } = entry;
  if (!verify(signer, 'kz1/entry', [headerBytes, payloadHash], entry.signature)) return null;
  return hashEntry(headerBytes, payloadHash, entry.signature);
}
