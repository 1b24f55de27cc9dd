// New words: made and shown first, read back, and only then switched on. At every moment one set of words works, and the
// page says which.
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { focusHeading } from '../../ui/focus.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note, Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Keep, WordList } from './word_card.tsx';
import { WordsCheck } from './words_check.tsx';

const toThread = () => show('thread');

function drop(): void {
  send({ type: 'drop_new_words' });
  toThread();
}

function Offer() {
  return (
    <div class="prose">
      <p>{t('renew.when')}</p>
      <button type="button" class="btn large" onClick={() => send({ type: 'make_new_words' })}>
        <Icon name="key" />
        {t('renew.make')}
      </button>
    </div>
  );
}

function Shown({ words }: { words: readonly string[] }) {
  return (
    <>
      <div class="card words-card">
        <h2>{t('renew.title')}</h2>
        <WordList words={words} />
        <p>{t('renew.old')}</p>
      </div>
      <Keep words={words} />
      <WordsCheck
        words={words}
        texts={{ ask: 'renew.check_text', right: 'renew.right', go: 'renew.take' }}
        done={() => send({ type: 'take_new_words' })}
      />
      <p>
        <button type="button" class="link" onClick={drop}>
          {t('renew.drop')}
        </button>
      </p>
      <Note>
        <p>{t('words.screenshot')}</p>
      </Note>
    </>
  );
}

function Done() {
  const words = client.words.value.words;
  return (
    <Note role="status">
      <p>
        <Icon name="check" />
        <strong>{t('renew.done')}</strong>
      </p>
      {words ? <WordList words={words} /> : null}
      <button type="button" class="btn" onClick={toThread}>
        {t('words.to_thread')}
      </button>
    </Note>
  );
}

function Failed({ words }: { words: readonly string[] | null }) {
  const { failure } = client.renewal.value;
  const again = () => send({ type: words ? 'take_new_words' : 'make_new_words' });
  return (
    <>
      {failure ? <Problem failure={failure} again={again} /> : null}
      {words ? (
        <div class="card words-card">
          <h2>{t('renew.title')}</h2>
          <WordList words={words} />
          <p>{t('renew.both')}</p>
        </div>
      ) : null}
    </>
  );
}

function Current() {
  const { state, words } = client.renewal.value;
  switch (state) {
    case 'idle':
      return <Offer />;
    case 'making':
      return <Loading text={t('renew.making')} />;
    case 'shown':
      return words ? <Shown words={words} /> : null;
    case 'switching':
      return <Loading text={t('renew.switching')} />;
    case 'done':
      return <Done />;
    case 'failed':
      return <Failed words={words} />;
  }
}

export function NewWordsScreen() {
  const { state } = client.renewal.value;
  // The button that led to a state is gone with the state before it.
  const shown = useRef(state);
  useEffect(() => {
    if (shown.current !== state) focusHeading();
    shown.current = state;
  }, [state]);
  // Another visit to this screen begins anew.
  useEffect(
    () => () => {
      if (client.renewal.value.state === 'done') send({ type: 'drop_new_words' });
    },
    [],
  );
  return (
    <Page
      heading={t('renew.h1')}
      lead={t('renew.lead')}
      back={state === 'idle' ? toThread : undefined}
      className="words-page"
    >
      <Current />
    </Page>
  );
}
