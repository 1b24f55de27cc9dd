// A2: the generated passphrase, shown once and large, and two of its words asked back from the paper.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, passphraseIsKept } from '../../store/advisor.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import { DoorFrame } from './door.tsx';
import { isWord, twoPlaces } from './read_back.ts';

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

function ReadBack({ words }: { words: readonly string[] }) {
  const places = useSignal(twoPlaces(words.length, Math.random)).value;
  const typed = useSignal<Readonly<Record<number, string>>>({});
  const wrong = useSignal<readonly number[]>([]);
  const check = () => {
    wrong.value = places.filter((place) => !isWord(typed.value[place] ?? '', words[place] ?? ''));
    const [first] = wrong.value;
    if (first === undefined) passphraseIsKept();
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
      <p>{say('phrase.check_text', { first: places[0] + 1, second: places[1] + 1 })}</p>
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

export function PassphraseScreen() {
  const words = advisor.account.value.words ?? [];
  return (
    <DoorFrame heading={say('phrase.title')} step="passphrase">
      <p class="lead">{say('phrase.lead')}</p>
      <ol class="phrase" aria-label={say('phrase.list')}>
        {words.map((word, index) => (
          <li key={word}>
            <span class="number" aria-hidden="true">
              {index + 1}
            </span>
            <span translate={false}>{word}</span>
          </li>
        ))}
      </ol>
      <Note tone="warm">
        <p>
          <Icon name="shield" />
          {say('phrase.alone')}
        </p>
      </Note>
      <ReadBack words={words} />
    </DoorFrame>
  );
}
