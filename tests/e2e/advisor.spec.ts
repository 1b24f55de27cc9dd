// An advisor's own things: the vault that her passphrase opens, notes that only she reads, the hours she keeps.
import { expect, test } from '@playwright/test';
import { desktop, setStage } from './stage.ts';

const stage = setStage();

test('the inbox locks, refuses a wrong passphrase, and opens with the right one', async () => {
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Blijft dit op slot?');
  await advisor.openCaseThatSays('Blijft dit op slot?');
  await advisor.page.getByLabel(/^Uw antwoord aan/).fill('Een antwoord dat nog niet weg is');

  await advisor.page.keyboard.press('Control+Alt+l');
  await expect(advisor.heading('Ontgrendel uw inbox')).toBeVisible();
  expect(await advisor.page.content()).not.toMatch(/Blijft dit op slot|nog niet weg/);

  await advisor.unlock(advisor.passphrase.split(' ').reverse().join(' '));
  await expect(advisor.page.getByText('Deze wachtzin opent de inbox niet.')).toBeVisible({ timeout: 30_000 });
  await advisor.unlock();
  await expect(advisor.heading('Gesprekken')).toBeVisible({ timeout: 30_000 });

  await advisor.openCaseThatSays('Blijft dit op slot?');
  await expect(advisor.page.getByLabel(/^Uw antwoord aan/)).toHaveValue('Een antwoord dat nog niet weg is');
});

test('notes to herself survive a reload; her passphrase is asked again', async () => {
  const { advisor } = stage.now;
  const { page } = advisor;
  const pupil = await stage.now.visitor();
  await pupil.start('Wat weet jij van mij?');
  await advisor.openCaseThatSays('Wat weet jij van mij?');
  await page.getByLabel('Eigen naam voor dit gesprek').fill('Leerling met de rode jas');
  await page.getByLabel('Notities voor uzelf').fill('Belt liever niet. Vraag naar gym.');
  await advisor.button('Bewaar notitie').click();
  await expect(page.getByRole('complementary').getByText('Bewaard', { exact: true })).toBeVisible();
  await expect(advisor.button(/Leerling met de rode jas/)).toBeVisible();

  await page.reload();
  await advisor.unlock();
  await advisor.button(/Leerling met de rode jas/).click({ timeout: 30_000 });
  await expect(page.getByLabel('Notities voor uzelf')).toHaveValue('Belt liever niet. Vraag naar gym.');
  expect(await pupil.page.content()).not.toContain('rode jas');
});

test('hours are checked, kept, and shown as others see them', async () => {
  const { advisor } = stage.now;
  const { page } = advisor;
  await advisor.goTo('Beschikbaarheid');
  const until = page.getByLabel('maandag tot').first();
  if ((await until.count()) === 0) await advisor.button('Tijd erbij op maandag').click();
  await page.getByLabel('maandag van').first().fill('10:00');
  await until.fill('09:00');
  await advisor.button('Bewaar tijden').click();
  await expect(page.getByRole('alert')).toContainText('Maandag: het einde ligt voor het begin.');
  await until.fill('12:00');
  await page.getByLabel('Een gesprek duurt').selectOption({ label: '20 minuten' });
  await advisor.button('Bewaar tijden').click();
  await expect(page.getByText('Bewaard. Zo zien mensen uw tijden vanaf nu.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Zo zien mensen uw tijden' })).toContainText('maandag');

  await page.reload();
  await advisor.unlock();
  await expect(advisor.heading('Gesprekken')).toBeVisible({ timeout: 30_000 });
  await advisor.goTo('Beschikbaarheid');
  await expect(page.getByLabel('maandag tot').first()).toHaveValue('12:00');
  await expect(page.getByLabel('Een gesprek duurt')).toHaveValue('20');
});

test('an invitation works once, and its secret does not stay in the address bar', async () => {
  const { service, advisor } = stage.now;
  const unused = service.invitations()[0]?.link ?? '';
  const page = await stage.now.open(desktop);
  await page.goto(unused);
  await expect(page.getByRole('heading', { name: 'Welkom Amir' })).toBeVisible();
  expect(page.url()).toBe(`${service.origin}/advies`);

  const used = await stage.now.open(desktop);
  await used.goto(advisor.invitation);
  await expect(used.getByRole('heading', { name: 'Deze uitnodiging werkt niet meer' })).toBeVisible();
});
