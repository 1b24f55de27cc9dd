// A2: the generated passphrase, shown once and large, and two of its words asked back from the paper.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, passphraseIsKept } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import { DoorFrame } from './door_frame.tsx';
import { somePlaces } from './read_back.ts';
import { WordReadBack } from './word_read_back.tsx';

const ASKED = 2;

export function PassphraseScreen() {
  const words = advisor.account.value.words ?? [];
  const places = useSignal(somePlaces(words.length, ASKED, Math.random)).value;
  const [first = 0, second = 0] = places;
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
      <WordReadBack
        words={words}
        places={places}
        intro={say('phrase.check_text', { first: first + 1, second: second + 1 })}
        done={passphraseIsKept}
      />
    </DoorFrame>
  );
}
