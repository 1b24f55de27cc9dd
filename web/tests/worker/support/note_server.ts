// The server's one note of a conversation: compare and set on the revision; a reply can get lost.
import type { Call } from '../../../src/net/calls.ts';

export class NoteServer {
  revision = 0;
  blob: Uint8Array | undefined;
  loseReply = false;
  down = false;

  readonly call = (async (method: string, params: { revision: number; blob: Uint8Array }) => {
    const broken = { ok: false, error: { code: 'disconnected', data: {} } };
    if (this.down) return broken;
    if (method === 'note.get') return { ok: true, value: { revision: this.revision, blob: this.blob } };
    if (params.revision !== this.revision) {
      return { ok: false, error: { code: 'note_conflict', data: { revision: this.revision } } };
    }
    this.revision += 1;
    this.blob = params.blob;
    if (this.loseReply) return broken;
    return { ok: true, value: { revision: this.revision } };
  }) as Call;
}
