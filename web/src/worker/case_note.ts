// The advisor's note about one conversation: opened and sealed here, kept by the server under a revision number.
import type { HeldNotice } from '../crypto/held_notice.ts';
import type { ConversationId } from '../crypto/ids.ts';
import { type NotesKey, openNote, sealNote } from '../crypto/note.ts';
import { systemRandom } from '../crypto/random.ts';
import type { Call } from '../net/calls.ts';
import type { NoteFields, NoteState } from './advisor_messages.ts';
import { NO_NOTE } from './case_messages.ts';

const EMPTY: NoteFields = { text: '', alias: '' };
const ATTEMPTS_MAX = 3;

type ChangeHeld = (held: readonly HeldNotice[]) => readonly HeldNotice[] | null;

type Fetched = { readonly revision: number; readonly fields: NoteFields } | 'unreadable' | 'failed';

export class CaseNote {
  readonly #conversation: ConversationId;
  readonly #key: NotesKey;
  readonly #changed: () => void;
  #state: NoteState = NO_NOTE;
  #labels: readonly string[] = [];
  #held: readonly HeldNotice[] = [];
  // What the server has under the revision that is known.
  #saved: NoteFields = EMPTY;
  #turn: Promise<unknown> = Promise.resolve();
  #loading: Promise<void> | null = null;

  constructor(conversation: ConversationId, key: NotesKey, changed: () => void) {
    this.#conversation = conversation;
    this.#key = key;
    this.#changed = changed;
  }

  get state(): NoteState {
    return this.#state;
  }

  // What the family is to hear later.
  get held(): readonly HeldNotice[] {
    return this.#held;
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
    const { state } = this.#state;
    if (state === 'saving' || state === 'loading' || state === 'unreadable') return;
    this.#set({ state: 'saving', fields, theirs: null });
    await this.#inTurn(() => this.#save(fields, call));
  }

  async #save(fields: NoteFields, call: Call): Promise<void> {
    const put = await this.#put(fields, this.#held, call);
    if (put === 'conflict') return this.#afterConflict(fields, call);
    this.#set({ state: put });
  }

  // One after the other: each stands on the revision of the one before.
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #put(
    fields: NoteFields,
    held: readonly HeldNotice[],
    call: Call,
  ): Promise<'saved' | 'conflict' | 'failed'> {
    const { revision } = this.#state;
    const place = { key: this.#key, conversation: this.#conversation, revision: revision + 1 };
    const blob = sealNote({ ...fields, labels: this.#labels, held }, place, systemRandom);
    if (!blob) return 'failed';
    const reply = await call('note.put', { conversation: this.#conversation, revision, blob });
    if (!reply.ok) return reply.error.code === 'note_conflict' ? 'conflict' : 'failed';
    this.#saved = fields;
    this.#held = held;
    this.#set({ revision: reply.value.revision });
    return 'saved';
  }

  // Changes what the family is to hear later, and nothing that the advisor is writing. `change` is asked again about what
  // another device wrote meanwhile; null is no. False when it is not in the note.
  async changeHeld(change: ChangeHeld, call: Call): Promise<boolean> {
    await this.load(call);
    return this.#inTurn(() => this.#changeHeld(change, call));
  }

  async #changeHeld(change: ChangeHeld, call: Call): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; ++attempt) {
      const { state } = this.#state;
      const next = state === 'loading' || state === 'unreadable' ? null : change(this.#held);
      if (next === null || next === this.#held) return next !== null;
      const put = await this.#put(this.#saved, next, call);
      if (put !== 'conflict') return put === 'saved';
      if (!(await this.#takeNewer(call))) return false;
    }
    return false;
  }

  // What is on the screen changes only where nothing of it is the advisor's own.
  async #takeNewer(call: Call): Promise<boolean> {
    const found = await this.#fetch(call);
    if (typeof found === 'string') return false;
    const { state } = this.#state;
    if (state === 'ready' || state === 'saved') this.#set(found);
    else this.#set({ state: 'conflict', revision: found.revision, theirs: found.fields });
    return true;
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
    if (!blob) {
      [this.#held, this.#saved] = [[], EMPTY];
      return { revision, fields: EMPTY };
    }
    const opened = openNote(blob, { key: this.#key, conversation: this.#conversation, revision });
    if (!opened) return 'unreadable';
    this.#labels = opened.labels;
    this.#held = opened.held;
    this.#saved = { text: opened.text, alias: opened.alias };
    return { revision, fields: this.#saved };
  }

  #set(part: Partial<NoteState>): void {
    this.#state = { ...this.#state, ...part };
    this.#changed();
  }
}
