// Files on their way: chosen, looked at, made anew, sealed, sent, and each then said in a message of its own. A text
// never waits for a file. Loaded when the first file is chosen or opened.
import { type InSteps, openAttachment, type SealedAttachment, sealAttachment } from '../crypto/attachment.ts';
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_NAME_BYTES_MAX,
  type AttachmentForm,
  type AttachmentKind,
  type AttachmentManifest,
  mayStandInName,
} from '../crypto/attachment_manifest.ts';
import { toHex, toUtf8 } from '../crypto/encoding.ts';
import type { ConversationId } from '../crypto/ids.ts';
import { systemRandom } from '../crypto/random.ts';
import type { Call } from '../net/calls.ts';
import type { FileAct, FileDraft, FileKind, FileProblem, OpenedFile } from './attachment_messages.ts';
import { download, type TransferEnd, upload } from './blob_transfer.ts';
import type { ConversationLog } from './conversation_log.ts';
import { kindOf, PHOTO_PIXELS_MAX, photoFacts, pixelsOf } from './photo_facts.ts';
import { canRemake, remake } from './photo_remake.ts';

// In one place and not in the log yet.
const DRAFTS_MAX = 4;
// Of sealing or opening, between two looks at what else is to be done.
const STEPS_AT_ONCE = 16;

export type AttachmentHost = {
  readonly origin: string;
  readonly call: Call;
  publish(drafts: readonly FileDraft[]): void;
  opened(file: OpenedFile): void;
  // Null while there is no conversation yet.
  logAt(place: string): { readonly conversation: ConversationId; readonly log: ConversationLog } | null;
};

type Draft = {
  view: FileDraft;
  kind: AttachmentKind;
  original: Uint8Array | null;
  remade: Uint8Array | null;
  // By form: what a photo made anew is called says nothing; an original keeps its name.
  readonly names: { readonly original: string; remade: string };
  // Sealed once: sent again unchanged, so that the server can go on where it was.
  sealed: SealedAttachment | null;
  readonly stop: AbortController;
};

export class Attachments {
  readonly #host: AttachmentHost;
  readonly #drafts: Draft[] = [];
  #nextId = 1;
  #photos = 0;
  #sending = false;

  constructor(host: AttachmentHost) {
    this.#host = host;
  }

  async act(command: FileAct): Promise<void> {
    switch (command.act) {
      case 'prepare':
        return;
      case 'add':
        return this.#add(command.place, command.file);
      case 'drop':
        return this.#drop(command.id);
      case 'keep':
        return this.#keep(command.id, command.form);
      case 'again':
        return this.#again(command.id);
      case 'send':
        return this.#send(command.place);
      case 'open':
        return this.#open(command);
    }
  }

  // A conversation was founded, or the connection is back.
  async resume(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const next = this.#drafts.find(
          ({ view }) => view.state === 'waiting' && this.#host.logAt(view.place),
        );
        if (!next) break;
        await this.#deliver(next);
      }
    } finally {
      this.#sending = false;
    }
  }

  async #add(place: string, file: File): Promise<void> {
    const name = cleanName(file.name);
    const draft: Draft = {
      view: {
        id: this.#nextId++,
        place,
        name,
        kind: 'photo',
        bytes: file.size,
        state: 'reading',
        problem: null,
        form: 'original',
        facts: null,
        canRemake: canRemake(),
        progress: 0,
      },
      kind: 'jpeg',
      original: null,
      remade: null,
      names: { original: name, remade: '' },
      sealed: null,
      stop: new AbortController(),
    };
    const before = this.#drafts.filter(({ view }) => view.place === place && view.state !== 'failed').length;
    this.#drafts.push(draft);
    if (before >= DRAFTS_MAX) return this.#fail(draft, 'too_many');
    if (file.size > ATTACHMENT_BYTES_MAX) return this.#fail(draft, 'too_large');
    this.#publish();
    await this.#look(draft, file);
  }

  async #look(draft: Draft, file: File): Promise<void> {
    const bytes = await file.arrayBuffer().then(
      (buffer) => new Uint8Array(buffer),
      () => null,
    );
    if (bytes === null || bytes.length === 0) return this.#fail(draft, 'unreadable');
    const kind = kindOf(bytes);
    if (kind === null) {
      // Some browsers can read photos that we do not send as they are, such as a telephone's HEIC.
      return this.#lookAtPhoto(draft, file, { kind: 'jpeg', canKeep: false, bytes });
    }
    draft.kind = kind;
    const shown: FileKind = ['jpeg', 'png', 'webp'].includes(kind)
      ? 'photo'
      : kind === 'pdf'
        ? 'pdf'
        : 'audio';
    draft.view = { ...draft.view, kind: shown };
    if (shown === 'photo') return this.#lookAtPhoto(draft, file, { kind, canKeep: true, bytes });
    draft.original = bytes;
    this.#change(draft, { state: 'ready' });
  }

  async #lookAtPhoto(
    draft: Draft,
    file: File,
    { kind, canKeep, bytes }: { kind: AttachmentKind; canKeep: boolean; bytes: Uint8Array },
  ): Promise<void> {
    if ((pixelsOf(kind, bytes) ?? 0) > PHOTO_PIXELS_MAX) return this.#fail(draft, 'too_large');
    draft.remade = canRemake() ? await remake(file) : null;
    draft.original = canKeep ? bytes : null;
    if (draft.remade === null && (canRemake() || !canKeep)) {
      return this.#fail(draft, canKeep ? 'unreadable' : 'wrong_kind');
    }
    const form = draft.remade ? 'remade' : 'original';
    if (draft.remade) draft.names.remade = `foto ${++this.#photos}.jpg`;
    const name = draft.names[form];
    const size = (draft.remade ?? bytes).length;
    this.#change(draft, { state: 'ready', form, name, bytes: size, facts: photoFacts(kind, bytes) });
  }

  #keep(id: number, form: AttachmentForm): void {
    const draft = this.#find(id);
    const content = form === 'original' ? draft?.original : draft?.remade;
    if (!draft || !content || draft.view.state !== 'ready') return;
    this.#change(draft, { form, name: draft.names[form], bytes: content.length });
  }

  #drop(id: number): void {
    const draft = this.#find(id);
    if (!draft) return;
    draft.stop.abort();
    this.#remove(draft);
  }

  async #again(id: number): Promise<void> {
    const draft = this.#find(id);
    if (!draft?.sealed) return;
    this.#change(draft, { state: 'waiting', problem: null });
    await this.resume();
  }

  async #send(place: string): Promise<void> {
    for (const draft of this.#drafts) {
      if (draft.view.place === place && draft.view.state === 'ready')
        this.#change(draft, { state: 'waiting' });
    }
    await this.resume();
  }

  async #deliver(draft: Draft): Promise<void> {
    const at = this.#host.logAt(draft.view.place);
    const content = draft.view.form === 'original' ? draft.original : draft.remade;
    if (!at || !content) return this.#fail(draft, 'failed');
    this.#change(draft, { state: 'sending', progress: 0 });
    const kind = draft.view.form === 'remade' ? 'jpeg' : draft.kind;
    const label = { kind, form: draft.view.form, name: draft.view.name };
    draft.sealed ??= await inSteps(sealAttachment(content, at.conversation, label, systemRandom));
    if (!draft.sealed) return this.#fail(draft, 'failed');
    const { manifest, ciphertext } = draft.sealed;
    const end = await upload({ conversation: at.conversation, manifest }, ciphertext, {
      ...this.#host,
      signal: draft.stop.signal,
      progress: (bytes) => this.#change(draft, { progress: bytes / ciphertext.length }),
    });
    if (draft.stop.signal.aborted) return;
    if (end !== 'done') return this.#fail(draft, problemOf(end));
    const message = { attachments: [manifest], clientTimeMs: Date.now() };
    void at.log.send({ kind: 'message', message }, this.#host.call);
    this.#remove(draft);
  }

  async #open({ place, id, purpose }: Extract<FileAct, { act: 'open' }>): Promise<void> {
    const content = await this.#contentOf(place, id, purpose);
    this.#host.opened({ id, content: content ?? 'failed' });
  }

  async #contentOf(place: string, id: string, purpose: 'show' | 'save') {
    const at = this.#host.logAt(place);
    const manifest = at && manifestOf(at.log, id);
    if (!manifest) return null;
    const { signal } = new AbortController();
    const { conversation } = at;
    const transfer = { ...this.#host, signal, progress: () => {} };
    const ciphertext = await download({ conversation, manifest }, transfer);
    const file = ciphertext && (await inSteps(openAttachment(ciphertext, manifest, conversation)));
    return file && purpose === 'show' ? picture(file) : file;
  }

  #find(id: number): Draft | undefined {
    return this.#drafts.find(({ view }) => view.id === id);
  }

  #fail(draft: Draft, problem: FileProblem): void {
    this.#change(draft, { state: 'failed', problem });
  }

  #change(draft: Draft, part: Partial<FileDraft>): void {
    draft.view = { ...draft.view, ...part };
    this.#publish();
  }

  #remove(draft: Draft): void {
    const index = this.#drafts.indexOf(draft);
    if (index >= 0) this.#drafts.splice(index, 1);
    this.#publish();
  }

  #publish(): void {
    this.#host.publish(this.#drafts.map(({ view }) => view));
  }
}

function problemOf(end: Exclude<TransferEnd, 'done'>): FileProblem {
  return end === 'full' || end === 'server_full' ? end : 'failed';
}

function manifestOf(log: ConversationLog, id: string): AttachmentManifest | null {
  for (const { content } of log.entries) {
    const attachments = content.kind === 'message' ? content.message.attachments : undefined;
    const found = attachments?.find(({ blob }) => toHex(blob) === id);
    if (found) return found;
  }
  return null;
}

// The pixels of a photo that somebody sent, and nothing else of it. What its bytes are is looked at, not believed.
async function picture(file: Uint8Array): Promise<ImageBitmap | null> {
  const kind = kindOf(file);
  if (kind !== 'jpeg' && kind !== 'png') return null;
  const pixels = pixelsOf(kind, file);
  if (pixels === null || pixels > PHOTO_PIXELS_MAX) return null;
  const photo = new Blob([Uint8Array.from(file)], { type: kind === 'jpeg' ? 'image/jpeg' : 'image/png' });
  return createImageBitmap(photo, { imageOrientation: 'from-image' }).catch(() => null);
}

// A name as it may stand in a manifest: nothing unseen, nothing that turns the direction, short enough.
function cleanName(name: string): string {
  let clean = '';
  for (const character of name) {
    if (!mayStandInName(character)) continue;
    if (toUtf8(clean + character).length > ATTACHMENT_NAME_BYTES_MAX) break;
    clean += character;
  }
  return clean === '' ? 'bestand' : clean;
}

async function inSteps<Result>(steps: InSteps<Result>): Promise<Result> {
  for (let count = 1; ; count++) {
    const step = steps.next();
    if (step.done) return step.value;
    if (count % STEPS_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
