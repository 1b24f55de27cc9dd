// The conversation and its calls: fetched when there is one, or when a call is to be booked.
import { AppointmentsScreen } from '../feature/appointment/appointments_screen.tsx';
import { BookingScreen } from '../feature/appointment/booking_screen.tsx';
import { ThreadScreen } from '../feature/thread/thread_screen.tsx';
import type { ScreenName } from '../store/screen.ts';

export type TalkingScreen = Extract<ScreenName, 'thread' | 'book' | 'appointments'>;

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
