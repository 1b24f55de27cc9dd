// From the door to the words: fetched when somebody goes through a door.
import { AdvisorScreen } from '../feature/advisor/advisor_screen.tsx';
import { HelpNowScreen, HowScreen, ReadersScreen } from '../feature/info/info_screens.tsx';
import { SchoolScreen } from '../feature/school/school_screen.tsx';
import { KnowScreen } from '../feature/start/know_screen.tsx';
import { WordsScreen } from '../feature/words/words_screen.tsx';
import { WriteScreen } from '../feature/write/write_screen.tsx';
import type { ScreenName } from '../store/screen.ts';

export type FindingScreen = Extract<
  ScreenName,
  'know' | 'school' | 'advisor' | 'write' | 'words' | 'help_now' | 'readers' | 'how'
>;

export function FindingScreens({ name }: { name: FindingScreen }) {
  switch (name) {
    case 'know':
      return <KnowScreen />;
    case 'school':
      return <SchoolScreen />;
    case 'advisor':
      return <AdvisorScreen />;
    case 'write':
      return <WriteScreen />;
    case 'words':
      return <WordsScreen />;
    case 'help_now':
      return <HelpNowScreen />;
    case 'readers':
      return <ReadersScreen />;
    case 'how':
      return <HowScreen />;
  }
}
