// What a family reads about consent, for both pages: theirs in their own language and tone, the advisors' as a preview.
import { effect, signal } from '@preact/signals';
import { language, type TextValues, tone } from '../text.ts';
import type dutchSource from './nl.json';
import dutch from './nl.json?icu';

export type ConsentKey = keyof typeof dutchSource;
export type Register = 'nl-je' | 'nl-u' | 'en';
export type Speaker = (key: ConsentKey, values?: TextValues) => string;
type Catalogue = Partial<Record<ConsentKey, (values: TextValues) => string>>;

const NOTHING: TextValues = {};
const overlay = signal<Catalogue | null>(null);

async function overlayOf(register: Register): Promise<Catalogue | null> {
  if (register === 'en') return (await import('./en.json?icu')).default as Catalogue;
  return register === 'nl-u' ? ((await import('./nl-u.json?icu')).default as Catalogue) : null;
}

function speakerOf(catalogue: Catalogue | null): Speaker {
  return (key, values = NOTHING) => {
    const text = catalogue?.[key] ?? (dutch as Catalogue)[key];
    return text ? text(values) : key;
  };
}

export function ownRegister(): Register {
  if (language.value === 'en') return 'en';
  return tone.value === 'u' ? 'nl-u' : 'nl-je';
}

// Follows the page; the last wish counts, and without a network the Dutch texts still say all that is needed.
effect(() => {
  const register = ownRegister();
  overlayOf(register).then(
    (catalogue) => {
      if (register === ownRegister()) overlay.value = catalogue;
    },
    () => {},
  );
});

export function tell(key: ConsentKey, values: TextValues = NOTHING): string {
  return speakerOf(overlay.value)(key, values);
}

// What a text says where a matter is about standing in or about discussing, if it says another thing there.
export function about(purpose: string, speaker: Speaker = tell): Speaker {
  return (key, values) => {
    const own = `${key}_${purpose}`;
    return speaker(own in dutch ? (own as ConsentKey) : key, values);
  };
}

// As somebody else reads it.
export async function speakerIn(register: Register): Promise<Speaker> {
  return speakerOf(await overlayOf(register));
}
