// A made-up dossier to look through, and one that was made.
import type { DossierItem, DossierState } from '../../src/worker/dossier_messages.ts';

const DAY_S = 86_400;
const now = Math.floor(Date.now() / 1000);

function said(seq: number, side: 'own' | 'client', daysAgo: number, text: string): DossierItem {
  const name = side === 'own' ? 'Sanne de Vries' : '';
  const at = now - daysAgo * DAY_S + seq * 60;
  return { kind: 'message', seq, at, side, name, texts: [{ id: `${seq}message.0`, field: 'text', text }] };
}

const items: readonly DossierItem[] = [
  {
    kind: 'person',
    seq: -1,
    at: null,
    side: 'client',
    name: '',
    texts: [
      { id: 'person.0', field: 'name', text: 'Noor' },
      { id: 'person.1', field: 'school', text: 'De Klimop' },
    ],
  },
  said(
    1,
    'client',
    5,
    'Hoi. Ik durf het niet in de klas te zeggen, maar Peter Jansen scheldt me elke dag uit in de appgroep. Sem uit 2B doet mee.',
  ),
  said(2, 'own', 5, 'Fijn dat je schrijft. Dat is vast niet makkelijk. Wat doet Peter precies?'),
  said(3, 'client', 4, 'Hij zet foto’s van mij erin. En Peters broer ook.'),
  {
    kind: 'talk',
    action: 'booked',
    talk: 'call',
    start: now + DAY_S,
    end: now + DAY_S + 1800,
    earlier: null,
    seq: 4,
    at: now - 4 * DAY_S,
    side: 'client',
    name: '',
    texts: [{ id: '4talk.1', field: 'agenda', text: 'Over de foto’s, en of mijn mentor het mag weten.' }],
  },
  {
    kind: 'statement',
    line: 'asked',
    purpose: 'tell',
    saidAt: null,
    toldAt: null,
    until: 0,
    seq: 5,
    at: now - 3 * DAY_S,
    side: 'own',
    name: 'Sanne de Vries',
    texts: [
      { id: '5statement.0', field: 'whom', text: 'de mentor' },
      { id: '5statement.1', field: 'about', text: 'dat Peter je uitscheldt\nde foto’s' },
    ],
  },
  { kind: 'event', event: 'own_words', seq: 6, at: now - 2 * DAY_S, side: 'nobody', name: '', texts: [] },
];

export function dossierScene(id: string, scene: string): DossierState {
  if (scene === 'made')
    return {
      id,
      state: 'made',
      items: [],
      file: null,
      phrase: 'lantaarn fietsbel regen wolk appel kastanje',
    };
  return { id, state: scene === 'failed' ? 'unrecorded' : 'review', items, file: null, phrase: null };
}
