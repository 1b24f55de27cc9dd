// An advisor's notes to self about one conversation: sealed on the device, kept by the server (crypto/KZ1.md 5.13).
import { AEAD_NONCE_BYTES, aeadOpen, aeadSeal } from './aead.ts';
import { concat, u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { encodeHeldNotice, type HeldNotice, parseHeldNotice } from './held_notice.ts';
import { expand } from './hkdf.ts';
import { type ConversationId, nonce } from './ids.ts';
import { labelBytes } from './labels.ts';
import { pad, unpad } from './padding.ts';
import type { Random } from './random.ts';
import { type Checked, refuse } from './refusal.ts';
import { type AeadKey, type Secret, secret32 } from './secret.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

/** NK: 32 random bytes in the advisor's vault. */
export type NotesKey = Secret<'notes'>;
export const notesKey = (bytes: Uint8Array): NotesKey => secret32('notes', bytes);

export type Note = {
  readonly text: string;
  readonly alias: string;
  readonly labels: readonly string[];
  /** What the family is to hear later. */
  readonly held: readonly HeldNotice[];
};

/** Which version of which conversation's note: an old note cannot pass for the newest. Revisions start at 1. */
export type NotePlace = {
  readonly key: NotesKey;
  readonly conversation: ConversationId;
  readonly revision: number;
};

export const NOTE_TEXT_BYTES_MAX = 32_000;
export const NOTE_ALIAS_BYTES_MAX = 200;
export const NOTE_LABELS_BYTES_MAX = 2_000;
/** With all of them as long as they may be, a note still fits the largest size class. */
export const NOTE_HELD_MAX = 3;
const TAG = { text: 1, alias: 2, labels: 3, held: 4 };

/** Empty fields are left out. */
export function encodeNote(note: Note): Uint8Array {
  const optional = (text: string): Uint8Array | undefined => (text === '' ? undefined : toUtf8(text));
  const held = note.held.map((one) => [TAG.held, encodeHeldNotice(one)] as const);
  return encodeTlv(
    [
      [TAG.text, optional(note.text)],
      [TAG.alias, optional(note.alias)],
      [TAG.labels, optional(note.labels.join('\n'))],
      ...held,
    ],
    TAG.held,
  );
}

export function parseNote(tlv: Uint8Array): Checked<Note> {
  const parsed = TlvFields.parse(tlv, TAG.held);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const held: HeldNotice[] = [];
  for (const value of fields.repeated()) {
    const one = parseHeldNotice(value);
    if (!one.ok) return refuse(one.refusal);
    held.push(one.value);
  }
  if (held.length > NOTE_HELD_MAX) fields.refuse('limit');
  const labels = fields.text(TAG.labels, NOTE_LABELS_BYTES_MAX) ?? '';
  const note: Note = {
    text: fields.text(TAG.text, NOTE_TEXT_BYTES_MAX) ?? '',
    alias: fields.text(TAG.alias, NOTE_ALIAS_BYTES_MAX) ?? '',
    labels: splitLines(labels),
    held,
  };
  return fields.finish(note);
}

/** A newline ends a label or stands between two. */
function splitLines(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** nonce || ciphertext. Null when a bound is passed. */
export function sealNote(note: Note, place: NotePlace, random: Random): Uint8Array | null {
  const tlv = encodeNote(note);
  const padded =
    place.revision > 0 && parseNote(tlv).ok && !note.labels.some((label) => label.includes('\n'))
      ? pad(tlv)
      : null;
  if (padded === null) return null;
  const sealNonce = nonce(random.bytes(AEAD_NONCE_BYTES));
  return concat(sealNonce, aeadSeal(noteKey(place), sealNonce, associated(place), padded));
}

export function openNote(sealed: Uint8Array, place: NotePlace): Note | null {
  if (sealed.length < AEAD_NONCE_BYTES) return null;
  const sealNonce = nonce(sealed.slice(0, AEAD_NONCE_BYTES));
  const padded = aeadOpen(noteKey(place), sealNonce, associated(place), sealed.slice(AEAD_NONCE_BYTES));
  const tlv = padded && unpad(padded);
  const note = tlv && parseNote(tlv);
  return note?.ok ? note.value : null;
}

function noteKey(place: NotePlace): AeadKey {
  return secret32('aead', expand(place.key.reveal(), 'kz1/note', place.conversation));
}

function associated(place: NotePlace): Uint8Array {
  return concat(labelBytes('kz1/note'), place.conversation, u64(place.revision));
}
