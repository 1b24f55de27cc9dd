// Every client screen behind the start, in one chunk that is fetched when somebody goes through a door.
import { AdvisorScreen } from '../feature/advisor/advisor_screen.tsx';
import { AppointmentsScreen } from '../feature/appointment/appointments_screen.tsx';
import { BookingScreen } from '../feature/appointment/booking_screen.tsx';
import { HelpNowScreen, HowScreen, ReadersScreen } from '../feature/info/info_screens.tsx';
import { SchoolScreen } from '../feature/school/school_screen.tsx';
import { KnowScreen } from '../feature/start/know_screen.tsx';
import { ThreadScreen } from '../feature/thread/thread_screen.tsx';
import { WordsScreen } from '../feature/words/words_screen.tsx';
import { WriteScreen } from '../feature/write/write_screen.tsx';
import type { ScreenName } from '../store/screen.ts';

export type InnerScreen = Exclude<ScreenName, 'start' | 'return' | 'lost_words'>;

export function Screens({ name, stop }: { name: InnerScreen; stop: () => void }) {
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
    case 'thread':
      return <ThreadScreen stop={stop} />;
    case 'book':
      return <BookingScreen />;
    case 'appointments':
      return <AppointmentsScreen />;
    case 'help_now':
      return <HelpNowScreen />;
    case 'readers':
      return <ReadersScreen />;
    case 'how':
      return <HowScreen />;
  }
}
