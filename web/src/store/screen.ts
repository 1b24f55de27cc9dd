// Which screen is shown. There is one address and no history entry: Back leaves the site (product rule 4.1).
import { signal } from '@preact/signals';

export type ScreenName =
  | 'start'
  | 'know'
  | 'school'
  | 'advisor'
  | 'write'
  | 'words'
  | 'new_words'
  | 'return'
  | 'lost_words'
  | 'thread'
  | 'book'
  | 'appointments'
  | 'consent'
  | 'data'
  | 'help_now'
  | 'readers'
  | 'evidence'
  | 'how';

// A purpose decides where the shared steps (know, school, advisor) lead.
export type Purpose = 'write' | 'call';

export const screen = signal<ScreenName>('start');
export const purpose = signal<Purpose>('write');

// Where the help pages, which can be reached from everywhere, return to.
const previous = signal<ScreenName>('start');
const HELP: readonly ScreenName[] = ['help_now', 'readers', 'evidence', 'how'];

export function show(next: ScreenName): void {
  if (HELP.includes(next) && !HELP.includes(screen.value)) previous.value = screen.value;
  screen.value = next;
}

export function leaveHelp(): void {
  screen.value = previous.value;
}
