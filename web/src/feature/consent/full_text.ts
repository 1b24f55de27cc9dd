// The full text of a statement, as it stands on the screen of whoever makes it; it goes into the statement word by word
// (crypto/KZ1.md 5.5, tag 3), so that later nobody has to guess what was agreed to. Pure.
import type { Register, Speaker } from '../../i18n/consent/text.ts';
import { dayKey } from '../../i18n/format.ts';

const DAY_S = 86_400;
const HOUR_S = 3600;

export type Matter = {
  readonly name: string;
  readonly whom: string;
  readonly points: readonly string[];
  // Where it does not begin at once.
  readonly from?: number;
  // 0: until it is withdrawn.
  readonly until: number;
};

// With the year: this is read again much later.
export function fullDay(register: Register, at: number): string {
  const locale = register === 'en' ? 'en-GB' : 'nl-NL';
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Amsterdam', ...options }).format(at * 1000);
}

// The end of the Amsterdam day that is so many days away: midnight is on an hour there.
export function endOfDay(now: number, days: number): number {
  let at = Math.ceil((now + days * DAY_S) / HOUR_S) * HOUR_S;
  const day = dayKey(now + days * DAY_S);
  while (dayKey(at) === day) at += HOUR_S;
  return at;
}

// Of a day as a date field says it, in Amsterdam.
const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`) / 1000;

export function beginningOf(day: string): number {
  return endOfDay(noonOf(day), -1);
}

export function endingOf(day: string): number {
  return endOfDay(noonOf(day), 0);
}

// The last day on which something may be told.
export function lastDay(until: number): number {
  return until - 1;
}

export function pointsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const listed = (points: readonly string[]) => points.map((point) => `- ${point}`);

// How long, as the question and the answer say it.
function endOf(
  speak: Speaker,
  register: Register,
  kind: 'ask' | 'grant',
  { from = 0, until }: Pick<Matter, 'from' | 'until'>,
): string {
  if (until === 0) return speak(`text_${kind}_stop`);
  const day = fullDay(register, lastDay(until));
  return from === 0
    ? speak(`text_${kind}_day`, { day })
    : speak(`text_${kind}_period`, { from: fullDay(register, from), day });
}

export function grantText(speak: Speaker, register: Register, matter: Matter): string {
  const { name, whom, points } = matter;
  const end = endOf(speak, register, 'grant', matter);
  return [speak('text_grant', { name, whom }), ...listed(points), end].join('\n');
}

export function askText(speak: Speaker, register: Register, matter: Matter): string {
  const { name, whom, points } = matter;
  const end = endOf(speak, register, 'ask', matter);
  return [speak('text_ask', { name, whom }), ...listed(points), end].join('\n');
}

// A yes by mouth, as the advisor heard it.
export function saidText(
  speak: Speaker,
  register: Register,
  matter: Matter & { readonly saidAt: number },
): string {
  const { name, saidAt } = matter;
  const said = speak('text_said', { name, day: fullDay(register, saidAt) });
  return [said, grantText(speak, register, matter)].join('\n');
}

export type Danger = Omit<Matter, 'until'> & {
  readonly toldAt: number;
  readonly why: string;
  readonly consulted: string;
  // Why the family hears it only now.
  readonly later?: string;
};

// Why it was told and, where that is so, why the family hears it only now: they belong together on its page.
export function whyText(speak: Speaker, { why, later }: Pick<Danger, 'why' | 'later'>): string {
  return later === undefined ? why : `${why} ${speak('notice_later', { later })}`;
}

export function noticeText(speak: Speaker, register: Register, danger: Danger): string {
  const { name, whom, points, toldAt, consulted } = danger;
  return [
    speak('notice_h', { name }),
    speak('notice_rule'),
    speak('notice_when', { day: fullDay(register, toldAt), name, whom }),
    ...listed(points),
    `${speak('notice_why')}: ${whyText(speak, danger)}`,
    `${speak('notice_consulted', { name })}: ${consulted}`,
    speak('notice_talk', { name }),
    speak('notice_wrong'),
  ].join('\n');
}
