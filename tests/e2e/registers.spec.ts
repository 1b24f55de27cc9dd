// The three ways of speaking to a visitor: je to a pupil, u to a parent, and English; coming back keeps the choice.
import { expect, type Page, test } from '@playwright/test';
import { setStage } from './stage.ts';

const stage = setStage();

function spoken(page: Page): Promise<string> {
  return page
    .getByRole('main')
    .allInnerTexts()
    .then((texts) => texts.join(' '));
}

test('a pupil reads je and never u', async () => {
  const pupil = await stage.now.visitor();
  await pupil.visit();
  await pupil.button(/^Ik zit op school/).click();
  await expect(pupil.heading('Goed om te weten')).toBeVisible();
  await expect(pupil.page.locator('html')).toHaveAttribute('lang', 'nl');
  expect(await spoken(pupil.page)).not.toMatch(/\b(u|uw)\b/i);
});

test('a parent reads u and never je, also in the conversation and when coming back', async () => {
  const parent = await stage.now.visitor();
  const { page } = parent;
  const noJe = async () => expect(await spoken(page)).not.toMatch(/\b(je|jij|jou|jouw)\b/i);
  await parent.findAdvisor('parent');
  await noJe();
  await parent.writeFirst('Mijn zoon gaat niet graag naar school.');
  await expect(parent.heading('Uw bericht is aangekomen bij Sanne')).toBeVisible();
  await noJe();
  const words = await parent.copyWords();
  await parent.answerCheck(words);
  await parent.button('Naar het gesprek').click();
  await expect(page.getByLabel('Uw bericht aan Sanne')).toBeVisible();
  await expect(parent.log.getByText(/ Kijk vanaf \S+ \d+ \S+ 16 uur weer\.$/)).toBeVisible();
  await noJe();
  const later = await stage.now.visitor();
  await later.comeBack(words.join(' '));
  await expect(later.page.getByLabel('Uw bericht aan Sanne')).toBeVisible();
  const { advisor } = stage.now;
  await advisor.openCaseThatSays('Mijn zoon');
  await expect(advisor.page.getByText('Ouder: schrijf u')).toBeVisible();
  await advisor.page.getByLabel(/^Uw antwoord aan/).fill('Wat fijn dat je schrijft');
  await expect(advisor.page.getByText('Dit is een ouder en u schrijft "je".')).toBeVisible();
});

test('English goes all the way and comes back as English', async () => {
  const pupil = await stage.now.visitor();
  const { page } = pupil;
  await pupil.visit();
  await page.getByLabel('Taal').selectOption('en');
  await expect(pupil.heading('Talk about something at school')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await pupil.button(/^I'm a pupil/).click();
  await pupil.button('Got it, continue').click();
  await page.getByRole('combobox', { name: /^What is the school called/ }).fill('Vincent van Gogh');
  await page.getByRole('listbox', { name: 'Schools found' }).getByRole('option').first().click();
  await expect(page.getByText('I listen to you. Together we find out what could help.')).toBeVisible();
  await pupil.button(/^Write a message/).click();
  await page.getByLabel('What would you like to tell us?').fill('May I ask something?');
  await pupil.button(/^Send to Sanne/).click();
  await expect(pupil.heading('Your message has arrived at Sanne')).toBeVisible();
  const words = await pupil.copyWords();
  const later = await stage.now.visitor();
  await later.comeBack(words.join(' '));
  await expect(later.heading('Conversation with Sanne')).toBeVisible();
  await expect(later.page.getByText(/ Look again from \S+ \d+ \S+, 4 pm\.$/)).toBeVisible();
  const { advisor } = stage.now;
  await advisor.openCaseThatSays('May I ask');
  await expect(advisor.page.getByText('Schrijft in het Engels')).toBeVisible();
  await advisor.page.getByLabel('Taal').selectOption('en');
  await expect(advisor.page.getByRole('button', { name: 'Lock' })).toBeVisible();
});
