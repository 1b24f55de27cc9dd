// The texts about a dossier and within it, loaded with the screen that makes one.
import { effect, signal } from '@preact/signals';
import { language, type TextValues } from '../text.ts';
import type dutchSource from './nl.json';
import dutch from './nl.json?icu';

export type DossierKey = keyof typeof dutchSource;
type Catalogue = Partial<Record<DossierKey, (values: TextValues) => string>>;

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

export function spell(key: DossierKey, values: TextValues = NOTHING): string {
  const text = overlay.value?.[key] ?? (dutch as Catalogue)[key];
  return text ? text(values) : key;
}
