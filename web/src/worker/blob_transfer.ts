// The sealed bytes of a file to the server and back, in parts: a lost connection or a restarted server costs the part
// that was under way (protocol/README.md, "Attachments"). The socket authorises, HTTP carries.
import type { AttachmentManifest } from '../crypto/attachment_manifest.ts';
import { attachmentCiphertextBytes } from '../crypto/attachment_manifest.ts';
import { toBase64Url } from '../crypto/encoding.ts';
import type { BlobId, ConversationId } from '../crypto/ids.ts';
import type { Call, CallError } from '../net/calls.ts';
import { mayRepeat } from './failures.ts';
import { PartSize } from './part_size.ts';

// Tries in a row that brought nothing: some ten minutes without a connection.
const TRIES_MAX = 60;
const PAUSE_MS = 1000;
const PAUSE_MS_MAX = 10_000;

export type TransferEnd = 'done' | 'stopped' | 'full' | 'server_full' | 'failed';
export type Transfer = {
  readonly origin: string;
  readonly call: Call;
  readonly signal: AbortSignal;
  // Bytes that are there.
  readonly progress: (bytes: number) => void;
};

type Place = { readonly conversation: ConversationId; readonly blob: BlobId };
type PartEnd =
  | { readonly kind: 'moved'; readonly offset: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'server_full' };

export async function upload(
  { conversation, manifest }: { conversation: ConversationId; manifest: AttachmentManifest },
  ciphertext: Uint8Array,
  transfer: Transfer,
): Promise<TransferEnd> {
  const place: Place = { conversation, blob: manifest.blob };
  const bytes = ciphertext.length;
  const size = new PartSize();
  let best = -1;
  for (let tries = 0; tries < TRIES_MAX && !transfer.signal.aborted; tries++) {
    if (tries > 0) await pause(tries, transfer.signal);
    const begun = await transfer.call('blob.begin', { ...place, bytes });
    if (!begun.ok) {
      if (mayRepeat(begun.error)) continue;
      return endOf(begun.error);
    }
    const sent = await sendParts(
      place.blob,
      { ciphertext, from: begun.value.received, ticket: begun.value.ticket, size },
      transfer,
    );
    if (sent.kind === 'server_full') return 'server_full';
    if (sent.offset > best) tries = 0;
    best = Math.max(best, sent.offset);
    if (sent.offset < bytes || transfer.signal.aborted) continue;
    const kept = await transfer.call('blob.finish', { ...place, bytes, hash: manifest.ciphertextHash });
    if (kept.ok) return 'done';
    if (!mayRepeat(kept.error) && kept.error.code !== 'blob_incomplete') return endOf(kept.error);
  }
  if (!transfer.signal.aborted) return 'failed';
  void transfer.call('blob.cancel', place);
  return 'stopped';
}

function endOf(error: CallError): TransferEnd {
  if (error.code === 'blobs_full') return 'full';
  return error.code === 'storage_full' ? 'server_full' : 'failed';
}

// Sends until everything is there or something is in the way; then one asks anew how far it has come.
async function sendParts(
  blob: BlobId,
  {
    ciphertext,
    from,
    ticket,
    size,
  }: { ciphertext: Uint8Array; from: number; ticket: Uint8Array; size: PartSize },
  transfer: Transfer,
): Promise<{ readonly kind: 'stopped' | 'server_full'; readonly offset: number }> {
  let offset = from;
  transfer.progress(offset);
  while (offset < ciphertext.length) {
    const part = ciphertext.slice(offset, offset + size.bytes);
    const asked = performance.now();
    const end = await sendPart(blob, { part, offset, ticket }, transfer);
    if (end.kind === 'server_full') return { kind: 'server_full', offset };
    // A server that does not move forward is not followed.
    if (end.kind === 'again' || end.offset <= offset || end.offset > ciphertext.length) {
      size.broke();
      break;
    }
    size.took(performance.now() - asked);
    offset = end.offset;
    transfer.progress(offset);
  }
  return { kind: 'stopped', offset };
}

async function sendPart(
  blob: BlobId,
  { part, offset, ticket }: { part: Uint8Array<ArrayBuffer>; offset: number; ticket: Uint8Array },
  { origin, signal }: Transfer,
): Promise<PartEnd> {
  try {
    const reply = await fetch(addressOf(origin, blob), {
      method: 'PUT',
      headers: { 'Kiezel-Ticket': toBase64Url(ticket), 'Kiezel-Offset': `${offset}` },
      body: part,
      cache: 'no-store',
      signal,
    });
    if (reply.status === 507) return { kind: 'server_full' };
    if (!reply.ok) return { kind: 'again' };
    return { kind: 'moved', offset: Number(await reply.text()) };
  } catch {
    return { kind: 'again' };
  }
}

// The whole ciphertext, unchecked but for its size; null when it cannot be had.
export async function download(
  { conversation, manifest }: { conversation: ConversationId; manifest: AttachmentManifest },
  transfer: Transfer,
): Promise<Uint8Array | null> {
  const whole = new Uint8Array(attachmentCiphertextBytes(manifest.bytes));
  const size = new PartSize();
  let offset = 0;
  for (let tries = 0; tries < TRIES_MAX && !transfer.signal.aborted; tries++) {
    if (tries > 0) await pause(tries, transfer.signal);
    const opened = await transfer.call('blob.open', { conversation, blob: manifest.blob });
    if (!opened.ok && !mayRepeat(opened.error)) return null;
    if (!opened.ok) continue;
    if (opened.value.bytes !== whole.length) return null;
    const before = offset;
    const part = { whole, from: offset, ticket: opened.value.ticket, size };
    offset = await fetchParts(manifest.blob, part, transfer);
    if (offset === whole.length) return whole;
    if (offset > before) tries = 0;
  }
  return null;
}

async function fetchParts(
  blob: BlobId,
  { whole, from, ticket, size }: { whole: Uint8Array; from: number; ticket: Uint8Array; size: PartSize },
  { origin, signal, progress }: Transfer,
): Promise<number> {
  let offset = from;
  try {
    while (offset < whole.length) {
      const end = Math.min(offset + size.bytes, whole.length);
      const asked = performance.now();
      const headers = { 'Kiezel-Ticket': toBase64Url(ticket), Range: `bytes=${offset}-${end - 1}` };
      const reply = await fetch(addressOf(origin, blob), { headers, cache: 'no-store', signal });
      const part = reply.status === 206 ? new Uint8Array(await reply.arrayBuffer()) : null;
      if (part?.length !== end - offset) break;
      size.took(performance.now() - asked);
      whole.set(part, offset);
      offset = end;
      progress(offset);
    }
  } catch {
    // Asked again from where it stopped.
  }
  if (offset < whole.length) size.broke();
  return offset;
}

function addressOf(origin: string, blob: BlobId): string {
  return `${origin}/api/blob/${toBase64Url(blob)}`;
}

// Longer each time; a stop ends it.
function pause(tries: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.min(PAUSE_MS * tries, PAUSE_MS_MAX));
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
