// The texts behind "Wie kan dit lezen?": a catalogue of its own, because few people open that page and nobody should
// have to load it before the first message.
import { signal } from '@preact/signals';
import { language, type TextValues, tone } from '../text.ts';
import type dutchSource from './nl.json';
import dutch from './nl.json?icu';

export type EvidenceKey = keyof typeof dutchSource;
type Catalogue = Partial<Record<EvidenceKey, (values: TextValues) => string>>;

const NOTHING: TextValues = {};
const overlay = signal<Catalogue | null>(null);

export function tell(key: EvidenceKey, values: TextValues = NOTHING): string {
  const text = overlay.value?.[key] ?? (dutch as Catalogue)[key];
  return text ? text(values) : key;
}

async function overlayOf(): Promise<Catalogue | null> {
  if (language.value === 'en') return (await import('./en.json?icu')).default as Catalogue;
  if (tone.value === 'u') return (await import('./nl-u.json?icu')).default as Catalogue;
  return null;
}

/** In the language and tone of the page as it is now. */
export async function speakEvidence(): Promise<void> {
  overlay.value = await overlayOf().catch(() => null);
}
