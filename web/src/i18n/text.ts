// Texts by key in the chosen language and tone: `je` for pupils, `u` for parents (an overlay over the Dutch texts).
import { signal } from '@preact/signals';
import type dutchSource from './nl.json';
import dutch from './nl.json?icu';

export type TextKey = keyof typeof dutchSource;
export type TextValues = Readonly<Record<string, string | number>>;
type Language = 'nl' | 'en';
type Tone = 'je' | 'u';
type Catalogue = Partial<Record<TextKey, (values: TextValues) => string>>;

export const language = signal<Language>('nl');
export const tone = signal<Tone>('je');

const NOTHING: TextValues = {};
const overlay = signal<Catalogue | null>(null);

export function t(key: TextKey, values: TextValues = NOTHING): string {
  const text = overlay.value?.[key] ?? (dutch as Catalogue)[key];
  return text ? text(values) : key;
}

// Loads before it switches, so that a screen never shows a mix.
export async function speak(nextLanguage: Language, nextTone: Tone): Promise<void> {
  let next: Catalogue | null = null;
  if (nextLanguage === 'en') next = (await import('./en.json?icu')).default as Catalogue;
  else if (nextTone === 'u') next = (await import('./nl-u.json?icu')).default as Catalogue;
  overlay.value = next;
  language.value = nextLanguage;
  tone.value = nextTone;
  if (typeof document !== 'undefined') document.documentElement.lang = nextLanguage;
}
