// An appointment that moves, and a pupil who is in another part of the world: the time is that of the school, always.
import { expect, test } from '@playwright/test';
import { bookCall, times, toAppointments, toTimes } from './people/appointments.ts';
import type { Visitor } from './people/visitor.ts';
import { phone, setStage } from './stage.ts';

const stage = setStage();

test.describe.configure({ timeout: 120_000 });

test.beforeAll(async () => {
  await stage.now.advisor.offerCalls();
});

async function shownTimes(person: Visitor): Promise<(string | null)[]> {
  return times(person).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
}

// The advisor proposes the same day, so many minutes later.
async function proposeLater(minutes: number): Promise<void> {
  const { advisor } = stage.now;
  await advisor.goTo('Agenda');
  const card = advisor.page.locator('.card.call').filter({ hasText: 'De ander belt u' }).last();
  const more = card.locator('summary');
  if ((await card.locator('details[open]').count()) === 0) await more.click();
  await card.getByRole('button', { name: 'Stel een andere tijd voor' }).click();
  const dialog = advisor.page.getByRole('dialog', { name: 'Andere tijd voorstellen' });
  const time = dialog.getByLabel('Begint om');
  const [hours = '10', begun = '00'] = (await time.inputValue()).split(':');
  const later = Number(hours) * 60 + Number(begun) + minutes;
  await time.fill(
    `${String(Math.floor(later / 60)).padStart(2, '0')}:${String(later % 60).padStart(2, '0')}`,
  );
  await dialog.getByRole('button', { name: 'Stuur voorstel' }).click();
  await expect(advisor.page.getByText(/andere tijd voorgesteld/).first()).toBeVisible();
}

test('a pupil abroad and a pupil at home are shown the same times', async () => {
  const home = await stage.now.visitor();
  const abroad = await stage.now.visitor({ ...phone, timezoneId: 'America/New_York' });
  await home.start('Ik ben thuis.');
  await abroad.start('Ik ben ver weg.');
  await toTimes(home);
  await toTimes(abroad);

  const shown = await shownTimes(home);
  expect(shown.length).toBeGreaterThan(3);
  expect(await shownTimes(abroad)).toEqual(shown);
});

test('the pupil says yes to the other time, or keeps the old one', async () => {
  const pupil = await stage.now.visitor();
  await pupil.start('Mag ik je bellen?');
  const first = await bookCall(pupil, 2);
  const moved = () =>
    pupil.page.getByRole('listitem').filter({ hasText: 'Sanne wil deze afspraak verzetten.' });

  await test.step('the old time stays when the pupil wants that', async () => {
    await proposeLater(15);
    await pupil.button(/Naar het gesprek/).click();
    await toAppointments(pupil);
    await moved().getByRole('button', { name: 'Laat de oude tijd staan' }).click();
    await expect(moved()).toHaveCount(0);
    await expect(pupil.page.getByRole('listitem').filter({ hasText: `${first} uur` })).toBeVisible();
  });

  await test.step('the new time stands when the pupil says yes', async () => {
    await proposeLater(30);
    await expect(moved()).toBeVisible();
    await moved().getByRole('button', { name: 'Ja, dat kan' }).click();
    await expect(moved()).toHaveCount(0);
    await expect(pupil.page.getByRole('listitem').filter({ hasText: `${first} uur` })).toHaveCount(0);
  });
});
