// The words of a dossier: those around its content, in the language of the page, and those that the family reads about
// it, in theirs.
import type { Register } from '../../i18n/consent/text.ts';
import { type DossierKey, spell } from '../../i18n/dossier/text.ts';
import { language } from '../../i18n/text.ts';
import type { ClientRole } from '../../worker/advisor_messages.ts';
import type { ConsentLine } from '../../worker/consent_messages.ts';
import type {
  DossierChoice,
  DossierEvent,
  DossierField,
  DossierItem,
  DossierTexts,
  Hidden,
} from '../../worker/dossier_messages.ts';
import type { TalkAction, TalkKind } from '../../worker/talk_messages.ts';
import { countOf, textsOf } from './dossier_rules.ts';

type Tongue = 'nl' | 'en';

const FIELDS: readonly DossierField[] = [
  'name',
  'school',
  'text',
  'file',
  'place',
  'agenda',
  'attendees',
  'interpreter',
  'rules',
  'whom',
  'about',
  'shown',
  'why',
  'consulted',
];
const EVENTS: readonly DossierEvent[] = ['joined', 'joins', 'leaves', 'own_words', 'card', 'unreadable'];
const ACTIONS: readonly TalkAction[] = [
  'proposed',
  'booked',
  'accepted',
  'declined',
  'move_proposed',
  'moved',
  'kept',
  'cancelled',
];
const TALKS: readonly TalkKind[] = ['call', 'in_person', 'joint', 'mediation', 'hearing', 'three_way'];
const LINES: readonly ConsentLine[] = [
  'asked',
  'said',
  'allowed',
  'declined',
  'talk_first',
  'withdrawn',
  'told',
  'told_without',
  'joins',
  'leaves',
  'uncounted',
];

function each<Name extends string>(names: readonly Name[], prefix: string): Record<Name, string> {
  const found = names.map((name) => [name, spell(`${prefix}${name}` as DossierKey)]);
  return Object.fromEntries(found) as Record<Name, string>;
}

function localeOf(tongue: Tongue): string {
  return tongue === 'en' ? 'en-GB' : 'nl-NL';
}

function dayOf(tongue: Tongue, at: number): string {
  const format = new Intl.DateTimeFormat(localeOf(tongue), {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'long',
  });
  return format.format(at * 1000);
}

function periodOf(tongue: Tongue, { from, until }: DossierChoice): string {
  const bounds = {
    from: from === null ? '' : dayOf(tongue, from),
    // The end is the first moment that is not part of it.
    until: until === null ? '' : dayOf(tongue, until - 1),
  };
  const which = from === null ? (until === null ? 'all' : 'until') : until === null ? 'from' : 'both';
  return spell(`period_${which}_${tongue}`, bounds);
}

function partsOf(tongue: Tongue, { parts }: DossierChoice): string {
  const names = parts.map((part) => spell(`part_${part}_${tongue}`));
  return new Intl.ListFormat(localeOf(tongue), { type: 'conjunction' }).format(names);
}

// What the conversation is told.
export function recordText(register: Register, choice: DossierChoice): string {
  const tongue = register === 'en' ? 'en' : 'nl';
  const key = register === 'en' ? 'record_en' : register === 'nl-je' ? 'record_je' : 'record_u';
  return spell(key, { parts: partsOf(tongue, choice), period: periodOf(tongue, choice) });
}

export function sidesFor(role: ClientRole | null): DossierTexts['sides'] {
  const sides = each(['own', 'colleague', 'client', 'second_client', 'nobody'], 's_');
  return { ...sides, client: spell(`s_${role ?? 'client'}`) };
}

export type DossierSubject = {
  readonly choice: DossierChoice;
  readonly items: readonly DossierItem[];
  readonly hidden: Hidden;
  readonly role: ClientRole | null;
  readonly organisation: string;
};

export function dossierTexts({ choice, items, hidden, role, organisation }: DossierSubject): DossierTexts {
  const tongue = language.value === 'en' ? 'en' : 'nl';
  const hasFiles = textsOf(items).some(({ field }) => field === 'file');
  return {
    locale: localeOf(tongue),
    title: spell('d_title'),
    facts: [
      [spell('d_at'), organisation],
      [spell('d_made'), dayOf(tongue, Date.now() / 1000)],
      [spell('d_period'), periodOf(tongue, choice)],
      [spell('d_parts'), partsOf(tongue, choice)],
    ],
    madeBy: spell('d_by'),
    remarks: [
      ...(countOf(items, hidden) > 0 ? [spell('d_marks')] : []),
      ...(hasFiles ? [spell('d_files')] : []),
      spell('d_json'),
    ],
    hidden: spell('d_hidden'),
    undated: spell('d_undated'),
    fields: each(FIELDS, 'f_'),
    sides: sidesFor(role),
    events: each(EVENTS, 'e_'),
    kinds: each(['person', 'note'], 'k_'),
    actions: each(ACTIONS, 'a_'),
    talks: each(TALKS, 't_'),
    lines: each(LINES, 'l_'),
    saidAt: spell('d_said_at'),
    toldAt: spell('d_told_at'),
    until: spell('d_until'),
    untilStop: spell('d_until_stop'),
    when: spell('d_when'),
    earlier: spell('d_earlier'),
  };
}
