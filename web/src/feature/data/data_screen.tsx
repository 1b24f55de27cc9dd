// C18: a copy of everything, and erasing everything. Erasing says first what goes and what stays, and is asked for by
// typing a word; the result is a page of its own.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tell } from '../../i18n/data/text.ts';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { focusHeading } from '../../ui/focus.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note, Page } from '../../ui/page.tsx';
import { PhoneLine } from '../../ui/problem.tsx';
import { saveFile } from '../../ui/save_file.ts';
import { copyTexts } from './copy_texts.ts';

const COPY_NAME = 'gegevens.html';

// The copy is here for one turn: it is saved when it comes, and not kept.
function useSaving(): void {
  const { copy } = client.data.value;
  useEffect(() => {
    if (copy) saveFile(COPY_NAME, 'text/html', copy);
  }, [copy]);
}

function Copy({ name }: { name: string }) {
  const { state } = client.data.value;
  useSaving();
  return (
    <section class="card stack" aria-labelledby="copy-title">
      <h2 id="copy-title">{tell('copy_h')}</h2>
      <p>{tell('copy_text')}</p>
      <p>{tell('copy_files')}</p>
      <Note tone="warm">
        <p>
          <Icon name="device" />
          {tell('copy_warn')}
        </p>
      </Note>
      <div class="actions">
        <button
          type="button"
          class="btn"
          onClick={() => {
            if (state !== 'making') send({ type: 'data', data: { act: 'copy', texts: copyTexts(name) } });
          }}
        >
          <Icon name="download" />
          {tell('copy_go')}
        </button>
        <p role="status" class="hint">
          {state === 'making' ? tell('copy_making') : state === 'made' ? tell('copy_made') : null}
        </p>
      </div>
    </section>
  );
}

function WhatGoes({ name }: { name: string }) {
  return (
    <>
      <ul class="plain-list">
        <li>{tell('erase_gone', { name })}</li>
        <li>{tell('erase_words')}</li>
        <li>{tell('erase_calls')}</li>
        <li>
          <strong>{tell('erase_back')}</strong>
        </li>
      </ul>
      <h3>{tell('erase_stays_h')}</h3>
      <ul class="plain-list">
        <li>{tell('erase_stays', { name })}</li>
        <li>{tell('erase_told')}</li>
      </ul>
    </>
  );
}

function EraseForm({ close }: { close: () => void }) {
  const typed = useSignal('');
  const wrong = useSignal(false);
  const word = tell('erase_word');
  const submit = () => {
    wrong.value = typed.value.trim().toUpperCase() !== word;
    if (wrong.value) document.getElementById('erase-word')?.focus();
    else send({ type: 'data', data: { act: 'erase' } });
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field
        id="erase-word"
        label={tell('erase_type', { word })}
        error={wrong.value ? tell('erase_wrong', { word }) : null}
        control={(describedBy) => (
          <input
            id="erase-word"
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            value={typed.value}
            aria-describedby={describedBy || undefined}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              wrong.value = false;
            }}
          />
        )}
      />
      <div class="actions">
        <button type="submit" class="btn danger">
          {tell('erase_go')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {tell('erase_drop')}
        </button>
      </div>
    </form>
  );
}

function Erase({ name }: { name: string }) {
  const open = useSignal(false);
  return (
    <section class="card stack" aria-labelledby="erase-title">
      <h2 id="erase-title">{tell('erase_h')}</h2>
      <WhatGoes name={name} />
      {open.value ? (
        <EraseForm
          close={() => {
            open.value = false;
          }}
        />
      ) : (
        <div class="actions">
          <button
            type="button"
            class="btn ghost"
            onClick={() => {
              open.value = true;
              requestAnimationFrame(() => document.getElementById('erase-word')?.focus());
            }}
          >
            {tell('erase_open')}
          </button>
        </div>
      )}
    </section>
  );
}

function Gone({ stop }: { stop: () => void }) {
  return (
    <Page heading={tell('gone_h')} className="data-page">
      <p>{tell('gone_words')}</p>
      <p>{tell('gone_copy')}</p>
      <p>{tell('gone_again')}</p>
      <div class="actions">
        <button type="button" class="btn large" onClick={stop}>
          {tell('gone_go')}
        </button>
      </div>
    </Page>
  );
}

function Failed() {
  const { failure } = client.data.value;
  return (
    <Note tone="danger" role="alert">
      <p>{tell(failure ? 'erase_failed' : 'copy_failed')}</p>
      <PhoneLine />
    </Note>
  );
}

export function DataScreen({ stop }: { stop: () => void }) {
  const { state } = client.data.value;
  const name = client.thread.value.advisor?.firstName || t('thread.nameless');
  // The button that led to a state is gone with the state before it.
  const isApart = state === 'erasing' || state === 'erased';
  const shown = useRef(isApart ? state : '');
  useEffect(() => {
    const now = isApart ? state : '';
    if (shown.current !== now) focusHeading();
    shown.current = now;
  }, [state, isApart]);
  if (state === 'erased') return <Gone stop={stop} />;
  return (
    <Page
      heading={tell('h1')}
      lead={tell('lead')}
      back={isApart ? undefined : () => show('thread')}
      className="data-page"
    >
      {state === 'failed' ? <Failed /> : null}
      {state === 'erasing' ? (
        <Loading text={tell('erasing')} />
      ) : (
        <>
          <Copy name={name} />
          <Erase name={name} />
        </>
      )}
    </Page>
  );
}
