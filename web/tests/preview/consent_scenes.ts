// Made-up matters of consent for both preview pages.
import type { ConsentCard } from '../../src/worker/consent_messages.ts';

const DAY_S = 86_400;
const now = Math.floor(Date.now() / 1000);

const blank: ConsentCard = {
  id: '',
  state: 'asked',
  purpose: 'tell',
  name: 'Marieke',
  whom: '',
  points: [],
  until: 0,
  askedAt: null,
  saidAt: null,
  answeredAt: null,
  withdrawnAt: null,
  told: [],
  notice: null,
  underCard: false,
  yes: null,
};

export const consentCards: readonly ConsentCard[] = [
  {
    ...blank,
    id: 'c1',
    whom: 'de mentor of leraar',
    points: ['dat je in de pauze gepest wordt', 'in welke gang dat is', 'wie erbij waren'],
    until: now + 29 * DAY_S,
    askedAt: now - 3600,
  },
  {
    ...blank,
    id: 'c2',
    state: 'said',
    whom: 'de ouders',
    points: ['dat we met elkaar praten'],
    until: now + 6 * DAY_S,
    askedAt: now - DAY_S,
    saidAt: now - DAY_S,
    yes: 'c2',
  },
  {
    ...blank,
    id: 'c7',
    state: 'talk_first',
    whom: 'de huisarts',
    points: ['dat ik slecht slaap', 'dat ik vaak hoofdpijn heb'],
    until: now + 20 * DAY_S,
    askedAt: now - 3 * DAY_S,
    answeredAt: now - 2 * DAY_S,
  },
  {
    ...blank,
    id: 'c3',
    state: 'allowed',
    whom: 'de schoolleiding',
    points: ['dat het al weken duurt', 'dat ik niet alleen durf'],
    until: now + 20 * DAY_S,
    askedAt: now - 9 * DAY_S,
    answeredAt: now - 8 * DAY_S,
    told: [
      {
        at: now - 2 * DAY_S,
        name: 'Marieke',
        whom: 'de schoolleiding',
        points: ['dat het al weken duurt'],
      },
    ],
    underCard: true,
    yes: 'c3',
  },
  {
    ...blank,
    id: 'c4',
    state: 'told_without',
    whom: 'Veilig Thuis',
    points: ['dat er thuis geslagen wordt'],
    answeredAt: null,
    notice: {
      at: now - 4 * DAY_S,
      why: 'Er was direct gevaar en ik kon je niet bereiken.',
      consulted: 'Collega Youssef Amrani en Veilig Thuis',
    },
  },
  {
    ...blank,
    id: 'c5',
    state: 'withdrawn',
    whom: 'de huisarts',
    points: ['dat ik slecht slaap'],
    answeredAt: now - 12 * DAY_S,
    withdrawnAt: now - 5 * DAY_S,
  },
  {
    ...blank,
    id: 'c6',
    state: 'declined',
    whom: 'de ouders',
    points: ['wat er op de app stond'],
    answeredAt: now - 14 * DAY_S,
  },
];
