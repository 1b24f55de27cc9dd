// Files that go with messages, sealed in chunks so that they can be worked on piece by piece (crypto/KZ1.md 5.6):
// libsodium's secretstream, a key for each file. Sealing and opening are generators that pause after each chunk and
// tell how many bytes of the file are done, so that a worker stays able to do other things in between.
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_CHUNK_BYTES,
  ATTACHMENT_CHUNK_OVERHEAD_BYTES,
  ATTACHMENT_HEADER_BYTES,
  type AttachmentForm,
  type AttachmentKind,
  type AttachmentManifest,
  attachmentCiphertextBytes,
  isAttachmentName,
  padme,
} from './attachment_manifest.ts';
import { concat, equalBytes, isZero } from './bytes.ts';
import { type BlobId, blobId, type ConversationId, type Hash, hashValue } from './ids.ts';
import { labelBytes } from './labels.ts';
import type { Random } from './random.ts';
import { attachmentKey } from './secret.ts';
import { sodium } from './sodium.ts';

export type AttachmentLabel = {
  readonly kind: AttachmentKind;
  readonly form: AttachmentForm;
  readonly name: string;
};

export type SealedAttachment = {
  readonly manifest: AttachmentManifest;
  /** What the server keeps. */
  readonly ciphertext: Uint8Array;
};

/** Runs in steps; the value of the last step is the result. */
export type InSteps<Result> = Generator<number, Result, void>;

/**
 * Draws blob id and key; the stream's header comes from libsodium itself. Null when the file is empty or over its
 * bound, or the name is refused.
 */
export function* sealAttachment(
  file: Uint8Array,
  conversation: ConversationId,
  label: AttachmentLabel,
  random: Random,
): InSteps<SealedAttachment | null> {
  if (file.length === 0 || file.length > ATTACHMENT_BYTES_MAX || !isAttachmentName(label.name)) return null;
  const library = sodium();
  const blob = blobId(random.bytes(16));
  const key = attachmentKey(random.bytes(32));
  const associated = associatedData(conversation, blob);
  const { state, header } = library.crypto_secretstream_xchacha20poly1305_init_push(key.reveal());
  const ciphertext = new Uint8Array(attachmentCiphertextBytes(file.length));
  const hashing = new Hashing();
  ciphertext.set(header);
  hashing.update(header);
  const padded = padme(file.length);
  let end = header.length;
  for (let start = 0; start < padded; start += ATTACHMENT_CHUNK_BYTES) {
    const chunk = paddedChunk(file, start, padded);
    const tag = tagAt(start + chunk.length === padded);
    const sealed = library.crypto_secretstream_xchacha20poly1305_push(state, chunk, associated, tag);
    ciphertext.set(sealed, end);
    hashing.update(sealed);
    end += sealed.length;
    yield Math.min(start + chunk.length, file.length);
  }
  const manifest = { blob, key, ciphertextHash: hashing.finish(), bytes: file.length, ...label };
  return { manifest, ciphertext };
}

/**
 * The file. Null, without a reason, unless every byte is what the sender of the manifest sealed for this
 * conversation, in this order, up to the end.
 */
export function* openAttachment(
  ciphertext: Uint8Array,
  manifest: AttachmentManifest,
  conversation: ConversationId,
): InSteps<Uint8Array | null> {
  if (ciphertext.length !== attachmentCiphertextBytes(manifest.bytes)) return null;
  const hashing = new Hashing();
  for (let start = 0; start < ciphertext.length; start += ATTACHMENT_CHUNK_BYTES) {
    hashing.update(ciphertext.subarray(start, start + ATTACHMENT_CHUNK_BYTES));
    yield 0;
  }
  if (!equalBytes(hashing.finish(), manifest.ciphertextHash)) return null;
  const library = sodium();
  const header = ciphertext.subarray(0, ATTACHMENT_HEADER_BYTES);
  const state = library.crypto_secretstream_xchacha20poly1305_init_pull(header, manifest.key.reveal());
  const associated = associatedData(conversation, manifest.blob);
  const padded = new Uint8Array(padme(manifest.bytes));
  let from = header.length;
  for (let start = 0; start < padded.length; start += ATTACHMENT_CHUNK_BYTES) {
    const size = Math.min(ATTACHMENT_CHUNK_BYTES, padded.length - start);
    const sealed = ciphertext.subarray(from, from + size + ATTACHMENT_CHUNK_OVERHEAD_BYTES);
    const opened = library.crypto_secretstream_xchacha20poly1305_pull(state, sealed, associated);
    if (!opened || opened.tag !== tagAt(start + size === padded.length)) return null;
    padded.set(opened.message, start);
    from += sealed.length;
    yield Math.min(start + size, manifest.bytes);
  }
  // One padded form of every file: else the padding could carry something unseen.
  if (!isZero(padded.subarray(manifest.bytes))) return null;
  return padded.subarray(0, manifest.bytes);
}

function associatedData(conversation: ConversationId, blob: BlobId): Uint8Array {
  return concat(labelBytes('kz1/attachment'), conversation, blob);
}

function tagAt(isLast: boolean): number {
  const library = sodium();
  return isLast
    ? library.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    : library.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
}

/** The file's bytes at `start`, then zeros up to the padded size. */
function paddedChunk(file: Uint8Array, start: number, padded: number): Uint8Array {
  const end = Math.min(start + ATTACHMENT_CHUNK_BYTES, padded);
  if (end <= file.length) return file.subarray(start, end);
  const chunk = new Uint8Array(end - start);
  chunk.set(file.subarray(start, end));
  return chunk;
}

/** SHA-256 piece by piece: the library's memory never holds a whole file. */
class Hashing {
  readonly #library = sodium();
  readonly #state = this.#library.crypto_hash_sha256_init();

  update(bytes: Uint8Array): void {
    this.#library.crypto_hash_sha256_update(this.#state, bytes);
  }

  finish(): Hash {
    return hashValue(this.#library.crypto_hash_sha256_final(this.#state));
  }
}
