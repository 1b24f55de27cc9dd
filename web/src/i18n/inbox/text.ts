// The inbox's texts, by key. Advisors are addressed as u; the catalogues are the advisors' page's own.
import { signal } from '@preact/signals';
import { type language, speak, type TextValues } from '../text.ts';
import type dutchSource from './nl.json';
import dutch from './nl.json?icu';

export type InboxKey = keyof typeof dutchSource;
type Catalogue = Partial<Record<InboxKey, (values: TextValues) => string>>;

const NOTHING: TextValues = {};
const overlay = signal<Catalogue | null>(null);

export function say(key: InboxKey, values: TextValues = NOTHING): string {
  const text = overlay.value?.[key] ?? (dutch as Catalogue)[key];
  return text ? text(values) : key;
}

export function isInboxKey(key: string): key is InboxKey {
  return key in dutch;
}

// The parts shared with the client's page speak along.
export async function speakInbox(next: typeof language.value): Promise<void> {
  const catalogue = next === 'en' ? ((await import('./en.json?icu')).default as Catalogue) : null;
  await speak(next, 'u');
  overlay.value = catalogue;
}
