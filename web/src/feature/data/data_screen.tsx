// C18: a copy of everything.
import { useEffect } from 'preact/hooks';
import { tell } from '../../i18n/data/text.ts';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note, Page } from '../../ui/page.tsx';
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

function Failed() {
  return (
    <Note tone="danger" role="alert">
      <p>{tell('copy_failed')}</p>
      <PhoneLine />
    </Note>
  );
}

export function DataScreen() {
  const { state } = client.data.value;
  const name = client.thread.value.advisor?.firstName || t('thread.nameless');
  return (
    <Page heading={tell('h1')} lead={tell('lead')} back={() => show('thread')} className="data-page">
      {state === 'failed' ? <Failed /> : null}
      <Copy name={name} />
    </Page>
  );
}
