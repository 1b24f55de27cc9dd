// The words around a dossier's content, as marks of themselves.
import type { DossierTexts } from '../../../src/worker/dossier_messages.ts';

const named = <Name extends string>(prefix: string) =>
  new Proxy({}, { get: (_, name) => `${prefix}${String(name)}` }) as Record<Name, string>;

export const dossierTexts: DossierTexts = {
  locale: 'nl-NL',
  title: 'Dossier',
  facts: [['Periode', 'alles']],
  madeBy: 'Gemaakt door',
  remarks: ['Bestanden zitten er niet bij.'],
  hidden: 'onleesbaar gemaakt',
  undated: 'Zonder datum',
  fields: named('field '),
  sides: named('side '),
  events: named('event '),
  kinds: named('kind '),
  actions: named('action '),
  talks: named('talk '),
  lines: named('line '),
  saidAt: 'Gezegd op',
  toldAt: 'Verteld op',
  until: 'Tot',
  untilStop: 'tot intrekking',
  when: 'Wanneer',
  earlier: 'Eerst op',
};
