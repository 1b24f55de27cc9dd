// Some words of a paper asked back, so that what was copied wrongly is found while it can still be seen.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { Field } from '../../ui/form.tsx';
import { isWord } from './read_back.ts';

type WordProperties = {
  readonly place: number;
  readonly text: string;
  readonly error: string | null;
  readonly change: (text: string) => void;
};

function WordField({ place, text, error, change }: WordProperties) {
  const id = `word-${place}`;
  return (
    <Field
      id={id}
      label={say('phrase.nth', { place: place + 1 })}
      error={error}
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

type Properties = {
  readonly words: readonly string[];
  readonly places: readonly number[];
  readonly intro: string;
  readonly done: () => void;
};

export function WordReadBack({ words, places, intro, done }: Properties) {
  const typed = useSignal<Readonly<Record<number, string>>>({});
  const wrong = useSignal<readonly number[]>([]);
  const check = () => {
    wrong.value = places.filter((place) => !isWord(typed.value[place] ?? '', words[place] ?? ''));
    const [first] = wrong.value;
    if (first === undefined) done();
    else document.getElementById(`word-${first}`)?.focus();
  };
  return (
    <form
      class="read-back"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <h2>{say('phrase.check')}</h2>
      <p>{intro}</p>
      <div class="pair">
        {places.map((place) => (
          <WordField
            key={place}
            place={place}
            text={typed.value[place] ?? ''}
            error={wrong.value.includes(place) ? say('phrase.wrong') : null}
            change={(text) => {
              typed.value = { ...typed.value, [place]: text };
            }}
          />
        ))}
      </div>
      <div class="actions">
        <button type="submit" class="btn large">
          {say('phrase.go')}
        </button>
      </div>
    </form>
  );
}
