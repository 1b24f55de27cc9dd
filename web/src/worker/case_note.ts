// The advisor's note about one conversation: opened and sealed here, kept by the server under a revision number.
import type { ConversationId } from '../crypto/ids.ts';
import { type NotesKey, openNote, sealNote } from '../crypto/note.ts';
import { systemRandom } from '../crypto/random.ts';
import type { Call } from '../net/calls.ts';
import type { NoteFields, NoteState } from './advisor_messages.ts';
import { NO_NOTE } from './case_messages.ts';

const EMPTY: NoteFields = { text: '', alias: '' };

type Fetched = { readonly revision: number; readonly fields: NoteFields } | 'unreadable' | 'failed';

export class CaseNote {
  readonly #conversation: ConversationId;
  readonly #key: NotesKey;
  readonly #changed: () => void;
  #state: NoteState = NO_NOTE;
  #labels: readonly string[] = [];
  #loading: Promise<void> | null = null;

  constructor(conversation: ConversationId, key: NotesKey, changed: () => void) {
    this.#conversation = conversation;
    this.#key = key;
    this.#changed = changed;
  }

  get state(): NoteState {
    return this.#state;
  }

  // Once; again only after a failure.
  load(call: Call): Promise<void> {
    this.#loading ??= this.#load(call).then(() => {
      if (this.#state.state === 'failed') this.#loading = null;
    });
    return this.#loading;
  }

  async #load(call: Call): Promise<void> {
    const found = await this.#fetch(call);
    if (typeof found === 'string') return this.#set({ state: found });
    this.#set({ state: 'ready', ...found, theirs: null });
  }

  async save(fields: NoteFields, call: Call): Promise<void> {
    const { revision, state } = this.#state;
    if (state === 'saving' || state === 'loading' || state === 'unreadable') return;
    this.#set({ state: 'saving', fields, theirs: null });
    const place = { key: this.#key, conversation: this.#conversation, revision: revision + 1 };
    const blob = sealNote({ ...fields, labels: this.#labels }, place, systemRandom);
    if (!blob) return this.#set({ state: 'failed' });
    const reply = await call('note.put', { conversation: this.#conversation, revision, blob });
    if (reply.ok) return this.#set({ state: 'saved', revision: reply.value.revision });
    if (reply.error.code !== 'note_conflict') return this.#set({ state: 'failed' });
    await this.#afterConflict(fields, call);
  }

  // Another device was first, or an earlier try of ours was: the same text is no conflict.
  async #afterConflict(fields: NoteFields, call: Call): Promise<void> {
    const found = await this.#fetch(call);
    if (typeof found === 'string') return this.#set({ state: found });
    const same = found.fields.text === fields.text && found.fields.alias === fields.alias;
    if (same) return this.#set({ state: 'saved', revision: found.revision });
    this.#set({ state: 'conflict', revision: found.revision, theirs: found.fields });
  }

  // A line after what is there; nothing happens to a note that cannot be read.
  async add(line: string, call: Call): Promise<void> {
    await this.load(call);
    const { fields } = this.#state;
    await this.save({ ...fields, text: fields.text === '' ? line : `${fields.text}\n\n${line}` }, call);
  }

  takeTheirs(): void {
    const { theirs } = this.#state;
    if (theirs) this.#set({ state: 'ready', fields: theirs, theirs: null });
  }

  async #fetch(call: Call): Promise<Fetched> {
    const reply = await call('note.get', { conversation: this.#conversation });
    if (!reply.ok) return 'failed';
    const { revision, blob } = reply.value;
    if (!blob) return { revision, fields: EMPTY };
    const opened = openNote(blob, { key: this.#key, conversation: this.#conversation, revision });
    if (!opened) return 'unreadable';
    this.#labels = opened.labels;
    return { revision, fields: { text: opened.text, alias: opened.alias } };
  }

  #set(part: Partial<NoteState>): void {
    this.#state = { ...this.#state, ...part };
    this.#changed();
  }
}
