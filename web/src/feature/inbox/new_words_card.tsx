// The new words as they are read out or printed, once, and two of them asked back: before that nothing changes.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { isWord, somePlaces } from './read_back.ts';

type WordProperties = {
  readonly place: number;
  readonly text: string;
  readonly wrong: boolean;
  readonly change: (text: string) => void;
};

function WordField({ place, text, wrong, change }: WordProperties) {
  const id = `card-word-${place}`;
  return (
    <Field
      id={id}
      label={say('phrase.nth', { place: place + 1 })}
      error={wrong ? say('phrase.wrong') : null}
      control={(describedBy) => (
        <input
          id={id}
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={text}
          aria-describedby={describedBy || undefined}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    />
  );
}

function ReadBack({ words, give }: { words: readonly string[]; give: () => void }) {
  const places = useSignal(somePlaces(words.length, 2, Math.random)).value;
  const typed = useSignal<Readonly<Record<number, string>>>({});
  const wrong = useSignal<readonly number[]>([]);
  const check = () => {
    wrong.value = places.filter((place) => !isWord(typed.value[place] ?? '', words[place] ?? ''));
    const [first] = wrong.value;
    if (first === undefined) give();
    else document.getElementById(`card-word-${first}`)?.focus();
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <h3>{say('phrase.check')}</h3>
      <p>{say('words.read_back', { first: (places[0] ?? 0) + 1, second: (places[1] ?? 0) + 1 })}</p>
      <div class="pair">
        {places.map((place) => (
          <WordField
            key={place}
            place={place}
            text={typed.value[place] ?? ''}
            wrong={wrong.value.includes(place)}
            change={(text) => {
              typed.value = { ...typed.value, [place]: text };
            }}
          />
        ))}
      </div>
      <p>
        <strong>{say('words.old_stop')}</strong>
      </p>
      <div class="actions">
        <button type="submit" class="btn">
          {say('words.give')}
        </button>
      </div>
    </form>
  );
}

// The paper says nothing but the words.
function PrintCard({ words }: { words: readonly string[] }) {
  return (
    <div class="print-card" aria-hidden="true">
      <ol>
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ol>
    </div>
  );
}

export function NewWordsCard({ words, give }: { words: readonly string[]; give: () => void }) {
  return (
    <div class="stack">
      <p>{say('words.words_lead')}</p>
      <ol class="words" aria-label={say('words.words')} translate={false}>
        {words.map((word, index) => (
          <li key={word}>
            <span class="number" aria-hidden="true">
              {index + 1}
            </span>
            {word}
          </li>
        ))}
      </ol>
      <p>
        <button type="button" class="btn ghost small" onClick={() => window.print()}>
          <Icon name="print" />
          {say('words.print')}
        </button>
      </p>
      <PrintCard words={words} />
      <ReadBack words={words} give={give} />
    </div>
  );
}
