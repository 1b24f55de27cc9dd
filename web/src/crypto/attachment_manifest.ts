// What a MESSAGE says about a file that goes with it: where the sealed bytes are, how to open them, and what they
// are (crypto/KZ1.md 5.6).
import { ByteReader, concat, u8, u32, u64 } from './bytes.ts';
import { CodeTable } from './code_table.ts';
import { fromUtf8, toUtf8 } from './encoding.ts';
import { type BlobId, blobId, type Hash, hashValue } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { type AttachmentKey, receivedSecret32 } from './secret.ts';

/** Of the file itself, 20 MiB: what a telephone calls "20 MB" fits. */
export const ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024;
/** Of plaintext in each chunk but the last, which may hold less. */
export const ATTACHMENT_CHUNK_BYTES = 65_536;
/** The stream's header, at the start of the ciphertext. */
export const ATTACHMENT_HEADER_BYTES = 24;
/** A chunk's ciphertext is this much longer than its plaintext. */
export const ATTACHMENT_CHUNK_OVERHEAD_BYTES = 17;
/** In one message: a few photos of one event. All their manifests stay in one small size class. */
export const ATTACHMENTS_MAX = 4;
export const ATTACHMENT_NAME_BYTES_MAX = 120;

/** The closed list of what may be sent. A reader saves everything but photos, so a kind is never executed. */
export type AttachmentKind =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'pdf'
  | 'mp3'
  | 'mp4_audio'
  | 'ogg_audio'
  | 'wav'
  | 'webm_audio';
/** Whether what the file told beside its picture (place, time, device) was left out. */
export type AttachmentForm = 'remade' | 'original';

export type AttachmentManifest = {
  readonly blob: BlobId;
  readonly key: AttachmentKey;
  /** Of the whole ciphertext, stream header included. */
  readonly ciphertextHash: Hash;
  /** Of the file, without padding. */
  readonly bytes: number;
  readonly kind: AttachmentKind;
  readonly form: AttachmentForm;
  readonly name: string;
};

const KINDS = new CodeTable<AttachmentKind>([
  [1, 'jpeg'],
  [2, 'png'],
  [3, 'webp'],
  [4, 'pdf'],
  [5, 'mp3'],
  [6, 'mp4_audio'],
  [7, 'ogg_audio'],
  [8, 'wav'],
  [9, 'webm_audio'],
]);
const FORMS = new CodeTable<AttachmentForm>([
  [1, 'remade'],
  [2, 'original'],
]);

// Controls, path separators, marks and overrides of direction, line separators, what is not seen.
const REFUSED_IN_NAMES: ReadonlyArray<readonly [first: number, last: number]> = [
  [0x00, 0x1f],
  [0x2f, 0x2f],
  [0x5c, 0x5c],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
];

export function encodeAttachmentManifest(manifest: AttachmentManifest): Uint8Array {
  const name = toUtf8(manifest.name);
  return concat(
    manifest.blob,
    manifest.key.reveal(),
    manifest.ciphertextHash,
    u64(manifest.bytes),
    u64(padme(manifest.bytes)),
    u32(ATTACHMENT_CHUNK_BYTES),
    u8(KINDS.code(manifest.kind)),
    u8(FORMS.code(manifest.form)),
    u8(name.length),
    name,
  );
}

/**
 * Refuses a structure that does not fit (syntax), a key of zeros, sizes that contradict each other, an unknown kind
 * or form, a name that isAttachmentName refuses (shape), a file over the bound (limit).
 */
export function parseAttachmentManifest(value: Uint8Array): Checked<AttachmentManifest> {
  const reader = new ByteReader(value);
  const [blob, key, hash] = [reader.take(16), reader.take(32), reader.take(32)];
  const [bytes, padded, chunk] = [reader.u64(), reader.u64(), reader.u32()];
  const [kind, form] = [KINDS.name(reader.u8()), FORMS.name(reader.u8())];
  const name = fromUtf8(reader.take(reader.u8()));
  if (!reader.finished()) return refuse('syntax');
  if (bytes > ATTACHMENT_BYTES_MAX) return refuse('limit');
  const sizesAgree = bytes > 0 && padded === padme(bytes) && chunk === ATTACHMENT_CHUNK_BYTES;
  const secret = receivedSecret32('attachment', key);
  if (!sizesAgree || kind === null || form === null || secret === null) return refuse('shape');
  if (name === null || !isAttachmentName(name)) return refuse('shape');
  return accept({
    blob: blobId(blob),
    key: secret,
    ciphertextHash: hashValue(hash),
    bytes,
    kind,
    form,
    name,
  });
}

/**
 * 1 to 120 bytes of UTF-8 without anything that is not seen or that turns the direction of writing, and without path
 * separators: a name is shown and is proposed for saving.
 */
export function isAttachmentName(name: string): boolean {
  const size = toUtf8(name).length;
  return size > 0 && size <= ATTACHMENT_NAME_BYTES_MAX && [...name].every(mayStandInName);
}

/** Whether one character (a code point) may stand in a name. */
export function mayStandInName(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return !REFUSED_IN_NAMES.some(([first, last]) => code >= first && code <= last);
}

/** PADMÉ: the size that the file is padded to, at most 12 % more. Tells an observer log log n bits of it. */
export function padme(bytes: number): number {
  if (bytes === 0) return 0;
  const exponent = Math.floor(Math.log2(bytes));
  const keptBits = exponent === 0 ? 0 : Math.floor(Math.log2(exponent)) + 1;
  const unit = 2 ** (exponent - keptBits);
  return Math.ceil(bytes / unit) * unit;
}

/** Of the whole ciphertext of a file of `bytes`. */
export function attachmentCiphertextBytes(bytes: number): number {
  const padded = padme(bytes);
  const chunks = Math.ceil(padded / ATTACHMENT_CHUNK_BYTES);
  return ATTACHMENT_HEADER_BYTES + padded + chunks * ATTACHMENT_CHUNK_OVERHEAD_BYTES;
}
