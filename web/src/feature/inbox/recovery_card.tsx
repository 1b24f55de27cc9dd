// The recovery card: twelve words to print or copy, and four of them asked back before the card counts.
import { useSignal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import { DoorFrame } from './door_frame.tsx';
import { somePlaces } from './read_back.ts';
import { WordReadBack } from './word_read_back.tsx';

const ASKED = 4;

function Words({ words }: { words: readonly string[] }) {
  return (
    <ol class="phrase card-words" aria-label={say('card.list')}>
      {words.map((word, index) => (
        <li key={`${index}-${word}`}>
          <span class="number" aria-hidden="true">
            {index + 1}
          </span>
          <span translate={false}>{word}</span>
        </li>
      ))}
    </ol>
  );
}

// What the printer gets: nothing that says what it opens, or whose it is.
function Paper({ words }: { words: readonly string[] }) {
  return (
    <div class="print-card" aria-hidden="true">
      <ol translate={false}>
        {words.map((word, index) => (
          <li key={`${index}-${word}`}>{word}</li>
        ))}
      </ol>
    </div>
  );
}

export function RecoveryCard({ words, done }: { words: readonly string[]; done: () => void }) {
  const places = useSignal(somePlaces(words.length, ASKED, Math.random)).value;
  const [first = 0, second = 0, third = 0, fourth = 0] = places;
  const intro = say('card.check_text', {
    first: first + 1,
    second: second + 1,
    third: third + 1,
    fourth: fourth + 1,
  });
  return (
    <>
      <p class="lead">{say('card.lead')}</p>
      <Words words={words} />
      <Paper words={words} />
      <button type="button" class="btn ghost" onClick={() => print()}>
        <Icon name="print" />
        {say('card.print')}
      </button>
      <Note tone="warm">
        <p>
          <Icon name="shield" />
          {say('card.safe')}
        </p>
      </Note>
      <WordReadBack words={words} places={places} intro={intro} done={done} />
    </>
  );
}

export function CardStep() {
  const words = advisor.account.value.words ?? [];
  return (
    <DoorFrame heading={say('recovery.title')} step="card">
      <RecoveryCard words={words} done={() => command({ type: 'step_done', step: 'card' })} />
    </DoorFrame>
  );
}

// Without a card that counts, a lost device would lose the advisor: there is only one way on.
export function CardFailed() {
  const { failure } = advisor.account.value;
  return (
    <DoorFrame heading={say('card.failed')} step="card">
      <p>{say('card.failed_text')}</p>
      {failure ? <Problem failure={failure} /> : null}
      <div class="actions">
        <button
          type="button"
          class="btn large"
          onClick={() => command({ type: 'step_done', step: 'card_failed' })}
        >
          {say('card.again')}
        </button>
      </div>
      <PhoneLine />
    </DoorFrame>
  );
}
