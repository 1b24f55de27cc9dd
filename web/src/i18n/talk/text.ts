// The texts about appointments, loaded with them, in the language and tone of the page.
import { effect, signal } from '@preact/signals';
import { language, type TextValues, tone } from '../text.ts';
import type dutchSource from './nl.json';
import dutch from './nl.json?icu';

export type TalkKey = keyof typeof dutchSource;
type Catalogue = Partial<Record<TalkKey, (values: TextValues) => string>>;

const NOTHING: TextValues = {};
const overlay = signal<Catalogue | null>(null);

async function overlayOf(nextLanguage: string, nextTone: string): Promise<Catalogue | null> {
  if (nextLanguage === 'en') return (await import('./en.json?icu')).default as Catalogue;
  return nextTone === 'u' ? ((await import('./nl-u.json?icu')).default as Catalogue) : null;
}

// Follows the page; the last wish counts, and without a network the Dutch texts still say all that is needed.
effect(() => {
  const [nextLanguage, nextTone] = [language.value, tone.value];
  overlayOf(nextLanguage, nextTone).then(
    (catalogue) => {
      if (nextLanguage === language.value && nextTone === tone.value) overlay.value = catalogue;
    },
    () => {},
  );
});

export function tell(key: TalkKey, values: TextValues = NOTHING): string {
  const text = overlay.value?.[key] ?? (dutch as Catalogue)[key];
  return text ? text(values) : key;
}
