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

async function overlayOf(nextLanguage: Language, nextTone: Tone): Promise<Catalogue | null> {
  try {
    if (nextLanguage === 'en') return (await import('./en.json?icu')).default as Catalogue;
    if (nextTone === 'u') return (await import('./nl-u.json?icu')).default as Catalogue;
  } catch {
    // Without a network the first Dutch texts still say all that is needed.
  }
  return null;
}

// Loads before it switches, so that a screen never shows a mix.
export async function speak(nextLanguage: Language, nextTone: Tone): Promise<void> {
  const next = await overlayOf(nextLanguage, nextTone);
  overlay.value = next;
  language.value = nextLanguage === 'en' && !next ? 'nl' : nextLanguage;
  tone.value = nextTone;
  if (typeof document !== 'undefined') document.documentElement.lang = language.value;
}
