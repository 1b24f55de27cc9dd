// Where an engine keeps its attachments: what they need is loaded when the first file is chosen or opened, so that
// nobody else waits for it.
import type { FileAct, FileDraft, OpenedFile } from './attachment_messages.ts';
import type { AttachmentHost, Attachments } from './attachments.ts';

type Slices = {
  files(drafts: readonly FileDraft[]): void;
  // Null after each file: what was handed over is not kept here.
  opened(file: OpenedFile | null): void;
};

export class AttachmentDoor {
  readonly #host: AttachmentHost;
  #loaded: Promise<Attachments> | null = null;
  #handing: Promise<void> = Promise.resolve();

  constructor(host: Omit<AttachmentHost, 'publish' | 'opened'>, slices: Slices) {
    this.#host = {
      ...host,
      publish: (drafts) => slices.files(drafts),
      opened: (file) => {
        this.#handing = this.#handing.then(() => handOver(file, slices));
      },
    };
  }

  async act(command: FileAct): Promise<void> {
    this.#loaded ??= import('./attachments.ts').then(({ Attachments }) => new Attachments(this.#host));
    let attachments: Attachments;
    try {
      attachments = await this.#loaded;
    } catch {
      // Without a network it could not be loaded: asked for again next time. Until then there are no other files.
      this.#loaded = null;
      if (command.act === 'open') this.#host.opened({ id: command.id, content: 'failed' });
      else this.#host.publish(command.act === 'add' ? [notLoaded(command)] : []);
      return;
    }
    await attachments.act(command);
  }

  // A conversation was founded, or the connection is back.
  async resume(): Promise<void> {
    await (await this.#loaded)?.resume();
  }
}

function notLoaded({ place, file }: Extract<FileAct, { act: 'add' }>): FileDraft {
  return {
    id: 0,
    place,
    name: file.name,
    kind: 'pdf',
    bytes: file.size,
    state: 'failed',
    problem: 'not_loaded',
    form: 'original',
    facts: null,
    canRemake: false,
    progress: 0,
  };
}

// One a turn, or a second file would take the place of the first before it was posted.
function handOver(file: OpenedFile, slices: Slices): Promise<void> {
  slices.opened(file);
  return new Promise((resolve) => {
    setTimeout(() => {
      slices.opened(null);
      resolve();
    }, 0);
  });
}
