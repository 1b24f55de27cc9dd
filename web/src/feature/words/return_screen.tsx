// C7: come back with the words. One field that takes a paste, completes after three letters and names what is unknown.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { completeWord, readWords } from '../../crypto/words.ts';
import { speak, t } from '../../i18n/text.ts';
import { role, wordsKept } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/form.tsx';
import { Loading, Note, Page } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import { nearestWord } from './nearest_word.ts';
import { finishedWith, lastWord } from './typed_words.ts';

const TYPED_CHARACTERS_MAX = 200;
const COMPLETIONS_MAX = 5;

// null when the words can be tried.
function fault(text: string): string | null {
  const read = readWords(text);
  switch (read.kind) {
    case 'code':
      return null;
    case 'too_long':
      return t('return.long');
    case 'wrong_count':
      return t('return.count', { count: read.found });
    case 'unknown_word': {
      const nearest = nearestWord(read.word);
      const values = { word: read.word, place: read.position + 1 };
      return nearest ? t('return.unknown_near', { ...values, nearest }) : t('return.unknown', values);
    }
  }
}

function Outcome() {
  const { state, failure } = client.opening.value;
  switch (state) {
    case 'idle':
    case 'open':
      return null;
    case 'deriving':
    case 'asking':
    case 'reading':
      return <Loading text={t('return.opening')} />;
    case 'not_found':
      return (
        <Note tone="danger" role="alert">
          <p>{t('return.not_found')}</p>
          <PhoneLine />
        </Note>
      );
    case 'failed':
      return failure ? <Problem failure={failure} /> : null;
  }
}

function WordsField({
  typed,
  error,
  change,
}: {
  typed: string;
  error: string | null;
  change: (text: string) => void;
}) {
  const shown = useSignal(true);
  const completions = completeWord(lastWord(typed), COMPLETIONS_MAX);
  return (
    <Field
      id="words"
      label={t('return.label')}
      hint={t('return.hint')}
      error={error}
      control={(describedBy) => (
        <>
          <div class={shown.value ? 'words-field' : 'words-field masked'}>
            <Combobox
              id="words"
              value={typed}
              describedBy={describedBy}
              listLabel={t('return.list')}
              suggestions={completions.map((word) => ({ id: word, content: word }))}
              input={change}
              take={(word) => change(finishedWith(typed, word))}
              enterKeyHint="go"
              attributes={{ maxLength: TYPED_CHARACTERS_MAX, translate: false }}
            />
          </div>
          <button
            type="button"
            class="link"
            aria-pressed={!shown.value}
            onClick={() => {
              shown.value = !shown.value;
            }}
          >
            {t('return.hide')}
          </button>
        </>
      )}
    />
  );
}

export function ReturnScreen() {
  const typed = useSignal('');
  const error = useSignal<string | null>(null);
  const { state } = client.opening.value;

  useEffect(() => {
    if (state !== 'open') return;
    const { tone, language } = client.thread.value;
    wordsKept.value = true;
    role.value = tone === 'u' ? 'parent' : 'pupil';
    void speak(language ?? 'nl', tone ?? 'je').then(() => show('thread'));
  }, [state]);

  const submit = () => {
    if (state === 'deriving' || state === 'asking' || state === 'reading') return;
    error.value = fault(typed.value);
    if (error.value) document.getElementById('words')?.focus();
    else send({ type: 'open', words: typed.value });
  };
  return (
    <Page heading={t('return.h1')} lead={t('return.lead')} back={() => show('start')}>
      <form
        class="stack card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <WordsField
          typed={typed.value}
          error={error.value}
          change={(text) => {
            typed.value = text;
            error.value = null;
          }}
        />
        <div class="actions">
          <button type="submit" class="btn large">
            {t('return.go')}
          </button>
        </div>
        <Outcome />
      </form>
      <p>
        <button type="button" class="link" onClick={() => show('lost_words')}>
          {t('return.lost')}
        </button>
      </p>
    </Page>
  );
}

// C7b: it never says whether a conversation exists.
export function LostWordsScreen() {
  return (
    <Page heading={t('lost.h1')} lead={t('lost.lead')} back={() => show('return')}>
      <div class="prose">
        <h2>{t('lost.new')}</h2>
        <p>{t('lost.new_text')}</p>
        <button type="button" class="btn" onClick={() => show('know')}>
          {t('lost.new_go')}
        </button>
        <h2>{t('lost.call')}</h2>
        <p>{t('lost.call_text')}</p>
        <p>{t('lost.card_text')}</p>
        <PhoneLine />
      </div>
    </Page>
  );
}
