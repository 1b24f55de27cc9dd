// The advisors' texts about consent and finishing, loaded with the parts of the case pane that say them.
import { effect, signal } from '@preact/signals';
import { language, type TextValues } from '../text.ts';
import type dutchSource from './nl.json';
import dutch from './nl.json?icu';

export type CaseKey = keyof typeof dutchSource;
type Catalogue = Partial<Record<CaseKey, (values: TextValues) => string>>;

const NOTHING: TextValues = {};
const overlay = signal<Catalogue | null>(null);

// Follows the page; without a network the Dutch texts still say all that is needed.
effect(() => {
  const next = language.value;
  const loading = next === 'en' ? import('./en.json?icu') : Promise.resolve(null);
  loading.then(
    (loaded) => {
      if (next === language.value) overlay.value = (loaded?.default as Catalogue | undefined) ?? null;
    },
    () => {},
  );
});

export function speak(key: CaseKey, values: TextValues = NOTHING): string {
  const text = overlay.value?.[key] ?? (dutch as Catalogue)[key];
  return text ? text(values) : key;
}
