// Standing in: after the pupil's yes a colleague reads what is new and answers, everybody sees that she does, and when it
// is over she reads nothing more.
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import type { Advisor } from './people/advisor.ts';
import { choose } from './people/choose.ts';
import { card, dialog, section, toConsent } from './people/consent.ts';
import type { Visitor } from './people/visitor.ts';
import { setStage } from './stage.ts';

const COLLEAGUE = 'Amir';
const stage = setStage();
let standIn: Advisor | null = null;

// One for the file.
async function letColleagueIn(): Promise<Advisor> {
  standIn ??= await stage.now.letAdvisorIn();
  return standIn;
}

test.afterAll(async () => standIn?.page.context().close());

async function askForCover(advisor: Advisor): Promise<void> {
  await section(advisor).getByRole('button', { name: 'Vraag toestemming' }).click();
  const form = dialog(advisor, 'Toestemming vragen');
  await choose(form.getByRole('radio', { name: 'Een collega valt in' }));
  await form.getByLabel('Welke collega?').selectOption(COLLEAGUE);
  await form.getByRole('button', { name: 'Stuur de vraag' }).click();
  await expect(form.getByText('Vastgelegd.')).toBeVisible();
  await form.getByRole('button', { name: 'Sluiten' }).click();
}

async function allowCover(pupil: Visitor): Promise<void> {
  await toConsent(pupil);
  const asked = card(pupil, `Mag ${COLLEAGUE} invallen voor Sanne?`);
  await asked.getByRole('button', { name: 'Ja, dit mag' }).click();
  await expect(card(pupil, 'Dit mag')).toBeVisible();
  await pupil.page.getByRole('button', { name: 'Terug', exact: true }).first().click();
}

const waiting = ({ page }: Advisor) => page.getByRole('region', { name: /^Waarneming/ });

test('a colleague stands in, answers, and reads nothing more when it is over', async () => {
  test.setTimeout(240_000);
  const { advisor } = stage.now;
  const colleague = await letColleagueIn();
  const pupil = await stage.now.visitor();
  await pupil.start('Dit is voor Sanne.');
  await advisor.openCaseThatSays('Dit is voor Sanne.');

  await test.step('before the yes the colleague has nothing', async () => {
    await askForCover(advisor);
    await expect(waiting(colleague)).toBeHidden();
  });

  await test.step('after it all three see that she reads along, and until when', async () => {
    await allowCover(pupil);
    const joins = new RegExp(`${COLLEAGUE} leest vanaf nu mee, tot en met `);
    await expect(pupil.log).toContainText(joins);
    await expect(pupil.page.getByText(`${COLLEAGUE} leest nu ook mee, tot en met`)).toBeVisible();
    await expectAccessible(pupil.page, 'a conversation in which somebody stands in');
    await expect(advisor.log).toContainText(joins);
    await expect(advisor.page.getByText(`${COLLEAGUE} leest mee, tot en met`)).toBeVisible();
    await expectAccessible(advisor.page, 'a case in which somebody stands in');
  });

  await test.step('the colleague finds it apart from her own, and not what was written before', async () => {
    await expect(waiting(colleague)).toContainText('voor Sanne');
    await waiting(colleague).getByRole('button').first().click();
    await expect(colleague.page.getByText('U neemt waar voor Sanne, tot en met')).toBeVisible();
    await expect(colleague.page.getByText('Wat eerder is geschreven, kunt u niet lezen.')).toBeVisible();
    await expect(colleague.log).toContainText('U leest vanaf hier mee');
    await expect(colleague.log).not.toContainText('Dit is voor Sanne.');
    await expect(colleague.button('Nieuwe woorden')).toBeHidden();
    await expectAccessible(colleague.page, 'a case of somebody who is away');
  });

  await test.step('she reads what is new, and answers', async () => {
    await pupil.say('Is er iemand?');
    await expect(colleague.message('Is er iemand?')).toBeVisible();
    await colleague.reply('Ja. Ik val in voor Sanne.');
    await expect(pupil.message('Ja. Ik val in voor Sanne.')).toContainText(COLLEAGUE);
    await expect(advisor.message('Ja. Ik val in voor Sanne.')).toContainText(COLLEAGUE);
  });

  await test.step('the advisor ends it, and the colleague reads nothing more', async () => {
    await advisor.button(`Laat ${COLLEAGUE} niet meer meelezen`).click();
    await expect(advisor.log).toContainText(`${COLLEAGUE} leest niet meer mee.`);
    await expect(pupil.log).toContainText(`${COLLEAGUE} leest niet meer mee.`);
    await expect(pupil.page.getByText(`${COLLEAGUE} leest nu ook mee`)).toBeHidden();
    await pupil.say('Fijn dat je terug bent.');
    await expect(advisor.message('Fijn dat je terug bent.')).toBeVisible();
    await expect(colleague.log).not.toContainText('Fijn dat je terug bent.');
  });

  await test.step('it leaves her inbox, and she is told that it is over', async () => {
    await waiting(colleague).getByRole('button').first().click();
    await expect(colleague.page.getByText('Een waarneming is voorbij.')).toBeVisible();
    await expect(waiting(colleague)).toBeHidden();
    await expect(colleague.log).toBeHidden();
    await expectAccessible(colleague.page, 'an inbox after standing in');
  });
});

test('before an absence everybody is asked at once, and a yes that is taken back ends it', async () => {
  test.setTimeout(240_000);
  const { advisor } = stage.now;
  const colleague = await letColleagueIn();
  const pupil = await stage.now.visitor();
  await pupil.start('Ik wil straks ook nog praten.');
  await advisor.openCaseThatSays('Ik wil straks ook nog praten.');

  await test.step('the advisor sees whom she has not asked, and asks them', async () => {
    await advisor.goTo('Beschikbaarheid');
    const absence = advisor.page.getByRole('region', { name: 'Wie valt voor u in?' });
    await absence.getByLabel('Welke collega?').selectOption(COLLEAGUE);
    await expect(absence).toContainText('1 is nog niet gevraagd.');
    await expect(absence).toContainText(`Sanne vraagt of ${COLLEAGUE} dit mag, als Sanne er niet is:`);
    await expectAccessible(advisor.page, 'asking before an absence');
    await absence.getByRole('button', { name: 'Vraag het in 1 gesprek' }).click();
    await expect(absence.getByText('Gevraagd. U ziet hier wie ja zei.')).toBeVisible();
    await expect(absence).toContainText('1 wacht op antwoord.');
  });

  await test.step('the pupil says yes, and the colleague reads along', async () => {
    await expect(pupil.log).toContainText(`Sanne vraagt of ${COLLEAGUE} mag invallen.`);
    await allowCover(pupil);
    await waiting(colleague).getByRole('button').first().click();
    await pupil.say('Is er iemand in de vakantie?');
    await expect(colleague.message('Is er iemand in de vakantie?')).toBeVisible();
  });

  await test.step('taken back, it is over at once', async () => {
    await toConsent(pupil);
    await pupil.button('Toestemming intrekken').click();
    await expect(card(pupil, 'Ingetrokken')).toBeVisible();
    await pupil.page.getByRole('button', { name: 'Terug', exact: true }).first().click();
    await expect(pupil.log).toContainText(`${COLLEAGUE} leest niet meer mee.`);
    await pupil.say('Dan wacht ik op jou.');
    await advisor.goTo('Gesprekken');
    await advisor.openCaseThatSays('Dan wacht ik op jou.');
    await expect(advisor.log).toContainText(`${COLLEAGUE} leest niet meer mee.`);
    await expect(colleague.log).not.toContainText('Dan wacht ik op jou.');
  });
});
