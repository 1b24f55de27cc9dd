import { beforeAll, describe, expect, test } from 'vitest';
import type { HeldNotice } from '../../src/crypto/held_notice.ts';
import { conversationId, statementId } from '../../src/crypto/ids.ts';
import { notesKey } from '../../src/crypto/note.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { Call } from '../../src/net/calls.ts';
import { CaseNote } from '../../src/worker/case_note.ts';
import { NoteServer } from '../worker/support/note_server.ts';

beforeAll(loadSodium);

const CONVERSATION = conversationId(new Uint8Array(16).fill(1));
const KEY = notesKey(new Uint8Array(32).fill(2));

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

describe('what the family is to hear later', () => {
  const held = (fill: number): HeldNotice => ({
    id: statementId(new Uint8Array(16).fill(fill)),
    whom: 'Veilig Thuis',
    about: 'dat er geslagen wordt',
    why: 'gevaar',
    consulted: 'een collega',
    toldAt: 1_800_000_000,
    reviewAt: 1_800_086_400,
    later: 'eerst veilig',
  });
  const add = (one: HeldNotice) => (known: readonly HeldNotice[]) => [...known, one];

  test('of two devices at once is kept of both, and neither text is lost', async () => {
    const server = new NoteServer();
    const [first, second] = [await loaded(server), await loaded(server)];
    await first.save({ text: 'van een', alias: '' }, server.call);

    expect(await first.changeHeld(add(held(1)), server.call)).toBe(true);
    expect(await second.changeHeld(add(held(2)), server.call)).toBe(true);

    const again = await loaded(server);
    expect(again.held).toEqual([held(1), held(2)]);
    expect(again.state.fields.text).toBe('van een');
    expect(second.state).toMatchObject({ state: 'ready', fields: { text: 'van een' } });
  });

  test('does not save a text that the advisor has still to decide about', async () => {
    const server = new NoteServer();
    const [first, second] = [await loaded(server), await loaded(server)];
    await first.save({ text: 'van een', alias: '' }, server.call);
    await second.save({ text: 'van twee', alias: '' }, server.call);
    expect(second.state.state).toBe('conflict');

    await second.changeHeld(add(held(1)), server.call);

    expect((await loaded(server)).state.fields.text).toBe('van een');
    expect(second.state).toMatchObject({ state: 'conflict', fields: { text: 'van twee' } });
  });

  test.each(['text first', 'held first'])(
    'and a text at the same moment are no conflict: %s',
    async (order) => {
      const server = new NoteServer();
      // An answer takes its time, so that the second begins before the first has ended.
      const call = (async (...asked: Parameters<Call>) => {
        const reply = await server.call(...asked);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return reply;
      }) as Call;
      const note = await loaded(server);
      const save = () => note.save({ text: 'tegelijk', alias: '' }, call);
      const hold = () => note.changeHeld(add(held(1)), call);
      const [first, second] = order === 'text first' ? [save, hold] : [hold, save];

      const done = first();
      await new Promise((resolve) => setTimeout(resolve, 1));
      await Promise.all([done, second()]);

      expect(note.state.state).toBe('saved');
      const again = await loaded(server);
      expect(again.state).toMatchObject({ revision: 2, fields: { text: 'tegelijk' } });
      expect(again.held).toEqual([held(1)]);
    },
  );
});
