// The advisor's second lock: what opens with it, what does not without, and that a fault on the way in has a way on.
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { Advisor } from './people/advisor.ts';
import { appCode } from './people/second_factor.ts';
import { desktop, setStage } from './stage.ts';

const OPEN_MS = 30_000;
const stage = setStage();

test('a passkey of hers opens the inbox; a forged one does not; an app helps out when it is lost', async () => {
  const { advisor } = stage.now;
  const { page } = advisor;
  const lock = () => page.keyboard.press('Control+Alt+l');

  await lock();
  await advisor.passkey.isForged(true);
  await advisor.unlock();
  await expect(page.getByRole('alert')).toContainText('Deze passkey opent deze inbox niet');
  await expect(advisor.heading('Ontgrendel uw inbox')).toBeVisible();
  await advisor.passkey.isForged(false);
  await advisor.unlock();
  await expect(advisor.heading('Gesprekken')).toBeVisible({ timeout: OPEN_MS });

  // Her only one cannot go. An app is added, and the passkey is asked for before something changes.
  await advisor.goTo('Sleutels');
  const locks = page.getByRole('region', { name: 'Tweede slot' });
  await expect(locks.getByRole('listitem')).toHaveCount(1);
  await expect(locks.getByRole('button', { name: /verwijderen/ })).toHaveCount(0);
  await advisor.button('App toevoegen').click();
  await advisor.setUpApp();
  await expect(locks.getByRole('listitem')).toHaveCount(2);

  // With both she chooses; with the passkey lost, the app opens.
  await lock();
  await advisor.passkey.forgetsEverything();
  await advisor.button('Gebruik een code uit uw app').click();
  await advisor.unlockWithApp(appCode(advisor.appSecret, 1));
  await expect(advisor.heading('Gesprekken')).toBeVisible({ timeout: OPEN_MS });
  await advisor.goTo('Sleutels');
  await locks.getByRole('button', { name: /^Passkey van .* verwijderen$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Verwijderen' }).click();
  await expect(locks.getByRole('listitem')).toHaveCount(1);
  await expect(locks).toContainText('Authenticator-app');
});

test('the first time with an app, after a fault while the vault was sealed; her passphrase crosses no wire', async () => {
  const { service } = stage.now;
  const page = await stage.now.open(desktop);
  const advisor = new Advisor(page, service.origin);
  const sent: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(payload.toString()));
    socket.on('framereceived', ({ payload }) => sent.push(payload.toString()));
  });
  page.on('request', (request) => sent.push(`${request.url()}\n${request.postData() ?? ''}`));
  const invitation = service.invitations()[0]?.link ?? '';
  const disk = await page.context().newCDPSession(page);
  const { origin } = service;

  // A full disk breaks the worker; she hears it and begins again.
  await page.goto(invitation);
  await advisor.button('Maak mijn inbox').click();
  await advisor.copyPassphrase();
  await disk.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await advisor.typeBack();
  await expect(page.getByRole('alert')).toContainText('Er ging iets mis op deze pagina', {
    timeout: OPEN_MS,
  });
  await disk.send('Storage.overrideQuotaForOrigin', { origin });
  await advisor.button('Probeer opnieuw').click();
  await expect(advisor.heading(/^Welkom /)).toBeVisible();

  await advisor.enrolWith(invitation, async () => {
    await expectAccessible(page, 'second factor');
    await advisor.button('Gebruik een app').click();
    await expectAccessible(page, 'app');
    await advisor.setUpApp();
  });
  await page.reload();
  await advisor.unlockWithApp('000 000');
  await expect(page.getByText('Deze code klopt niet of is al gebruikt.')).toBeVisible();
  await advisor.unlockWithApp(appCode(advisor.appSecret, 1), 'vier andere woorden hier');
  await expect(page.getByText('Deze wachtzin opent de inbox niet.')).toBeVisible({ timeout: OPEN_MS });
  await advisor.unlock();
  await expect(advisor.heading('Gesprekken')).toBeVisible({ timeout: OPEN_MS });

  const words = advisor.passphrase.split(' ');
  const wire = sent.join('\n').toLowerCase();
  expect(wire.length).toBeGreaterThan(1000);
  expect(wire).not.toContain(words.join(' '));
  // Words alone could be part of a school's name; two in a row are hers.
  for (const [place, word] of words.slice(1).entries()) expect(wire).not.toContain(`${words[place]} ${word}`);
  expect(wire).not.toContain(Buffer.from(words.join(' ')).toString('base64url').toLowerCase());
});
