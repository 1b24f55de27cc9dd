// MESSAGE entries: text, attachments, appointments, read marks (crypto/KZ1.md 5.5).
import {
  ATTACHMENTS_MAX,
  type AttachmentManifest,
  encodeAttachmentManifest,
  parseAttachmentManifest,
} from './attachment_manifest.ts';
import { equalBytes, u64 } from './bytes.ts';
import { codePoints, toUtf8 } from './encoding.ts';
import type { EntryPosition, VerifiedEntry } from './entry.ts';
import type { EpochKeys } from './epoch.ts';
import { type EntryHash, entryHash, nonce } from './ids.ts';
import type { Random } from './random.ts';
import type { Checked } from './refusal.ts';
import { type DirectoryHead, encodeDirectoryHead, parseDirectoryHead } from './roster.ts';
import { openEntry, sealEntry } from './sealed_entry.ts';
import type { SigningKey } from './sign.ts';
import { encodeTalk, parseTalk, type Talk } from './talk.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

export const MESSAGE_TEXT_CHARACTERS_MAX = 8_000;
export const MESSAGE_TEXT_BYTES_MAX = 32_000;

export type Message = {
  readonly text?: string | undefined;
  readonly clientTimeMs?: number | undefined;
  /** At most ATTACHMENTS_MAX, no blob twice. Absent or empty mean the same. */
  readonly attachments?: readonly AttachmentManifest[] | undefined;
  readonly replyTo?: EntryHash | undefined;
  readonly directorySeen?: DirectoryHead | undefined;
  /** "I have read up to and including this seq." */
  readonly readUpToSeq?: number | undefined;
  readonly talk?: Talk | undefined;
};

// 5 is not used again; 16 (statements) is reserved.
const TAG = {
  text: 1,
  clientTime: 2,
  attachment: 3,
  replyTo: 4,
  directorySeen: 6,
  readUpTo: 7,
  talk: 8,
};

export function encodeMessage(message: Message): Uint8Array {
  const { text, clientTimeMs, attachments = [], replyTo, directorySeen, readUpToSeq, talk } = message;
  return encodeTlv(
    [
      [TAG.text, text === undefined ? undefined : toUtf8(text)],
      [TAG.clientTime, clientTimeMs === undefined ? undefined : u64(clientTimeMs)],
      ...attachments.map((manifest) => [TAG.attachment, encodeAttachmentManifest(manifest)] as const),
      [TAG.replyTo, replyTo],
      [TAG.directorySeen, directorySeen && encodeDirectoryHead(directorySeen)],
      [TAG.readUpTo, readUpToSeq === undefined ? undefined : u64(readUpToSeq)],
      [TAG.talk, talk && encodeTalk(talk)],
    ],
    TAG.attachment,
  );
}

/** Refuses a known tag twice (attachments may repeat), values of a wrong size or meaning, text that is not UTF-8 (shape) or too long (limit). */
export function parseMessage(tlv: Uint8Array): Checked<Message> {
  const parsed = TlvFields.parse(tlv, TAG.attachment);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const replyTo = fields.bytes(TAG.replyTo, 32);
  const message: Message = {
    text: fields.text(TAG.text, MESSAGE_TEXT_BYTES_MAX, MESSAGE_TEXT_CHARACTERS_MAX),
    clientTimeMs: fields.u64(TAG.clientTime),
    attachments: parseAttachments(fields),
    replyTo: replyTo && entryHash(replyTo),
    directorySeen: parseDirectoryHead(fields, TAG.directorySeen),
    readUpToSeq: fields.u64(TAG.readUpTo),
    talk: readTalk(fields),
  };
  return fields.finish(message);
}

/** False when the text passes a bound: ask before sending, so that a person can shorten it. */
export function messageFits(text: string): boolean {
  return toUtf8(text).length <= MESSAGE_TEXT_BYTES_MAX && codePoints(text) <= MESSAGE_TEXT_CHARACTERS_MAX;
}

export type MessageSeal = {
  readonly message: Message;
  readonly position: EntryPosition;
  readonly keys: EpochKeys;
  readonly sender: SigningKey;
  readonly random: Random;
};

/** The whole signed entry. Null when the message passes a bound or `keys` are of another epoch than `position`. */
export function sealMessage({ message, position, keys, sender, random }: MessageSeal): Uint8Array | null {
  // What we would refuse to read we do not write.
  const tlv = encodeMessage(message);
  if (!parseMessage(tlv).ok) return null;
  return sealEntry('message', tlv, { position, keys, sender, nonce: nonce(random.bytes(24)) });
}

/** Null when it does not open or what is inside is refused. */
export function openMessage(entry: VerifiedEntry, keys: EpochKeys): Message | null {
  const tlv = entry.header.kind === 'message' ? openEntry(entry, keys) : null;
  const message = tlv && parseMessage(tlv);
  return message?.ok ? message.value : null;
}

/** Undefined when there are none, so that a message without has no field. */
function parseAttachments(fields: TlvFields): readonly AttachmentManifest[] | undefined {
  const attachments: AttachmentManifest[] = [];
  for (const value of fields.repeated()) {
    const manifest = parseAttachmentManifest(value);
    if (!manifest.ok) return fields.refuse(manifest.refusal);
    if (attachments.length === ATTACHMENTS_MAX) return fields.refuse('limit');
    if (attachments.some(({ blob }) => equalBytes(blob, manifest.value.blob))) return fields.refuse('shape');
    attachments.push(manifest.value);
  }
  return attachments.length === 0 ? undefined : attachments;
}

function readTalk(fields: TlvFields): Talk | undefined {
  const value = fields.raw(TAG.talk);
  const talk = value && parseTalk(value);
  if (!talk) return undefined;
  return talk.ok ? talk.value : fields.refuse(talk.refusal);
}
