// Made-up appointments of a client.
import type { ClientSlices } from '../../src/worker/messages.ts';
import type { TalkView } from '../../src/worker/talk_messages.ts';

export const DAY_S = 86_400;
export const monday = Date.UTC(2026, 9, 26, 8) / 1000;

export function talk(id: string, part: Partial<TalkView>): TalkView {
  return {
    action: 'booked',
    id,
    start: monday,
    end: monday + 1800,
    kind: 'call',
    mode: 'client_calls',
    revision: 0,
    ...part,
  };
}

const appointment = {
  state: 'booked',
  revision: 0,
  byAdvisor: false,
  moved: null,
  differs: false,
} as const;

export const talks: ClientSlices['appointments']['list'] = [
  {
    id: 'a',
    start: monday + 40 * DAY_S,
    end: monday + 40 * DAY_S + 1800,
    ...appointment,
    talk: talk('a', { start: monday + 40 * DAY_S, end: monday + 40 * DAY_S + 1800 }),
  },
  {
    ...appointment,
    id: 'c',
    start: monday + 42 * DAY_S,
    end: monday + 42 * DAY_S + 3600,
    state: 'proposed',
    byAdvisor: true,
    talk: talk('c', { kind: 'joint', mode: undefined, place: 'Op school', attendees: 'Sam, mentor' }),
  },
  {
    ...appointment,
    id: 'e',
    start: monday + 42 * DAY_S + 7200,
    end: monday + 42 * DAY_S + 10_800,
    state: 'proposed',
    byAdvisor: true,
    talk: talk('e', {
      kind: 'mediation',
      mode: undefined,
      place: 'Bibliotheek, zaal 2',
      attendees: 'Noor',
      groundRules: 'Om de beurt praten. De ander laten uitpraten.\nIedereen mag op elk moment stoppen.',
    }),
  },
  {
    ...appointment,
    id: 'f',
    start: monday + 50 * DAY_S,
    end: monday + 50 * DAY_S + 3600,
    talk: talk('f', { kind: 'hearing', mode: undefined, place: 'Kantoor van de commissie' }),
  },
  {
    ...appointment,
    id: 'd',
    start: monday + 43 * DAY_S,
    end: monday + 43 * DAY_S + 2700,
    moved: { start: monday + 44 * DAY_S, end: monday + 44 * DAY_S + 2700 },
    talk: talk('d', { kind: 'in_person', mode: undefined, place: 'Bibliotheek' }),
  },
  {
    id: 'b',
    start: monday - 9 * DAY_S,
    end: monday - 9 * DAY_S + 1800,
    ...appointment,
    state: 'cancelled',
    talk: talk('b', {}),
  },
];
