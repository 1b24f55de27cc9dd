// Which part of the inbox is shown. Nothing of it is in the address or the title.
import { signal } from '@preact/signals';

export type Section = 'desk' | 'calls' | 'hours' | 'trust' | 'keys';
// On a narrow screen one of these is shown at a time.
export type Pane = 'list' | 'thread' | 'person';

export const section = signal<Section>('desk');
export const pane = signal<Pane>('list');
export const openCase = signal<string | null>(null);
export const query = signal('');
// An item of the thread to bring into sight, after it was found by searching.
export const soughtItem = signal<string | null>(null);

// The conversation for which new words are being made; over all panes, whichever of them are shown.
export const newWordsFor = signal<string | null>(null);

export function resetInboxView(): void {
  section.value = 'desk';
  pane.value = 'list';
  openCase.value = null;
  query.value = '';
  soughtItem.value = null;
  newWordsFor.value = null;
}
