// C6: the message has arrived; these six words open the answer. They can be seen again until the visitor leaves.
import { useSignal } from '@preact/signals';
import { longDay } from '../../i18n/format.ts';
import { t } from '../../i18n/text.ts';
import { wordsKept } from '../../store/draft.ts';
import { client } from '../../store/engine.ts';
import { purpose, show } from '../../store/screen.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note, Page } from '../../ui/page.tsx';
import { lookBackAt } from './look_back.ts';
import { WordsCheck } from './words_check.tsx';

function lookText(): string | null {
  const advisor = client.thread.value.advisor;
  if (!advisor) return null;
  const at = lookBackAt(Math.floor(Date.now() / 1000), advisor.workingDays, advisor.replyDays);
  return t('words.look', { day: longDay(at) });
}

function CopyButton({ words }: { words: readonly string[] }) {
  const copied = useSignal<'no' | 'yes' | 'failed'>('no');
  const copy = () =>
    navigator.clipboard.writeText(words.join(' ')).then(
      () => {
        copied.value = 'yes';
      },
      () => {
        copied.value = 'failed';
      },
    );
  return (
    <>
      <button type="button" class="btn ghost" onClick={copy}>
        <Icon name="copy" />
        {t('words.copy')}
      </button>
      <span role="status" class="hint">
        {copied.value === 'yes'
          ? t('words.copied')
          : copied.value === 'failed'
            ? t('words.copy_failed')
            : null}
      </span>
    </>
  );
}

function PrintCard({ words, title }: { words: readonly string[]; title: string }) {
  return (
    <div class="print-card" aria-hidden="true">
      <p>{title}</p>
      <ol>
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ol>
    </div>
  );
}

function PrintCardForm({ words }: { words: readonly string[] }) {
  const title = useSignal('');
  return (
    <details class="fold">
      <summary>
        <Icon name="print" />
        {t('words.card')}
      </summary>
      <div class="field">
        <label for="card-title">{t('words.card_title')}</label>
        <input
          id="card-title"
          type="text"
          maxLength={40}
          autocomplete="off"
          placeholder={t('words.card_title_example')}
          value={title.value}
          onInput={(event) => {
            title.value = event.currentTarget.value;
          }}
        />
      </div>
      <button type="button" class="btn ghost" onClick={() => window.print()}>
        {t('words.print')}
      </button>
      <PrintCard words={words} title={title.value} />
    </details>
  );
}

function Keep({ words }: { words: readonly string[] }) {
  return (
    <div class="keep">
      <h2>{t('words.keep')}</h2>
      <p>{t('words.keep_text')}</p>
      <div class="keep-ways">
        <CopyButton words={words} />
      </div>
      <PrintCardForm words={words} />
    </div>
  );
}

export function WordList({ words }: { words: readonly string[] }) {
  return (
    <ol class="words" translate={false}>
      {words.map((word, index) => (
        <li key={word}>
          <span class="number" aria-hidden="true">
            {index + 1}
          </span>
          {word}
        </li>
      ))}
    </ol>
  );
}

function leave(): void {
  wordsKept.value = true;
  show('thread');
}

export function WordsScreen() {
  const words = client.words.value.words;
  const advisor = client.thread.value.advisor;
  if (!words) return null;
  const look = lookText();
  const again = wordsKept.value;
  const heading = again
    ? t('words.mine')
    : purpose.value === 'call'
      ? t('words.h1_call')
      : t('words.h1', { name: advisor?.firstName ?? '' });
  return (
    <Page
      heading={heading}
      step={again || purpose.value === 'call' ? undefined : { number: 4, of: 4 }}
      lead={again || !look || purpose.value === 'call' ? undefined : look}
      className="words-page"
    >
      <div class="card words-card">
        <h2>{t('words.title')}</h2>
        <WordList words={words} />
        <p>{t('words.why', { name: advisor?.firstName ?? '' })}</p>
      </div>
      <Keep words={words} />
      {again ? (
        <button type="button" class="btn" onClick={() => show('thread')}>
          {t('words.to_thread')}
        </button>
      ) : (
        <WordsCheck words={words} done={leave} />
      )}
      <Note>
        <p>{t('words.screenshot')}</p>
      </Note>
    </Page>
  );
}
