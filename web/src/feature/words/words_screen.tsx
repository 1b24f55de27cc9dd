// C6: the message has arrived; these six words open the answer. They can be seen again until the visitor leaves.
import { longDay } from '../../i18n/format.ts';
import { t } from '../../i18n/text.ts';
import { wordsKept } from '../../store/draft.ts';
import { client } from '../../store/engine.ts';
import { purpose, show } from '../../store/screen.ts';
import { Note, Page } from '../../ui/page.tsx';
import { lookBackAt } from './look_back.ts';
import { Keep, WordList } from './word_card.tsx';
import { WordsCheck } from './words_check.tsx';

const TEXTS = { ask: 'words.check_text', right: 'words.right', go: 'words.to_thread' } as const;

function lookText(): string | null {
  const advisor = client.thread.value.advisor;
  if (!advisor) return null;
  const at = lookBackAt(Math.floor(Date.now() / 1000), advisor.workingDays, advisor.replyDays);
  return t('words.look', { day: longDay(at) });
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
        <WordsCheck words={words} texts={TEXTS} done={leave} skip={leave} />
      )}
      <Note>
        <p>{t('words.screenshot')}</p>
      </Note>
    </Page>
  );
}
