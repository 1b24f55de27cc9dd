// Shows any inbox screen with made-up state, for looking at it without a server: /tests/preview/inbox.html?screen=desk.
// Never part of the built pages.
import { render } from 'preact';
import { InboxApp } from '../../src/feature/inbox/inbox_app.tsx';
import { keysTask } from '../../src/feature/inbox/keys_task.tsx';
import { lockWarning } from '../../src/feature/inbox/lock_watch.ts';
import { speakInbox } from '../../src/i18n/inbox/text.ts';
import { advisor, drafts } from '../../src/store/advisor.ts';
import { openCase, type Pane, pane, type Section, section } from '../../src/store/inbox_view.ts';
import { facts } from '../../src/store/organisation.ts';
import type { AccountState } from '../../src/worker/advisor_messages.ts';
import { caseCoverItems, sampleCover } from './cover_scenes.ts';
import { dossierScene } from './dossier_scenes.ts';
import { CASE_ID, inboxScenes, sampleApp, sampleFactors } from './inbox_scenes.ts';

const asked = new URLSearchParams(location.search);
const name = asked.get('screen') ?? 'desk';

facts.value = {
  name: 'Vertrouwenspersonen Voorbeeld',
  deploymentId: 'kiezel.example',
  rootKeys: ['', '', ''],
  phone: '085 123 45 67',
  email: 'hallo@kiezel.example',
  exitUrl: '/weg',
  apiOrigin: '',
};
for (const [slice, value] of Object.entries(
  inboxScenes(Number(asked.get('rows') ?? 40), asked.has('revealed')),
)) {
  (advisor[slice as keyof typeof advisor] as { value: unknown }).value = value;
}
const door: Partial<AccountState> = {
  words: ['appel', 'lantaarn', 'regen', 'fietsbel', 'wolk'],
  wrongPassphrase: asked.has('wrong'),
};
const sections: readonly string[] = ['desk', 'calls', 'hours', 'trust', 'keys'];
if (sections.includes(name)) section.value = name as Section;
else advisor.account.value = { ...advisor.account.value, ...door, state: name as AccountState['state'] };
if (asked.has('case')) {
  openCase.value = CASE_ID;
  pane.value = (asked.get('case') || 'thread') as Pane;
}
if (asked.has('alarm')) {
  const trust = advisor.trust.value;
  advisor.trust.value = {
    ...trust,
    alarms: [
      { kind: 'gone', replaced: true },
      ...(asked.has('mild') ? [{ kind: 'changed', fields: ['phone'] } as const] : []),
    ],
    split: asked.has('case') ? [CASE_ID] : [],
  };
}
if (asked.has('finished')) {
  const at = Date.now() / 1000;
  const finish = {
    ...advisor.open.value.finish,
    state: 'finished',
    closedAt: at,
    eraseAt: at + 7_776_000,
  } as const;
  advisor.open.value = { ...advisor.open.value, finish };
}
const cover = asked.get('cover');
if (cover === 'ended') advisor.desk.value = { ...advisor.desk.value, ended: 1 };
else if (cover) {
  const { items } = advisor.open.value;
  const all = cover === 'covering' ? caseCoverItems(cover) : [...items, ...caseCoverItems(cover)];
  advisor.open.value = { ...advisor.open.value, items: all, cover: sampleCover(cover) };
  const { rows } = advisor.desk.value;
  advisor.desk.value = {
    ...advisor.desk.value,
    rows: rows.map((row, index) => (index < 2 ? { ...row, group: 'cover', cover: sampleCover(cover) } : row)),
  };
}
if (asked.has('dossier')) advisor.dossier.value = dossierScene(CASE_ID, asked.get('dossier') ?? '');
if (asked.has('erased')) advisor.desk.value = { ...advisor.desk.value, erased: 1 };
if (asked.has('offline')) advisor.status.value = { engine: 'ready', connection: 'offline' };
if (asked.has('app')) advisor.factor.value = { ...advisor.factor.value, app: sampleApp };
if (asked.has('proof')) advisor.factor.value = { ...advisor.factor.value, wanted: true };
if (asked.has('factors'))
  advisor.factor.value = { ...advisor.factor.value, rpId: location.hostname, list: sampleFactors };
if (asked.has('sealed')) advisor.factor.value = { ...advisor.factor.value, sealed: true };
if (asked.has('task')) keysTask.value = { kind: asked.get('task') as 'seal' | 'card' | 'add' };
if (asked.has('idle')) lockWarning.value = 42;
if (asked.has('draft')) drafts.value = { [CASE_ID]: 'Wat fijn dat u schrijft. Hoe gaat het nu met u?' };

const root = document.getElementById('app');
void speakInbox(asked.get('lang') === 'en' ? 'en' : 'nl').then(() => {
  if (root) render(<InboxApp />, root);
});
