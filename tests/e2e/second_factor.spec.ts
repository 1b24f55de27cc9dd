// The advisor's second lock: what opens with it, what does not without, and that a fault on the way in has a way on.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { Advisor } from './people/advisor.ts';
import { appCode, freshAppCode } from './people/second_factor.ts';
import { desktop, setStage } from './stage.ts';

// Argon2id over 256 MiB takes its time on a busy machine.
const OPEN_MS = 90_000;
const stage = setStage();

// Everything that leaves or reaches this page.
function record(page: Page): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(payload.toString()));
    socket.on('framereceived', ({ payload }) => sent.push(payload.toString()));
  });
  page.on('request', (request) => sent.push(`${request.url()}\n${request.postData() ?? ''}`));
  return sent;
}

// Keeps in the page what her passkey gives for the vault, in hexadecimal; and with `away` set nobody touches it.
async function noteOutputs(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const outputs: string[] = [];
    const here = Object.assign(globalThis, { outputs, away: false });
    const { get } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.get = async function (options) {
      if (here.away) throw new DOMException('nobody touched it', 'NotAllowedError');
      const given = await get.call(this, options);
      const first = (given as PublicKeyCredential | null)?.getClientExtensionResults().prf?.results?.first;
      if (first instanceof ArrayBuffer)
        outputs.push(
          Array.from(new Uint8Array(first), (byte) => byte.toString(16).padStart(2, '0')).join(''),
        );
      return given;
    };
  });
}

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

test('her passkey seals the vault itself: without it nothing opens, and what it gives crosses no wire', async () => {
  test.setTimeout(400_000);
  const { service } = stage.now;
  const advisor = new Advisor(await stage.now.open(desktop), service.origin);
  const { page } = advisor;
  const sent = record(page);
  await noteOutputs(page);
  const lock = () => page.keyboard.press('Control+Alt+l');
  const opens = () => expect(advisor.heading('Gesprekken')).toBeVisible({ timeout: OPEN_MS });
  const seal = page.getByRole('region', { name: 'Extra slot op dit apparaat' });
  await advisor.enrol(service.invitations()[0]?.link ?? '');

  await advisor.sealWithPasskey('Aanzetten');
  await expect(seal).toContainText('Het extra slot staat nu aan.', { timeout: OPEN_MS });
  await expectAccessible(page, 'sealed keys');
  const locks = page.getByRole('region', { name: 'Tweede slot' });
  await advisor.button('App toevoegen').click();
  await advisor.setUpApp();
  await expect(locks.getByRole('listitem')).toHaveCount(2);
  await expect(locks.getByRole('button', { name: /^Passkey .* verwijderen$/ })).toHaveCount(0);

  await lock();
  await advisor.unlock();
  await opens();

  // A code is enough for the server, and not for the vault.
  await lock();
  await page.evaluate(() => Object.assign(globalThis, { away: true }));
  await advisor.button('Gebruik een code uit uw app').click();
  const usedAt = Date.now();
  await advisor.unlockWithApp(appCode(advisor.appSecret, 1));
  await expect(page.getByRole('alert')).toContainText('Er kwam geen antwoord van uw passkey', {
    timeout: OPEN_MS,
  });
  await expect(page.getByText('vraagt ook de passkey van uw extra slot')).toBeVisible();
  await page.reload();
  await advisor.unlock('vier andere woorden hier');
  await expect(page.getByText('Deze wachtzin opent de inbox niet.')).toBeVisible({ timeout: OPEN_MS });
  await advisor.unlock();
  await opens();

  await advisor.sealWithPasskey('Uitzetten');
  const dialog = page.getByRole('dialog', { name: 'Bevestig dat u het bent' });
  await dialog.getByRole('button', { name: 'Gebruik uw passkey' }).click();
  await expect(seal).toContainText('Het extra slot staat nu uit.', { timeout: OPEN_MS });
  const outputs = await page.evaluate(() => (globalThis as { outputs?: string[] }).outputs ?? []);
  await lock();
  await advisor.passkey.forgetsEverything();
  await advisor.button('Gebruik een code uit uw app').click();
  await advisor.unlockWithApp(await freshAppCode(advisor.appSecret, usedAt, 1));
  await opens();

  expect(outputs.length).toBeGreaterThanOrEqual(1);
  const wire = sent.join('\n');
  expect(wire.length).toBeGreaterThan(1000);
  for (const output of outputs) {
    const bytes = Buffer.from(output, 'hex');
    expect(bytes).toHaveLength(32);
    for (const form of [output, bytes.toString('base64url'), bytes.toString('base64'), bytes.join()])
      expect(wire).not.toContain(form);
  }
});

test('the first time with an app, after a fault while the vault was sealed; her passphrase crosses no wire', async () => {
  const { service } = stage.now;
  const page = await stage.now.open(desktop);
  const advisor = new Advisor(page, service.origin);
  const sent = record(page);
  // The demo's own invitations are used up by the tests before.
  const invited = service.admin('advisor', 'invite', '--data', service.data, '--name', 'Noor de Wit');
  const [invitation = ''] = /https?:\S+#uitnodiging=\S+/.exec(invited) ?? [];
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
