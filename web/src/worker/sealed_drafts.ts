// Keeps half-written replies over a lock: sealed under the vault's notes key, they wait as ciphertext in the page.
import { fromHex, toHex } from '../crypto/encoding.ts';
import { conversationId } from '../crypto/ids.ts';
import { type NotesKey, openNote, sealNote } from '../crypto/note.ts';
import { systemRandom } from '../crypto/random.ts';
import type { SealedDrafts } from './advisor_messages.ts';

// No note on the server can have this revision, so a draft never passes for one.
const DRAFT_REVISION = Number.MAX_SAFE_INTEGER;

function placeOf(key: NotesKey, id: string) {
  const bytes = fromHex(id);
  if (bytes?.length !== 16) return null;
  return { key, conversation: conversationId(bytes), revision: DRAFT_REVISION };
}

export function sealDrafts(key: NotesKey, texts: Readonly<Record<string, string>>): SealedDrafts {
  const sealed: Record<string, Uint8Array> = {};
  for (const [id, text] of Object.entries(texts)) {
    const place = placeOf(key, id);
    const blob = place && sealNote({ text, alias: '', labels: [], held: [] }, place, systemRandom);
    if (place && blob) sealed[toHex(place.conversation)] = blob;
  }
  return sealed;
}

export function openDrafts(key: NotesKey, sealed: SealedDrafts): Readonly<Record<string, string>> {
  const opened: Record<string, string> = {};
  for (const [id, blob] of Object.entries(sealed)) {
    const place = placeOf(key, id);
    const note = place && openNote(blob, place);
    if (note) opened[id] = note.text;
  }
  return opened;
}
