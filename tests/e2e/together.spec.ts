// Talks with others there: a mediation with rules that both sides accept, and a hearing that a parent prepares.
import { expect, type Locator, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { toAppointments } from './people/appointments.ts';
import { choose } from './people/choose.ts';
import { setStage } from './stage.ts';

const stage = setStage();

test.describe.configure({ timeout: 150_000 });

test.beforeAll(async () => {
  await stage.now.advisor.offerMeetings();
});

const RULES = [
  'Om de beurt praten. De ander laten uitpraten.',
  'Niet schelden, niet dreigen.',
  'Wat gezegd wordt, blijft hier, tenzij jullie iets anders afspreken.',
  'Iedereen mag op elk moment stoppen.',
];

type Plan = { readonly text: string; readonly kind: string; readonly inDays: number; readonly time: string; readonly place: string };

// To the family that wrote this.
async function propose({ text, kind, inDays, time, place }: Plan): Promise<void> {
  const { advisor } = stage.now;
  const { page } = advisor;
  await advisor.goTo('Gesprekken');
  await advisor.openCaseThatSays(text);
  const label = await page.locator('#case-title').innerText();
  await advisor.goTo('Agenda');
  await advisor.button('Stel een afspraak voor').click();
  const dialog = page.getByRole('dialog', { name: 'Afspraak voorstellen' });
  await dialog.getByLabel('Met wie').selectOption({ label });
  await dialog.getByLabel('Soort gesprek').selectOption({ label: kind });
  await dialog.getByLabel(/^Waar \(/).fill(place);
  await dialog.getByLabel(/^Wie zijn erbij/).fill('Sam, mentor\nNoor');
  const day = new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel('Datum').fill(day);
  await dialog.getByLabel('Begint om').fill(time);
  await dialog.getByRole('button', { name: 'Stuur voorstel' }).click();
  await expect(page.getByText('Gedaan.', { exact: true })).toBeVisible();
}

function planned(place: string): Locator {
  return stage.now.advisor.page.locator('.card.call').filter({ hasText: place });
}

async function unfold(card: Locator): Promise<void> {
  if ((await card.locator('details[open]').count()) === 0) await card.locator('summary').click();
}

test('a mediation that the advisor proposes is accepted with its rules, and not without', async () => {
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  const text = 'Ik wil er met Noor over praten, maar niet alleen.';
  await pupil.start(text);
  await propose({ text, kind: 'bemiddeling', inDays: 9, time: '10:00', place: 'Bibliotheek, zaal 2' });
  const card = planned('Bibliotheek, zaal 2');
  await unfold(card);
  await expect(card.getByText('De regels zijn meegestuurd. De ander heeft nog geen ja gezegd:')).toBeVisible();

  await expect(pupil.log.getByText(/^Sanne stelt voor: bemiddeling, /)).toBeVisible();
  await toAppointments(pupil);
  const item = pupil.page.getByRole('listitem').filter({ hasText: 'bemiddeling' });
  const rules = item.getByRole('group', { name: 'Regels voor dit gesprek' });
  await test.step('the rules are there to read, and a yes needs them', async () => {
    await expect(rules.getByRole('listitem')).toHaveText(RULES);
    await item.getByRole('button', { name: 'Ja, dat kan' }).click();
    const refusal = 'Een bemiddeling kan alleen als je meedoet met de regels.';
    await expect(rules.getByRole('alert')).toHaveText(refusal);
    await expectAccessible(pupil.page, 'a mediation with its rules');
    await expect(card.getByText(/nog geen ja gezegd/)).toBeVisible();
  });

  await test.step('the tick and the yes reach the advisor', async () => {
    await choose(rules.getByRole('checkbox', { name: 'Ik doe mee met deze regels' }));
    await item.getByRole('button', { name: 'Ja, dat kan' }).click();
    await expect(rules).toHaveCount(0);
    await expect(card.getByText('De ander doet mee met deze regels:')).toBeVisible();
    for (const rule of RULES) await expect(card.getByText(rule)).toBeVisible();
    await expectAccessible(advisor.page, 'the agenda with a mediation');
  });

  await test.step('the pupil reads the rules again', async () => {
    await item.locator('summary', { hasText: 'Regels voor dit gesprek' }).click();
    await expect(item.locator('details[open]').getByRole('listitem')).toHaveText(RULES);
    await pupil.button('Terug').click();
    await expect(pupil.log.getByText(/^Jij zegt ja: bemiddeling, /)).toBeVisible();
  });
});

test('a parent prepares a hearing and tells the advisor how far it is', async () => {
  const { advisor } = stage.now;
  const text = 'De commissie heeft een dag gekozen.';
  const parent = await stage.now.visitor();
  await parent.start(text, 'parent');
  await propose({ text, kind: 'hoorzitting', inDays: 16, time: '14:00', place: 'Kantoor van de commissie' });

  await toAppointments(parent);
  const item = parent.page.getByRole('listitem').filter({ hasText: 'hoorzitting' });
  await item.getByRole('button', { name: 'Ja, dat kan' }).click();
  await expect(item.getByText('Deze tijd is door anderen gekozen. Verzetten kan hier niet.')).toBeVisible();
  await expect(planned('Kantoor van de commissie').getByText('hoorzitting', { exact: true })).toBeVisible();

  const papers = 'Zoek de papieren bij elkaar: de klacht, de brieven, wat u zelf opschreef.';
  const company = 'Bedenk wie er met u meegaat.';
  await test.step('points are ticked, and an empty preparation is not sent', async () => {
    await item.locator('summary', { hasText: 'Zo bereidt u zich voor' }).click();
    await item.getByRole('button', { name: 'Stuur dit aan Sanne' }).click();
    await expect(item.getByRole('alert')).toHaveText('Vink eerst iets aan, of schrijf iets op.');
    await expectAccessible(parent.page, 'a hearing that is being prepared');
    await choose(item.getByRole('checkbox', { name: papers }));
    await choose(item.getByRole('checkbox', { name: company }));
    await item.getByLabel(/^Dit wil ik zeker zeggen/).fill('Mijn kind durft niet meer naar school.');
  });

  await test.step('a look at the conversation loses nothing; the advisor reads it there', async () => {
    await parent.button('Terug').click();
    await toAppointments(parent);
    await item.locator('summary', { hasText: 'Zo bereidt u zich voor' }).click();
    await expect(item.getByRole('checkbox', { name: papers })).toBeChecked();
    await item.getByRole('button', { name: 'Stuur dit aan Sanne' }).click();
    await expect(item.getByRole('status')).toHaveText('Verstuurd. Het staat nu in het gesprek.');
    await advisor.goTo('Gesprekken');
    await advisor.openCaseThatSays(text);
    const said = advisor.message('Voorbereiding: hoorzitting');
    const done = `Klaar:\n- ${papers}\n- ${company}\n`;
    const left = 'Nog niet:\n- Schrijf op wat u zeker wilt zeggen.\n';
    const note = 'Dit wil ik zeker zeggen:\nMijn kind durft niet meer naar school.';
    await expect(said).toContainText(new RegExp((done + left + note).replaceAll(/[.:]/g, '\\$&')), {
      useInnerText: true,
    });
    await expectAccessible(advisor.page, 'a case with a preparation');
  });
});

test('a pupil proposes a mediation; the longest words in the widest script reach the advisor whole', async () => {
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Kun je ons helpen om het uit te praten?');
  await toAppointments(pupil);
  await pupil.button('Plan een gesprek').click();
  await choose(pupil.page.getByRole('radio', { name: /^Bemiddeling/ }));
  await pupil.button('Verder').click();
  await choose(pupil.page.locator('.day-card').getByRole('radio').nth(1));
  await pupil.button('Verder met deze tijd').click();
  // Three bytes a character, which is what the bounds of a talk are counted in.
  const attendees = '\u1230'.repeat(333);
  const agenda = '\u1230'.repeat(666);
  await pupil.page.getByLabel(/^Wie moeten erbij zijn/).fill(`${attendees}!`);
  await pupil.page.getByLabel(/^Waar gaat het over/).fill(`${agenda}!`);
  await pupil.button('Verder').click();
  await expect(pupil.page.getByRole('alert')).toHaveText('Een bemiddeling kan alleen als je meedoet met de regels.');
  await choose(pupil.page.getByRole('checkbox', { name: 'Ik doe mee met deze regels' }));
  await pupil.button('Verder').click();
  await pupil.button('Verder').click();
  await pupil.button('Bevestig de afspraak').click();
  await expect(pupil.heading('Je voorstel is verstuurd')).toBeVisible();

  await advisor.goTo('Agenda');
  const waiting = advisor.page.getByRole('region', { name: 'Wacht op uw antwoord' });
  await expect(waiting.getByText(`Erbij: ${attendees}`, { exact: true })).toBeVisible();
  await expect(waiting.getByText(`Waarover: ${agenda}`, { exact: true })).toBeVisible();
  await expect(waiting.getByText('De ander doet mee met deze regels:')).toBeVisible();
});
