// Made-up state for the preview page.
import type { FileDraft } from '../../src/worker/attachment_messages.ts';
import type { AdvisorCard, ClientSlices, SchoolLine, Slot, ThreadItem } from '../../src/worker/messages.ts';
import { consentCards } from './consent_scenes.ts';
import { DAY_S, monday, talk, talks } from './talk_scenes.ts';

const RELEASE = '83c5f1a09be27d64'.repeat(4);

export const advisor: AdvisorCard = {
  id: '00',
  name: 'Marieke de Wit',
  firstName: 'Marieke',
  languages: ['nl', 'en', 'ar'],
  phone: '085 123 45 67',
  email: 'marieke@kiezel.example',
  intro: {
    je: 'Hoi, ik ben Marieke. Je kunt me alles vertellen, ook als je niet weet of het erg is.',
    u: 'Goedendag, ik ben Marieke. Ik luister en denk met u mee.',
    en: 'Hi, I am Marieke. You can tell me anything.',
  },
  workingDays: 0b01011,
  replyDays: 2,
  safetyNumber: '4821 0093 7756 1240',
  reachable: 'yes',
  nextSlot: monday,
};

const schools: readonly SchoolLine[] = [
  {
    id: '02AB00',
    name: 'Het Baken Poort',
    place: 'Almere',
    street: 'Wethouder Zeemanpad 2',
    kind: 'vmbo, havo, vwo',
  },
  { id: '02AB01', name: 'Baken Park Lyceum', place: 'Almere', street: 'Bongerdstraat 1', kind: 'havo, vwo' },
  {
    id: '17VB00',
    name: "Christelijke Scholengemeenschap 't Loo",
    place: 'Voorburg',
    street: 'Loolaan 125',
    kind: 'vmbo',
  },
];

export const slots: readonly Slot[] = [0, 0.0625, 0.208, 1, 1.0625, 3, 3.25, 4, 7, 8, 9].map((days) => {
  const start = monday + Math.round((days * DAY_S) / 900) * 900;
  return { start, end: start + 1800 };
});

const files: readonly FileDraft[] = [
  {
    id: 1,
    place: '',
    name: 'foto 2.jpg',
    kind: 'photo',
    bytes: 812_000,
    state: 'ready',
    problem: null,
    form: 'remade',
    facts: { place: true, time: true, device: true },
    canRemake: true,
    progress: 0,
  },
  {
    id: 2,
    place: '',
    name: 'verslag.pdf',
    kind: 'pdf',
    bytes: 6_200_000,
    state: 'sending',
    problem: null,
    form: 'original',
    facts: null,
    canRemake: true,
    progress: 0.4,
  },
];

const items: readonly ThreadItem[] = [
  {
    kind: 'message',
    id: '1',
    own: true,
    author: '',
    text: 'Hoi. Ik durf het niet in de klas te zeggen, maar ik word elke dag uitgescholden in de appgroep.',
    files: [],
    at: monday - 5 * DAY_S,
    delivery: 'read',
  },
  {
    kind: 'message',
    id: '2',
    own: false,
    author: 'Marieke',
    text: 'Fijn dat je schrijft. Dat is vast niet makkelijk. Hoe lang is dit al zo?',
    files: [],
    at: monday - 5 * DAY_S + 3600,
    delivery: 'read',
  },
  {
    kind: 'message',
    id: '3',
    own: true,
    author: '',
    text: 'Sinds de herfst ongeveer',
    files: [],
    at: monday - 4 * DAY_S,
    delivery: 'arrived',
  },
  {
    kind: 'appointment',
    id: '4',
    own: true,
    name: 'Sanne',
    talk: talk('b', { start: monday, end: monday + 1800 }),
    at: monday - 4 * DAY_S,
  },
  {
    kind: 'message',
    id: '5',
    own: false,
    author: 'Marieke',
    text: 'Dank je. Wil je er een keer over bellen? Of eerst lezen: https://www.pestweb.nl/aanpak-pesten. Jij kiest.',
    files: [],
    at: monday - 4 * DAY_S + 4000,
    delivery: 'read',
  },
  {
    kind: 'message',
    id: '6',
    own: true,
    author: '',
    text: '',
    files: [{ id: 'aa', name: 'foto 1.jpg', kind: 'jpeg', form: 'remade', bytes: 1_345_000 }],
    at: monday - 4 * DAY_S + 5000,
    delivery: 'arrived',
  },
];

const CONSENT_LINES = ['asked', 'allowed', 'told', 'withdrawn', 'told_without'] as const;

const TALKING = ['thread', 'appointments', 'words', 'consent', 'data'];

export const consentItems: readonly ThreadItem[] = CONSENT_LINES.map((line, index) => ({
  kind: 'consent',
  purpose: 'tell',
  id: `9${index}`,
  line,
  own: line === 'allowed' || line === 'withdrawn',
  name: 'Marieke',
  whom: 'de schoolleiding',
  at: monday - 3 * DAY_S,
}));

export function scenes(name: string, blocked = false): Partial<ClientSlices> {
  const running: Partial<ClientSlices> = {
    status: { engine: 'ready', connection: 'online' },
    directory: { state: 'ready', schools: 3, releases: [RELEASE] },
    search: { query: 'ba', total: 12, results: schools },
    choice: {
      school: schools[0] ?? null,
      advisors: [advisor, { ...advisor, id: '01', name: 'Youssef Amrani', firstName: 'Youssef' }],
      advisor: '00',
    },
    offer: { state: 'ready', slots, nextStart: slots[0]?.start ?? null },
    words: { words: ['appel', 'lantaarn', 'regen', 'fiets', 'wolk', 'tafel'] },
  };
  const open: Partial<ClientSlices> = {
    files,
    thread: {
      state: 'open',
      replaced: null,
      cardFrom: null,
      advisor,
      items,
      brake: true,
      tone: 'je',
      language: 'nl',
      check: { entries: 6, number: '381 204' },
      block: blocked
        ? {
            reason: 'gone',
            numbers: {
              conversation: '4821 0093 7756 1240',
              listed: [
                { name: 'Youssef Amrani', number: '1960 4471 0258 8832' },
                { name: 'Marieke de Wit', number: '7719 0024 6158 3390' },
              ],
            },
          }
        : null,
      lostHistory: false,
      eraseAt: null,
      asks: 0,
      covers: [],
    },
    consent: { id: '', state: 'ready', cards: consentCards, uncounted: 1, sending: 'none' },
    appointments: { state: 'ready', list: talks },
  };
  if (name === 'start' || name === 'return') return {};
  if (name === 'book') {
    const slot = slots[1] ?? null;
    return { ...running, hold: { state: 'held', slot, expiresAt: Date.now() / 1000 + 250, nearest: [] } };
  }
  if (name === 'new_words') {
    const words = ['kasteel', 'potlood', 'zomer', 'deken', 'brug', 'vogel'];
    return { ...running, ...open, renewal: { state: 'shown', words, failure: null } };
  }
  return TALKING.includes(name) ? { ...running, ...open } : running;
}
