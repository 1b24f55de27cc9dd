// Notes to self: an own name for the conversation and free text, sealed for this advisor alone.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import type { NoteFields, NoteState } from '../../worker/advisor_messages.ts';
import { subheading } from './narrow.ts';

const ALIAS_CHARACTERS_MAX = 48;
// A character is at most four bytes, and note.ts takes 32,000 bytes.
const NOTE_CHARACTERS_MAX = 8000;

const same = (left: NoteFields, right: NoteFields): boolean =>
  left.text === right.text && left.alias === right.alias;

function statusText({ state }: NoteState, unsaved: boolean): string | null {
  if (state === 'saving') return say('note.saving');
  if (state === 'failed') return say('note.failed');
  if (state === 'unreadable') return say('note.unreadable');
  if (unsaved) return say('note.unsaved');
  return state === 'saved' ? say('note.saved') : null;
}

function Conflict({ theirs, keep, take }: { theirs: NoteFields; keep: () => void; take: () => void }) {
  return (
    <Note tone="warm" role="alert">
      <p>{say('note.conflict')}</p>
      {theirs.alias ? <p dir="auto">{theirs.alias}</p> : null}
      <p class="their-note" dir="auto">
        {theirs.text}
      </p>
      <div class="actions">
        <button type="button" class="btn small" onClick={take}>
          {say('note.take')}
        </button>
        <button type="button" class="btn ghost small" onClick={keep}>
          {say('note.keep')}
        </button>
      </div>
    </Note>
  );
}

export function NoteForm({ id, note }: { id: string; note: NoteState }) {
  const Subheading = subheading();
  // Null as long as the advisor typed nothing: then what the server has is shown.
  const typed = useSignal<NoteFields | null>(null);
  const fields = typed.value ?? note.fields;
  const unsaved = typed.value !== null && !same(typed.value, note.fields);
  const change = (part: Partial<NoteFields>) => {
    typed.value = { ...fields, ...part };
  };
  const save = () => {
    if (unsaved || note.state === 'failed') command({ type: 'save_note', id, fields });
  };
  const keep = () => command({ type: 'save_note', id, fields });
  const take = () => {
    typed.value = null;
    command({ type: 'take_their_note', id });
  };
  const disabled = note.state === 'loading' || note.state === 'unreadable';
  return (
    <form
      class="note-form"
      aria-labelledby="note-title"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onFocusOut={(event) => {
        const inside =
          event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
        if (!inside && note.state !== 'conflict') save();
      }}
    >
      <Subheading id="note-title">{say('note.title')}</Subheading>
      <p class="hint private">
        <Icon name="lock" />
        {say('note.private')}
      </p>
      <label for="note-alias">{say('note.alias')}</label>
      <input
        id="note-alias"
        type="text"
        maxLength={ALIAS_CHARACTERS_MAX}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        readOnly={disabled}
        value={fields.alias}
        onInput={(event) => change({ alias: event.currentTarget.value })}
      />
      <label for="note-text">{say('note.text')}</label>
      <textarea
        id="note-text"
        rows={5}
        maxLength={NOTE_CHARACTERS_MAX}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        readOnly={disabled}
        value={fields.text}
        onInput={(event) => change({ text: event.currentTarget.value })}
      />
      {note.state === 'conflict' && note.theirs ? (
        <Conflict theirs={note.theirs} keep={keep} take={take} />
      ) : null}
      <div class="actions">
        <button type="submit" class="btn ghost small">
          {say('note.save')}
        </button>
        <p role="status" class="hint">
          {statusText(note, unsaved)}
        </p>
      </div>
    </form>
  );
}
