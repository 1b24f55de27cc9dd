// What the pages and their workers say to each other about files that go with messages (see messages.ts).
import type { AttachmentForm, AttachmentKind } from '../crypto/attachment_manifest.ts';

export type FileKind = 'photo' | 'pdf' | 'audio';

// What a photo says besides its picture.
export type PhotoFacts = { readonly place: boolean; readonly time: boolean; readonly device: boolean };

export type FileProblem =
  | 'too_large'
  | 'wrong_kind'
  | 'unreadable'
  | 'too_many'
  // The conversation holds as many files as it may; the server's disk has no room; it did not work.
  | 'full'
  | 'server_full'
  | 'failed'
  // What files need could not be fetched: no network.
  | 'not_loaded';

// A file that was chosen and is not in the log yet. It lives in the worker's memory and goes with it.
export type FileDraft = {
  readonly id: number;
  // '' for a client's only conversation, else the conversation's id.
  readonly place: string;
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: number;
  readonly state: 'reading' | 'ready' | 'waiting' | 'sending' | 'failed';
  readonly problem: FileProblem | null;
  readonly form: AttachmentForm;
  // What the original says; null for anything but a photo.
  readonly facts: PhotoFacts | null;
  // False when this browser cannot make the photo anew: then only the original can be sent.
  readonly canRemake: boolean;
  // 0 to 1.
  readonly progress: number;
};

// A file in the log.
export type FileView = {
  readonly id: string;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly form: AttachmentForm;
  readonly bytes: number;
};

// A file that was asked for. It is here for one turn; the page keeps what it shows.
export type OpenedFile = {
  readonly id: string;
  readonly content: ImageBitmap | Uint8Array | 'failed';
};

export type FileAct =
  // Files may be chosen from now on, also when the network goes.
  | { readonly act: 'prepare' }
  | { readonly act: 'add'; readonly place: string; readonly file: File }
  | { readonly act: 'drop'; readonly id: number }
  | { readonly act: 'keep'; readonly id: number; readonly form: AttachmentForm }
  | { readonly act: 'send'; readonly place: string }
  | { readonly act: 'again'; readonly id: number }
  | {
      readonly act: 'open';
      readonly place: string;
      readonly id: string;
      readonly purpose: 'show' | 'save';
    };
