// The client's copy: what anybody wrote is text in it, whatever it looks like.
import { expect, test } from 'vitest';
import { copyPage } from '../../src/worker/client_copy.ts';
import type {
  ConsentCard,
  ConsentLine,
  ConsentStateName,
  CopyTexts,
} from '../../src/worker/consent_messages.ts';
import type { ThreadItem } from '../../src/worker/messages.ts';

const named = <Name extends string>(prefix: string) =>
  new Proxy({}, { get: (_, name) => `${prefix}${String(name)}` }) as Record<Name, string>;

const texts: CopyTexts = {
  locale: 'nl-NL',
  title: 'Gegevens',
  heading: 'Gesprek met Sanne',
  made: 'vandaag',
  you: 'Jij',
  messages: 'Berichten',
  files: 'Bestanden',
  talks: {
    proposed: 'Voorstel',
    booked: 'Gebeld',
    accepted: 'Ja',
    declined: 'Nee',
    move_proposed: 'Anders',
    moved: 'Verzet',
    kept: 'Blijft',
    cancelled: 'Afgezegd',
  },
  unreadable: 'Onleesbaar',
  newWords: 'Nieuwe woorden',
  joined: 'Leest mee',
  noConsent: 'Niets gevraagd',
  consent: 'Toestemming',
  whom: 'Aan wie',
  whomFor: { cover: 'Wie invalt', joint: 'Met wie besproken' },
  what: 'Wat',
  until: 'Tot en met',
  untilStop: 'Tot je het intrekt',
  told: 'Verteld',
  why: 'Waarom',
  consulted: 'Overlegd met',
  states: named<ConsentStateName>('state '),
  lines: named<ConsentLine>('line '),
};

const HOSTILE = `<script>alert(1)</script><img src=x onerror="a">'&`;

const message: ThreadItem = {
  kind: 'message',
  id: '1',
  own: false,
  author: HOSTILE,
  text: HOSTILE,
  files: [{ id: 'a', name: HOSTILE, kind: 'jpeg', form: 'remade', bytes: 1 }],
  at: 1_800_000_000,
  delivery: 'arrived',
};

const card: ConsentCard = {
  id: 'c',
  state: 'allowed',
  purpose: 'tell',
  colleague: 'none',
  name: 'Sanne',
  whom: HOSTILE,
  points: [HOSTILE],
  from: 0,
  until: 0,
  askedAt: null,
  saidAt: null,
  answeredAt: 1_800_000_000,
  withdrawnAt: null,
  told: [{ at: 1_800_000_000, name: HOSTILE, whom: HOSTILE, points: [HOSTILE] }],
  notice: { at: 1_800_000_000, why: HOSTILE, consulted: HOSTILE },
  underCard: false,
  yes: 'c',
};

test('markup in what people wrote stays text', () => {
  const page = copyPage({ items: [message], cards: [card] }, texts);

  expect(page).not.toMatch(/<(script|img)/i);
  expect(page).not.toContain(`"a">'`);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('everything that was said and agreed is in it', () => {
  const items: ThreadItem[] = [
    { ...message, own: true, author: '', text: 'Hallo', files: [] },
    {
      kind: 'appointment',
      id: '2',
      own: true,
      name: '',
      talk: {
        action: 'booked',
        id: 'a1',
        start: 1_800_003_600,
        end: 1_800_005_400,
        kind: 'call',
        mode: 'client_calls',
        revision: 0,
        agenda: 'Over <gym>',
      },
      at: 1_800_000_000,
    },
    {
      kind: 'consent',
      purpose: 'tell',
      id: '3',
      line: 'allowed',
      own: true,
      name: '',
      whom: 'de mentor',
      at: 1_800_000_000,
    },
  ];
  const page = copyPage(
    { items, cards: [{ ...card, whom: 'de mentor', points: ['dat het pijn doet'] }] },
    texts,
  );

  for (const part of [
    'Jij',
    'Hallo',
    'Gebeld',
    'line allowed: de mentor',
    'dat het pijn doet',
    'state allowed',
  ])
    expect(page).toContain(part);
  expect(page).toContain('<title>Gegevens</title>');
});

test('without consent it says so', () => {
  expect(copyPage({ items: [], cards: [] }, texts)).toContain('Niets gevraagd');
});
