// How a dossier is given: with a passphrase unless there is no other way, and never without the conversation knowing.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { spell } from '../../i18n/dossier/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Choices } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { saveFile } from '../../ui/save_file.ts';

const FILE_NAME = 'dossier.zip';

type Lock = 'locked' | 'open';

type GiveProperties = {
  readonly record: string;
  readonly make: (locked: boolean) => void;
  readonly back: () => void;
};

export function DossierGive({ record, make, back }: GiveProperties) {
  const lock = useSignal<Lock>('locked');
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        make(lock.value === 'locked');
      }}
    >
      <Choices
        name="dossier-lock"
        legend={spell('give')}
        options={[
          { value: 'locked', label: spell('lock'), detail: spell('lock_detail'), icon: 'lock' },
          { value: 'open', label: spell('open_file'), detail: spell('open_file_detail'), icon: 'alert' },
        ]}
        value={lock.value}
        choose={(value: Lock) => {
          lock.value = value;
        }}
      />
      {lock.value === 'open' ? (
        <Note tone="danger" role="alert">
          <p>
            <Icon name="alert" />
            <span>{spell('open_warning')}</span>
          </p>
        </Note>
      ) : null}
      <section aria-labelledby="dossier-record">
        <h3 id="dossier-record">{spell('record')}</h3>
        <blockquote class="dossier-record">{record}</blockquote>
        <p class="hint">{spell('record_hint')}</p>
      </section>
      <div class="actions">
        <button type="submit" class="btn">
          <Icon name="download" />
          {spell('make')}
        </button>
        <button type="button" class="link" onClick={back}>
          {spell('back')}
        </button>
      </div>
    </form>
  );
}

function Phrase({ phrase }: { phrase: string }) {
  return (
    <section class="dossier-phrase" aria-labelledby="dossier-phrase">
      <h3 id="dossier-phrase">{spell('phrase')}</h3>
      <p class="dossier-words" translate={false}>
        {phrase}
      </p>
      <ul class="plain-list">
        <li>{spell('phrase_once')}</li>
        <li>{spell('phrase_apart')}</li>
        <li>{spell('phrase_how')}</li>
      </ul>
    </section>
  );
}

type OutcomeProperties = { readonly again: () => void; readonly close: () => void };

export function DossierOutcome({ again, close }: OutcomeProperties) {
  const { state, file, phrase } = advisor.dossier.value;
  // The file is here for one turn: it is saved when it comes, and not kept.
  useEffect(() => {
    if (file) saveFile(FILE_NAME, 'application/zip', file);
  }, [file]);
  if (state === 'making') return <Loading text={spell('making')} />;
  if (state !== 'made') {
    return (
      <Note tone="danger" role="alert">
        <p>
          <Icon name="alert" />
          <span>{spell(state === 'unrecorded' ? 'unrecorded' : 'failed')}</span>
        </p>
        <div class="actions">
          <button type="button" class="btn" onClick={again}>
            {spell('again')}
          </button>
          <button type="button" class="btn ghost" onClick={close}>
            {spell('close')}
          </button>
        </div>
      </Note>
    );
  }
  return (
    <div class="stack">
      <p role="status" class="dossier-made">
        <Icon name="check" />
        <strong>{spell('made')}</strong>
      </p>
      {phrase === null ? null : <Phrase phrase={phrase} />}
      <p class="hint">{spell('made_where')}</p>
      <div class="actions">
        <button type="button" class="btn" onClick={close}>
          {spell('close')}
        </button>
      </div>
    </div>
  );
}
