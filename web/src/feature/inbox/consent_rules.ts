// What the forms about consent have in common. Pure.
import { speak } from '../../i18n/case/text.ts';
import type { Register } from '../../i18n/consent/text.ts';
import { dayKey } from '../../i18n/format.ts';
import type { Person } from '../../worker/advisor_messages.ts';
import type { ConsentCard } from '../../worker/consent_messages.ts';
import { endOfDay } from '../consent/full_text.ts';
import { registerOf } from './register.ts';

// How the family is addressed; whoever said nothing is addressed as u.
export function registerFor(person: Pick<Person, 'language' | 'role'> | null): Register {
  const register = registerOf(person);
  if (register === 'en') return 'en';
  return register === 'je' ? 'nl-je' : 'nl-u';
}

// What may be told or discussed now: a yes that holds, or one that was heard and not contradicted. A colleague who
// stands in is told nothing by it: they would read.
export function mayTell({ state, yes, purpose }: ConsentCard): boolean {
  return yes !== null && purpose !== 'cover' && (state === 'allowed' || state === 'said');
}

// Whom it is about, and what for when that is not telling.
export function matterName({ purpose, whom }: Pick<ConsentCard, 'purpose' | 'whom'>): string {
  return purpose === 'cover' || purpose === 'joint' ? speak(`about_${purpose}`, { whom }) : whom;
}

// How far ahead it may be decided again whether a family hears what was told without consent.
export const REVIEW_DAYS_MAX = 14;

// The beginning of a day to come. Null for today, for what is no day, and for a day too far away.
export function reviewOf(day: string, now: number): number | null {
  for (let days = 1; days <= REVIEW_DAYS_MAX; ++days) {
    const begins = endOfDay(now, days - 1);
    if (dayKey(begins) === day) return begins;
  }
  return null;
}

// "2026-11-27" as an instant: now for today, else noon in Amsterdam. Null for what is no day, or a day to come.
export function momentOf(day: string, now: number): number | null {
  const today = dayKey(now);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day > today) return null;
  if (day === today) return Math.floor(now);
  const at = Date.parse(`${day}T11:00:00Z`) / 1000;
  return Number.isFinite(at) ? at : null;
}
