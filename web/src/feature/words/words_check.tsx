// Asks two of the six words back, so that a card with a slip is noticed while the words are still here.
import { useSignal } from '@preact/signals';
import { t } from '../../i18n/text.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';

function plain(word: string): string {
  return word.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
}

// Two different places, the lower first.
export function placesToAsk(random: () => number): readonly [number, number] {
  const first = Math.floor(random() * 6);
  const second = (first + 1 + Math.floor(random() * 5)) % 6;
  return [Math.min(first, second), Math.max(first, second)];
}

function WordField({ place, text, change }: { place: number; text: string; change: (text: string) => void }) {
  const id = `check-${place}`;
  return (
    <Field
      id={id}
      label={t('words.nth', { place: place + 1 })}
      control={() => (
        <input
          id={id}
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    />
  );
}

export type CheckTexts = {
  readonly ask: 'words.check_text' | 'renew.check_text';
  readonly right: 'words.right' | 'renew.right';
  readonly go: 'words.to_thread' | 'renew.take';
};

// Without `skip` there is no way on but through the right words.
export function WordsCheck({
  words,
  texts,
  done,
  skip,
}: {
  words: readonly string[];
  texts: CheckTexts;
  done: () => void;
  skip?: (() => void) | undefined;
}) {
  const places = useSignal(placesToAsk(Math.random)).value;
  const typed = useSignal<readonly [string, string]>(['', '']);
  const outcome = useSignal<'open' | 'wrong' | 'right' | 'skipping'>('open');
  const check = () => {
    const right = places.every((place, index) => plain(typed.value[index] ?? '') === words[place]);
    outcome.value = right ? 'right' : 'wrong';
  };

  if (outcome.value === 'right') {
    return (
      <Note role="status">
        <p>
          <Icon name="check" />
          <strong>{t(texts.right)}</strong>
        </p>
        <button type="button" class="btn" onClick={done}>
          {t(texts.go)}
        </button>
      </Note>
    );
  }
  return (
    <form
      class="card check-words"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <h2>{t('words.check')}</h2>
      <p>{t(texts.ask, { first: places[0] + 1, second: places[1] + 1 })}</p>
      <div class="pair">
        {places.map((place, index) => (
          <WordField
            key={place}
            place={place}
            text={typed.value[index] ?? ''}
            change={(text) => {
              typed.value = index === 0 ? [text, typed.value[1]] : [typed.value[0], text];
            }}
          />
        ))}
      </div>
      <p class="error" role={outcome.value === 'wrong' ? 'alert' : undefined}>
        {outcome.value === 'wrong' ? t('words.wrong') : null}
      </p>
      <div class="actions">
        <button type="submit" class="btn">
          {t('words.check_go')}
        </button>
        {skip ? (
          <button
            type="button"
            class="link"
            onClick={() => {
              outcome.value = 'skipping';
            }}
          >
            {t('words.later')}
          </button>
        ) : null}
      </div>
      {outcome.value === 'skipping' ? (
        <Note tone="warm" role="alert">
          <p>{t('words.skip')}</p>
          <button type="button" class="btn ghost" onClick={skip}>
            {t('words.skip_go')}
          </button>
        </Note>
      ) : null}
    </form>
  );
}
