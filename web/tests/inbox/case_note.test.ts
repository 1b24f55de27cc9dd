import { beforeAll, describe, expect, test } from 'vitest';
import { conversationId } from '../../src/crypto/ids.ts';
import { notesKey } from '../../src/crypto/note.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { Call } from '../../src/net/calls.ts';
import { CaseNote } from '../../src/worker/case_note.ts';

beforeAll(loadSodium);

const CONVERSATION = conversationId(new Uint8Array(16).fill(1));
const KEY = notesKey(new Uint8Array(32).fill(2));

// The server's one note: compare and set on the revision; a reply can get lost.
class NoteServer {
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

async function loaded(server: NoteServer): Promise<CaseNote> {
  const note = new CaseNote(CONVERSATION, KEY, () => {});
  await note.load(server.call);
  return note;
}

describe('note to self', () => {
  test('is read back by another visit, and the server sees no text', async () => {
    const server = new NoteServer();
    const note = await loaded(server);
    await note.save({ text: 'Eerst luisteren', alias: 'Appgroep' }, server.call);

    const again = await loaded(server);

    expect(again.state).toMatchObject({ state: 'ready', revision: 1, fields: { alias: 'Appgroep' } });
    expect(Buffer.from(server.blob ?? []).toString('latin1')).not.toContain('luisteren');
  });

  test('two devices: the second learns what the first wrote and decides', async () => {
    const server = new NoteServer();
    const [first, second] = [await loaded(server), await loaded(server)];
    await first.save({ text: 'van een', alias: '' }, server.call);

    await second.save({ text: 'van twee', alias: '' }, server.call);

    expect(second.state).toMatchObject({
      state: 'conflict',
      fields: { text: 'van twee' },
      theirs: { text: 'van een' },
    });
    await second.save({ text: 'van twee', alias: '' }, server.call);
    expect(second.state).toMatchObject({ state: 'saved', revision: 2 });
  });

  test('after a conflict the other text can be taken over', async () => {
    const server = new NoteServer();
    const [first, second] = [await loaded(server), await loaded(server)];
    await first.save({ text: 'van een', alias: '' }, server.call);
    await second.save({ text: 'van twee', alias: '' }, server.call);

    second.takeTheirs();

    expect(second.state).toMatchObject({ state: 'ready', fields: { text: 'van een' }, theirs: null });
  });

  test('a lost reply is no conflict when the same text is saved again', async () => {
    const server = new NoteServer();
    const note = await loaded(server);
    server.loseReply = true;
    await note.save({ text: 'een keer', alias: '' }, server.call);
    expect(note.state.state).toBe('failed');
    server.loseReply = false;

    await note.save({ text: 'een keer', alias: '' }, server.call);

    expect(note.state).toMatchObject({ state: 'saved', revision: 1 });
  });

  test('a note that does not open is never overwritten', async () => {
    const server = new NoteServer();
    server.revision = 4;
    server.blob = new Uint8Array(600).fill(9);
    const note = await loaded(server);

    await note.save({ text: 'nieuw', alias: '' }, server.call);

    expect(note.state.state).toBe('unreadable');
    expect(server.revision).toBe(4);
  });

  test('loading is tried again after a failure', async () => {
    const server = new NoteServer();
    server.down = true;
    const note = await loaded(server);
    expect(note.state.state).toBe('failed');
    server.down = false;

    await note.load(server.call);

    expect(note.state.state).toBe('ready');
  });
});
