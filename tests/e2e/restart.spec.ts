// The server dies as in a power cut while two people talk: nothing is lost, nothing comes twice, nobody has to reload.
import { expect, test } from '@playwright/test';
import { setStage } from './stage.ts';

const stage = setStage();

test.describe.configure({ timeout: 120_000 });

test('both clients resume by themselves after kill -9, with every message once', async () => {
  const { advisor, service } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Bericht voor de storing');
  await advisor.openCaseThatSays('Bericht voor de storing');
  await advisor.reply('Antwoord voor de storing');
  await expect(pupil.message('Antwoord voor de storing')).toBeVisible();

  await pupil.say('Vlak voor de klap');
  await service.killServer();

  await test.step('both are told, and can go on writing', async () => {
    await expect(pupil.page.getByText('Geen internet. Je kunt verder typen.')).toBeVisible();
    await expect(advisor.page.getByText('Geen verbinding. U kunt verder lezen en schrijven.')).toBeVisible();
    await pupil.say('Getypt zonder server');
    await expect(pupil.message('Getypt zonder server')).toContainText('Wacht op internet');
    await advisor.reply('Ook zonder server');
    await expect(advisor.message('Ook zonder server')).toContainText('Wacht op verbinding');
  });

  await service.startServer();

  await test.step('what waited is sent, in both directions', async () => {
    await expect(pupil.message('Ook zonder server')).toBeVisible({ timeout: 45_000 });
    await expect(advisor.message('Getypt zonder server')).toBeVisible({ timeout: 45_000 });
    await expect(pupil.page.getByText('Geen internet. Je kunt verder typen.')).toBeHidden();
  });

  await test.step('a second blow, with nothing on its way to the one who waits', async () => {
    await service.killServer();
    await pupil.say('Na de storing');
    await service.startServer();
    await expect(advisor.message('Na de storing')).toBeVisible({ timeout: 45_000 });
  });

  const said = [
    'Bericht voor de storing',
    'Antwoord voor de storing',
    'Vlak voor de klap',
    'Getypt zonder server',
    'Ook zonder server',
    'Na de storing',
  ];
  for (const log of [pupil.log, advisor.log]) {
    const texts = await log.locator('.text').allInnerTexts();
    expect([...texts].sort()).toEqual([...said].sort());
  }
  await expect(pupil.log.locator('.waiting, .failed')).toHaveCount(0);
});

test('a message written before the first connection is kept until there is one', async () => {
  const { service, advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.findAdvisor();
  await pupil.button(/^Schrijf een bericht/).click();
  await pupil.page.getByLabel('Wat wil je vertellen?').fill('Geschreven in de tunnel');
  await service.killServer();
  await pupil.button('Verstuur als er internet is').click();
  await expect(pupil.page.getByText('We sturen het als er weer internet is.')).toBeVisible();
  await service.startServer();
  await expect(pupil.heading('Je bericht is aangekomen bij Sanne')).toBeVisible({ timeout: 45_000 });
  await expect(advisor.page.getByRole('region', { name: /^Nieuw/ }).getByRole('button')).toHaveCount(1, {
    timeout: 45_000,
  });
  await advisor.openCaseThatSays('Geschreven in de tunnel');
  await expect(advisor.log.locator('.text')).toHaveText(['Geschreven in de tunnel']);
});
