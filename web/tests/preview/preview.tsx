// Shows any client screen with made-up state, for looking at it without a server: /tests/preview/?screen=thread.
// Never part of the built pages.
import { render } from 'preact';
import { App } from '../../src/app/app.tsx';
import { answer, picked } from '../../src/feature/appointment/booking_form.ts';
import { mode, type Step, step } from '../../src/feature/appointment/booking_steps.ts';
import { speak } from '../../src/i18n/text.ts';
import { role, wordsKept } from '../../src/store/draft.ts';
import { client } from '../../src/store/engine.ts';
import { facts } from '../../src/store/organisation.ts';
import { type ScreenName, screen } from '../../src/store/screen.ts';
import { covered } from '../../src/ui/cover.ts';
import { threadCoverItems } from './cover_scenes.ts';
import { consentItems, scenes, slots } from './scenes.ts';

const asked = new URLSearchParams(location.search);
const name = asked.get('screen') ?? 'start';

facts.value = {
  name: 'Vertrouwenspersonen Voorbeeld',
  deploymentId: 'kiezel.example',
  rootKeys: [1, 2, 3].map((n) => `${n}Zx4qVb0WkT7mPd_Ru-2sYhE9cJ1aLgN5oFiQwKtXz${n}`),
  phone: '085 123 45 67',
  email: 'hallo@kiezel.example',
  exitUrl: '/weg',
  apiOrigin: '',
};
for (const [slice, value] of Object.entries(scenes(name, asked.has('blocked')))) {
  (client[slice as keyof typeof client] as { value: unknown }).value = value;
}
const renewal = asked.get('renewal');
if (renewal) {
  client.renewal.value = {
    ...client.renewal.value,
    state: renewal as 'shown',
    failure: { kind: 'unreachable' },
  };
}
if (asked.has('card')) client.thread.value = { ...client.thread.value, cardFrom: 'Marieke' };
if (asked.has('replaced')) {
  const replaced = { how: 'card', name: 'Marieke', at: Date.now() / 1000 } as const;
  client.thread.value = { ...client.thread.value, state: 'replaced', replaced };
}
if (asked.has('asks')) {
  const { items } = client.thread.value;
  const eraseAt = Date.now() / 1000 + 80 * 86_400;
  client.thread.value = { ...client.thread.value, asks: 1, eraseAt, items: [...items, ...consentItems] };
}
if (asked.has('covers')) {
  const { items } = client.thread.value;
  const covers = [{ name: 'Youssef', until: Date.now() / 1000 + 9 * 86_400 }];
  client.thread.value = { ...client.thread.value, covers, items: [...items, ...threadCoverItems] };
}
if (asked.has('none')) client.consent.value = { ...client.consent.value, cards: [], uncounted: 0 };
if (asked.has('data')) client.data.value = { ...client.data.value, state: asked.get('data') as 'erased' };
wordsKept.value = asked.has('kept');
covered.value = asked.has('covered');
if (asked.has('offline')) client.status.value = { engine: 'ready', connection: 'offline' };
if (asked.get('mode') === 'them') mode.value = 'advisor_calls';
if (asked.has('step')) step.value = asked.get('step') as Step;
picked.value = slots[1] ?? null;
answer({ phone: '06 12345678', whoAnswers: 'maybe_other', codeWord: 'zonnebloem' });
role.value = asked.get('tone') === 'u' ? 'parent' : 'pupil';
screen.value = name as ScreenName;

const root = document.getElementById('app');
void speak(asked.get('lang') === 'en' ? 'en' : 'nl', asked.get('tone') === 'u' ? 'u' : 'je').then(() => {
  if (root) render(<App />, root);
});
