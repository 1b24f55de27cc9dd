// One advisor, several devices: a second one reads along, a lost one is closed for good, and the recovery card brings
// her back when all are lost.
import { expect, test } from '@playwright/test';
import { Advisor } from './people/advisor.ts';
import { expectAccessible } from './accessible.ts';
import { desktop, setStage } from './stage.ts';

const stage = setStage();
const SLOW_MS = 60_000;

test('a second device reads what was and what comes; revoked, it closes and never opens again', async () => {
  test.setTimeout(240_000);
  const { advisor, service } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Dit schreef ik voor het tweede apparaat');
  await advisor.openCaseThatSays('Dit schreef ik voor het tweede apparaat');

  // A new connection has forgotten her second factor: nobody is let in without it.
  await service.killServer();
  await service.startServer();
  await expect(advisor.page.getByText('Geen verbinding. U kunt verder lezen en schrijven.')).toHaveCount(0);
  const second = new Advisor(await stage.now.open(desktop), service.origin);
  await advisor.add(second, 'Laptop thuis', async () => {
    const dialog = advisor.page.getByRole('dialog', { name: 'Bevestig dat u het bent' });
    await expect(dialog).toBeVisible({ timeout: SLOW_MS });
    await expect(second.page.locator('.digits')).toBeVisible();
    await dialog.getByRole('button', { name: 'Gebruik uw passkey' }).click();
  });
  // It opens again by itself, without the first.
  await second.page.reload();
  await second.unlock();
  await second.openCaseThatSays('Dit schreef ik voor het tweede apparaat');
  await second.reply('Ik antwoord vanaf mijn laptop');
  await expect(pupil.message('Ik antwoord vanaf mijn laptop')).toBeVisible();
  await pupil.say('En dit lezen ze allebei');
  await expect(second.message('En dit lezen ze allebei')).toBeVisible({ timeout: SLOW_MS });

  await advisor.revoke('Laptop thuis');
  const closed = second.heading('Dit apparaat hoort niet meer bij uw inbox');
  await expect(closed).toBeVisible({ timeout: SLOW_MS });
  expect(await second.page.content()).not.toMatch(/Dit schreef ik|Ik antwoord/);
  await second.page.reload();
  await expect(closed).toBeVisible({ timeout: SLOW_MS });

  await pupil.say('Na het intrekken');
  await advisor.goTo('Gesprekken');
  await advisor.openCaseThatSays('Na het intrekken');
});

test('left before its own second factor: the lock says what to do, and the device is added anew', async () => {
  test.setTimeout(240_000);
  const { advisor, service } = stage.now;
  const second = new Advisor(await stage.now.open(desktop), service.origin);
  await advisor.admit(second, 'Tablet');

  await second.page.reload();
  // A passkey of the other device is not here.
  await second.holdPasskey();
  await second.unlock();
  await expect(second.page.getByText('Staat uw passkey alleen in een ander apparaat?')).toBeVisible({
    timeout: SLOW_MS,
  });
  await expectAccessible(second.page, 'unlock, the passkey elsewhere');

  await advisor.revoke('Tablet');
  await second.page.reload();
  await expect(second.heading('Dit apparaat hoort niet meer bij uw inbox')).toBeVisible({ timeout: SLOW_MS });
  await advisor.add(second, 'Tablet opnieuw');
  await advisor.goTo('Gesprekken');
});

test('all devices lost: the card brings her back, and the pupil gives the history back', async () => {
  test.setTimeout(240_000);
  const { advisor, service } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Dit schreef ik toen alles er nog was');
  await advisor.openCaseThatSays('Dit schreef ik toen alles er nog was');

  const next = new Advisor(await stage.now.open(desktop), service.origin);
  await next.page.goto(`${service.origin}/advies`);
  await next.button('Gebruik mijn herstelkaart').click();
  await next.page
    .getByLabel('De twaalf woorden van uw kaart')
    .fill(advisor.card.split(' ').reverse().join(' '));
  await next.button('Ga verder').click();
  await expect(next.page.getByText('Deze woorden horen niet bij een kaart die nu werkt.')).toBeVisible({
    timeout: SLOW_MS,
  });
  await next.page.getByLabel('De twaalf woorden van uw kaart').fill(advisor.card);
  await next.button('Ga verder').click();
  await next.copyPassphrase();
  await next.typeBack();
  await next.makeCard();
  await expect(next.heading('Uw tweede slot')).toBeVisible({ timeout: SLOW_MS });
  await next.holdPasskey();
  await next.button('Maak een passkey').click();
  await expect(next.heading('Gesprekken')).toBeVisible({ timeout: SLOW_MS });

  await expect(pupil.page.getByText('kan jullie oude berichten niet meer lezen')).toBeVisible({
    timeout: SLOW_MS,
  });
  await expect(next.page.getByText('Dit schreef ik toen alles er nog was')).toHaveCount(0);
  await pupil.page.getByRole('button', { name: 'Geef terug' }).click();
  await next.openCaseThatSays('Dit schreef ik toen alles er nog was');
  await pupil.say('Welkom terug');
  await expect(next.message('Welkom terug')).toBeVisible();
});
