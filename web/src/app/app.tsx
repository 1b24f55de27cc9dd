// The whole client page as a function of its signals: shell, current screen, bar and cover.
import { useEffect, useRef } from 'preact/hooks';
import { StartScreen } from '../feature/start/start_screen.tsx';
import { language, t } from '../i18n/text.ts';
import { client } from '../store/engine.ts';
import { exitAddress, facts } from '../store/organisation.ts';
import { type ScreenName, screen, show } from '../store/screen.ts';
import { covered, uncover } from '../ui/cover.ts';
import { focusHeading } from '../ui/focus.ts';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { Problem } from '../ui/problem.tsx';
import { Shell } from '../ui/shell.tsx';
import { comeBack, enter, exit, restart, shellActions, stop } from './actions.ts';

const FindingScreens = lazy(async () => (await import('./finding_screens.tsx')).FindingScreens);
const TalkingScreens = lazy(async () => (await import('./talking_screens.tsx')).TalkingScreens);
const ReturnScreen = lazy(async () => (await import('../feature/words/return_screen.tsx')).ReturnScreen);
const NewWordsScreen = lazy(
  async () => (await import('../feature/words/new_words_screen.tsx')).NewWordsScreen,
);
const ConsentScreen = lazy(async () => (await import('../feature/consent/consent_screen.tsx')).ConsentScreen);
const DataScreen = lazy(async () => (await import('../feature/data/data_screen.tsx')).DataScreen);
const EvidenceScreen = lazy(async () => (await import('../feature/info/evidence_screen.tsx')).EvidenceScreen);
const LostWordsScreen = lazy(
  async () => (await import('../feature/words/return_screen.tsx')).LostWordsScreen,
);

const startActions = { enter, comeBack, readFirst: () => show('how') };

function Current({ name, offline }: { name: ScreenName; offline: boolean }) {
  switch (name) {
    case 'start':
      return <StartScreen actions={startActions} offline={offline} />;
    case 'return':
      return <ReturnScreen />;
    case 'new_words':
      return <NewWordsScreen />;
    case 'lost_words':
      return <LostWordsScreen />;
    case 'evidence':
      return <EvidenceScreen />;
    case 'consent':
      return <ConsentScreen />;
    case 'data':
      return <DataScreen stop={stop} />;
    case 'thread':
    case 'book':
    case 'appointments':
      return <TalkingScreens name={name} stop={stop} />;
    default:
      return <FindingScreens name={name} />;
  }
}

// Screens that show something without an engine.
const FREE: readonly ScreenName[] = ['start', 'know', 'help_now', 'readers', 'evidence', 'how', 'lost_words'];

function EngineProblem() {
  const { engine } = client.status.value;
  if (engine === 'failed') return <Problem failure={{ kind: 'browser' }} />;
  if (engine === 'unreachable') return <Problem failure={{ kind: 'unreachable' }} again={restart} />;
  return null;
}

function OfflineBar() {
  return (
    <p class="wrap offline">
      <Icon name="alert" />
      {t('offline.bar')}
    </p>
  );
}

function Cover() {
  const go = useRef<HTMLButtonElement>(null);
  useEffect(() => go.current?.focus(), []);
  return (
    <div class="cover" role="dialog" aria-modal="true" aria-labelledby="cover-text">
      <div>
        <p id="cover-text">{t('cover.text')}</p>
        <button ref={go} type="button" class="btn" onClick={uncover}>
          {t('cover.go')}
        </button>
      </div>
    </div>
  );
}

// The new heading takes the focus, so that a screen reader starts there; not at the very first screen.
function useFocusOnHeading(name: ScreenName): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    focusHeading();
  }, [name]);
}

export function App() {
  const name = screen.value;
  const offline = client.status.value.connection === 'offline';
  const { engine } = client.status.value;
  const broken = (engine === 'failed' || engine === 'unreachable') && !FREE.includes(name);
  useFocusOnHeading(name);
  useEffect(() => {
    if (name === 'words') TalkingScreens.preload();
  }, [name]);
  return (
    <>
      <div class="under" inert={covered.value}>
        <Shell
          language={language.value}
          facts={facts.value}
          running={client.status.value.engine !== 'idle'}
          exitAddress={exitAddress()}
          actions={{ ...shellActions, exit }}
          notice={offline ? <OfflineBar /> : null}
        >
          {broken ? (
            <div class="wrap page">
              <EngineProblem />
            </div>
          ) : (
            <Current name={name} offline={offline} />
          )}
        </Shell>
      </div>
      {covered.value ? <Cover /> : null}
    </>
  );
}
