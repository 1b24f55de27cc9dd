// Choosing files and what becomes of them until they are in the conversation: what was left out of a photo, the choice
// to keep the original, how far sending is, and a way to stop it. Used by the pages of clients and of advisors.
import '../../ui/styles/attachment.css';
import { useEffect } from 'preact/hooks';
import { type AttachmentKey, sizeText, tell } from '../../i18n/attachment/text.ts';
import { Check } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { FileAct, FileDraft, PhotoFacts } from '../../worker/attachment_messages.ts';

type Act = (act: FileAct) => void;

// HEIC is not named: a telephone then hands over a JPEG by itself.
const ACCEPTED = 'image/jpeg,image/png,image/webp,application/pdf,audio/*';

export type FileChoiceProperties = {
  readonly place: string;
  readonly drafts: readonly FileDraft[];
  readonly act: Act;
};

export function FileChoice({ place, drafts, act }: FileChoiceProperties) {
  useEffect(() => act({ act: 'prepare' }), []);
  const here = drafts.filter((draft) => draft.place === place);
  const id = `files-${place}`;
  return (
    <div class="files">
      {here.length > 0 ? (
        <ul class="file-drafts" aria-label={tell('chosen')}>
          {here.map((draft) => (
            <DraftItem key={draft.id} draft={draft} act={act} />
          ))}
        </ul>
      ) : null}
      <div class="file-add">
        <span class="file-button">
          <input
            id={id}
            class="file-input"
            type="file"
            multiple
            accept={ACCEPTED}
            aria-describedby={`${id}-hint`}
            onChange={({ currentTarget }) => {
              for (const file of currentTarget.files ?? []) act({ act: 'add', place, file });
              currentTarget.value = '';
            }}
          />
          <label for={id} class="btn ghost small">
            <Icon name="clip" />
            {tell('add')}
          </label>
        </span>
        <span id={`${id}-hint`} class="hint">
          {tell('add_hint')}
        </span>
      </div>
    </div>
  );
}

function DraftItem({ draft, act }: { draft: FileDraft; act: Act }) {
  const { id, name, bytes, state, problem } = draft;
  const isSending = state === 'sending' || state === 'waiting';
  return (
    <li class="file-draft">
      <div class="file-line">
        <p class="file-name">
          <bdi translate={false}>{name}</bdi> <span class="hint">{sizeText(bytes)}</span>
        </p>
        <button
          type="button"
          class="btn ghost small"
          aria-label={tell(isSending ? 'stop' : 'drop', { name })}
          onClick={() => act({ act: 'drop', id })}
        >
          <Icon name="cross" />
        </button>
      </div>
      {state === 'sending' ? (
        <progress value={draft.progress} max={1} aria-label={tell('progress', { name })} />
      ) : null}
      {/* Said when it changes, not at every step of the bar. */}
      <p role="status" class="hint">
        {state === 'failed' ? tell(problem ?? 'failed') : tell(state)}
      </p>
      {state === 'ready' ? <Contents draft={draft} act={act} /> : null}
      {problem === 'failed' || problem === 'server_full' ? (
        <button type="button" class="btn ghost small" onClick={() => act({ act: 'again', id })}>
          {tell('again')}
        </button>
      ) : null}
    </li>
  );
}

// What goes along with the file besides what one sees.
function Contents({ draft, act }: { draft: FileDraft; act: Act }) {
  const { kind, facts, form, canRemake, id } = draft;
  if (kind !== 'photo' || !facts) return <p class="file-warning">{tell(kind === 'pdf' ? 'pdf' : 'audio')}</p>;
  const what = factsText(facts);
  if (!canRemake) {
    return (
      <p class="file-warning">
        {tell('no_remake')} {what === '' ? '' : tell('shows', { what })}
      </p>
    );
  }
  return (
    <>
      <p class={form === 'original' ? 'file-warning' : 'file-removed'}>{contentsText(form, what)}</p>
      <Check
        label={tell('keep')}
        checked={form === 'original'}
        change={(keep) => act({ act: 'keep', id, form: keep ? 'original' : 'remade' })}
      />
      {form === 'remade' && what !== '' ? <p class="hint">{tell('shows', { what })}</p> : null}
    </>
  );
}

function contentsText(form: FileDraft['form'], what: string): string {
  if (form === 'remade') return tell(what === '' ? 'nothing' : 'removed');
  return what === '' ? tell('keeps_nothing') : tell('keeps', { what });
}

function factsText(facts: PhotoFacts): string {
  const keys: readonly (AttachmentKey & keyof PhotoFacts)[] = ['place', 'time', 'device'];
  return keys
    .filter((key) => facts[key])
    .map((key) => tell(key))
    .join(', ');
}
