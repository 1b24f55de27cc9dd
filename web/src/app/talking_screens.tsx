// The conversation, and the way to its appointments: fetched when there is one, or when one is to be booked.
import { ThreadScreen } from '../feature/thread/thread_screen.tsx';
import type { ScreenName } from '../store/screen.ts';
import { lazy } from '../ui/lazy.tsx';

export type TalkingScreen = Extract<ScreenName, 'thread' | 'book' | 'appointments'>;

const BookingScreen = lazy(
  async () => (await import('../feature/appointment/booking_screen.tsx')).BookingScreen,
);
const AppointmentsScreen = lazy(
  async () => (await import('../feature/appointment/appointments_screen.tsx')).AppointmentsScreen,
);

export function TalkingScreens({ name, stop }: { name: TalkingScreen; stop: () => void }) {
  switch (name) {
    case 'thread':
      return <ThreadScreen stop={stop} />;
    case 'book':
      return <BookingScreen />;
    case 'appointments':
      return <AppointmentsScreen />;
  }
}
