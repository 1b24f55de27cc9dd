// Made-up state for the inbox's preview page.
import { availabilityOf, suggestedHours } from '../../src/feature/inbox/hours_rules.ts';
import {
  type AdvisorSlices,
  type Call,
  type CaseItem,
  type DeskGroup,
  type DeskRow,
  type Factor,
  initialAdvisorSlices,
} from '../../src/worker/advisor_messages.ts';
import { NO_COVER } from '../../src/worker/case_messages.ts';
import type { TalkView } from '../../src/worker/talk_messages.ts';
import { consentCards, heldMatters } from './consent_scenes.ts';

const HOUR_S = 3600;
const DAY_S = 86_400;
const now = Math.floor(Date.now() / 1000);
const today = now - (now % HOUR_S);

export const CASE_ID = '00'.repeat(16);

function row(index: number): DeskRow {
  const groups: readonly DeskGroup[] = [
    'new',
    'mine',
    'mine',
    'theirs',
    'theirs',
    'theirs',
    'today',
    'theirs',
  ];
  const group = groups[index % groups.length] ?? 'theirs';
  const waits = group === 'new' || group === 'mine';
  return {
    id: index === 0 ? CASE_ID : index.toString(16).padStart(32, '0'),
    alias: index % 7 === 3 ? 'Appgroep, wil bellen na schooltijd' : '',
    pebble: { colour: (index * 5) % 24, number: 10 + ((index * 37) % 90) },
    state: index === 11 ? 'untrusted' : index === 17 ? 'reading' : 'good',
    role: index % 3 === 2 ? 'parent' : 'pupil',
    brake: index % 9 === 0,
    due: index < 2,
    group,
    unread: waits ? 1 + (index % 3) : 0,
    waitingSince: waits ? now - (40 - index) * 1.7 * HOUR_S : null,
    lastAt: now - index * 9 * HOUR_S,
    cover: NO_COVER,
    nextCall: group === 'today' ? { start: now + 2 * HOUR_S, end: now + 2.5 * HOUR_S } : null,
  };
}

function message(seq: number, own: boolean, daysAgo: number, text: string): CaseItem {
  const at = today - daysAgo * DAY_S + seq * 60;
  return {
    kind: 'message',
    id: `${seq}`,
    seq,
    own,
    colleague: null,
    text,
    files: [],
    at,
    delivery: 'arrived',
  };
}

const items: readonly CaseItem[] = [
  message(
    1,
    false,
    5,
    'Hoi. Ik durf het niet in de klas te zeggen, maar ik word elke dag uitgescholden in de appgroep.',
  ),
  message(2, true, 5, 'Fijn dat je schrijft. Dat is vast niet makkelijk. Hoe lang is dit al zo?'),
  message(3, false, 4, 'Sinds de herfst ongeveer'),
  { kind: 'unreadable', id: '4', seq: 4, at: today - 4 * DAY_S },
  message(
    5,
    true,
    4,
    'Dank je. Wil je er een keer over bellen? Of eerst lezen: https://www.pestweb.nl/aanpak-pesten. Jij kiest.',
  ),
  {
    kind: 'talk',
    id: '6a',
    seq: 6,
    own: false,
    talk: talk('a', { start: today + 2 * HOUR_S, end: today + 2.5 * HOUR_S }),
    at: today - DAY_S,
  },
  message(7, false, 0, 'Bellen is goed. Maar niet als mijn moeder opneemt.'),
  message(8, false, 0, 'En mag ik mijn vriendin erbij halen?'),
];

function talk(id: string, part: Partial<TalkView>): TalkView {
  return {
    action: 'booked',
    id,
    start: today,
    end: today + 1800,
    kind: 'call',
    mode: 'advisor_calls',
    revision: 0,
    ...part,
  };
}

const call = (id: string, part: Partial<Call>): Call => ({
  id,
  conversation: CASE_ID,
  start: today + 2 * HOUR_S,
  end: today + 2.5 * HOUR_S,
  state: 'booked',
  revision: 0,
  byAdvisor: false,
  moved: null,
  talk: talk(id, {}),
  differs: false,
  busyFrom: today + 2 * HOUR_S,
  busyUntil: today + 2.75 * HOUR_S,
  card: {
    hasNumber: true,
    nameToUse: 'Sam',
    codeWord: 'zonnebloem',
    mayAnswer: 'maybe_somebody_else',
    ifSomebodyElse: 'hang_up',
    voicemail: 'no',
    showNumber: 'hidden',
    whatHelps: 'Langzaam praten',
    companion: 'my_age',
    note: '',
  },
  ...part,
});

export const sampleApp = {
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/Kiezel:Sanne?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Kiezel',
};
export const sampleFactors: readonly Factor[] = [
  { id: new Uint8Array(16).fill(1), kind: 'passkey', addedAt: today - 40 * DAY_S, opensVault: false },
  { id: new Uint8Array(16), kind: 'app', addedAt: today - 2 * DAY_S, opensVault: false },
];

export function inboxScenes(rows: number, revealed: boolean): Partial<AdvisorSlices> {
  const hours = availabilityOf(suggestedHours());
  return {
    status: { engine: 'ready', connection: 'online' },
    account: { ...initialAdvisorSlices.account, state: 'open', name: 'Sanne' },
    factor: { ...initialAdvisorSlices.factor, rpId: location.hostname, list: sampleFactors.slice(0, 1) },
    desk: {
      state: 'ready',
      rows: Array.from({ length: rows }, (_, index) => row(index)),
      erased: 0,
      ended: 0,
    },
    open: {
      id: CASE_ID,
      state: 'good',
      items,
      theirLastSeq: 8,
      readSeq: 5,
      person: {
        role: 'pupil',
        name: 'Sam',
        age: 'from_12_to_15',
        school: { code: '02AB00', name: 'Het Baken Poort', place: 'Almere' },
        brake: true,
        cover: 'new_messages',
        language: 'nl-je',
        since: today - 5 * DAY_S,
      },
      note: {
        state: 'ready',
        revision: 2,
        fields: { text: 'Mentor weet nog niets. Eerst zelf laten vertellen.', alias: '' },
        theirs: null,
      },
      check: { entries: 9, number: '381 204' },
      periods: [
        { epoch: 0, at: today - 19 * DAY_S, messages: 6 },
        { epoch: 1, at: today - 12 * DAY_S, messages: 4 },
        { epoch: 2, at: today - 5 * DAY_S, messages: 9 },
      ],
      finish: { state: 'open', closedAt: null, eraseAt: null, mayFinish: true, sending: 'none' },
      cover: NO_COVER,
    },
    card: {
      id: CASE_ID,
      state: 'shown',
      words: ['appel', 'lantaarn', 'regen', 'fiets', 'wolk', 'tafel'],
      failure: null,
    },
    calls: {
      state: 'ready',
      list: [
        call('a', {}),
        call('b', {
          start: today + 26 * HOUR_S,
          end: today + 26.5 * HOUR_S,
          talk: talk('b', { mode: 'client_calls' }),
        }),
        call('e', {
          start: today + 27 * HOUR_S,
          end: today + 28 * HOUR_S,
          state: 'proposed',
          card: null,
          talk: talk('e', {
            kind: 'mediation',
            mode: undefined,
            place: 'Bibliotheek, zaal 2',
            agenda: 'Ik wil dat het stopt.',
            attendees: 'Sam, mentor\nNoor',
            help: ['interpreter'],
            language: 'Tigrinya',
          }),
        }),
        call('c', { start: today + 50 * HOUR_S, end: today + 50.5 * HOUR_S, state: 'cancelled' }),
        call('d', { start: today + 74 * HOUR_S, end: today + 74.5 * HOUR_S, card: null }),
      ],
      numbers: revealed ? { a: '06 12345678' } : {},
      busy: [
        { id: 'k', from: today + 30 * HOUR_S, until: today + 32 * HOUR_S, imported: false },
        { id: 'l', from: today + 54 * HOUR_S, until: today + 55 * HOUR_S, imported: true },
      ],
      outcome: { state: 'idle' },
      reminder: { available: true, address: null },
      feed: { exists: true, neutral: true, address: null },
    },
    consent: {
      id: CASE_ID,
      state: 'ready',
      cards: consentCards,
      uncounted: 0,
      sending: 'none',
      held: heldMatters,
      mayHold: true,
      colleagues: [
        { id: '01', name: 'Youssef Amrani' },
        { id: '02', name: 'Noor van den Berg' },
      ],
    },
    covering: {
      state: 'idle',
      colleagues: [
        { id: '01', name: 'Youssef Amrani' },
        { id: '02', name: 'Noor van den Berg' },
      ],
      counts: { total: 12, allowed: 7, waiting: 1, without: 1, unasked: 3 },
    },
    trust: {
      alarms: [],
      split: [],
      directory: { version: 12, expires: now + 23 * DAY_S },
      number: '4821 0093 7756 1240',
      posters: [
        {
          code: '02AB00',
          name: 'Het Baken Poort',
          place: 'Almere',
          people: [
            { name: 'Marieke de Wit', number: '4821 0093 7756 1240' },
            { name: 'Youssef Amrani', number: '1960 4471 0258 8832' },
          ],
        },
      ],
    },
    hours: {
      state: 'ready',
      saved: { ...hours, ...(rows === 0 ? { weekly: [], absences: [], dated: [] } : {}) },
      holidays: [
        { region: 'middle', name: 'Kerstvakantie', from: '2026-12-19', until: '2027-01-03' },
        { region: 'middle', name: 'Voorjaarsvakantie', from: '2027-02-20', until: '2027-02-28' },
      ],
      preview: {
        state: 'ready',
        slots: Array.from({ length: 24 }, (_, index) => {
          const start = today + DAY_S + Math.floor(index / 6) * DAY_S + (index % 6) * 45 * 60;
          const kinds = index % 3 === 0 ? (['call', 'in_person'] as const) : (['call'] as const);
          return { start, end: start + 1800, kinds };
        }),
      },
    },
  };
}
