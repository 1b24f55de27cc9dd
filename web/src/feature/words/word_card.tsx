// Six words as they are shown, and the ways to keep them: over on paper, copied, or as a card that says nothing.
import { useSignal } from '@preact/signals';
import { t } from '../../i18n/text.ts';
import { Icon } from '../../ui/icon.tsx';

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

export function Keep({ words }: { words: readonly string[] }) {
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
