// A8: the advisor is ill today while a family has an appointment later today. Everybody's day is that of Amsterdam, so the
// hours of this test begin a few minutes from now and last until midnight, whatever the hour is at which it runs.
import { expect, type Locator, test } from '@playwright/test';
import { bookCall, times, toAppointments, toTimes } from './people/appointments.ts';
import { setStage } from './stage.ts';

const stage = setStage();

test.describe.configure({ timeout: 120_000 });

const LENGTH_MIN = 20;
// What it takes to fill in the hours and to book.
const AHEAD_MIN = 10;
const STEP_MIN = 5;
const DAY_MIN = 24 * 60;

const wall = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

function today(): { readonly date: string; readonly minute: number } {
  const parts = wall.formatToParts(Date.now());
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

function dayText(date: string): string {
  const day = new Intl.DateTimeFormat('nl-NL', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  return day.format(Date.parse(date));
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

// Calls of twenty minutes without room around them, to be booked at once; of today only from this minute on.
async function offerToday(date: string, from: number): Promise<void> {
  const { advisor } = stage.now;
  const { page } = advisor;
  await advisor.goTo('Beschikbaarheid');
  await page.getByLabel('Een gesprek duurt').selectOption(String(LENGTH_MIN));
  await page.getByLabel('Vrij houden erna').selectOption('0');
  await page.getByLabel('Op zijn vroegst te boeken').selectOption('0');
  await advisor.button('Voeg dag toe').click();
  await page.getByLabel('Datum').fill(date);
  await page.getByLabel(`${dayText(date)} van`).fill(clock(from));
  await page.getByLabel(`${dayText(date)} tot`).fill('00:00');
  await advisor.button('Bewaar tijden').click();
  await expect(page.getByText('Bewaard. Zo zien mensen uw tijden vanaf nu.')).toBeVisible();
}

async function proposedTime(item: Locator): Promise<string> {
  const shown = await item.locator('dt', { hasText: 'Wordt' }).locator('xpath=following-sibling::dd').textContent();
  return (shown ?? '').replace(/ uur$/, '');
}

test('who is ill today says so in two clicks; the family of today gets another time and says yes', async () => {
  const { advisor } = stage.now;
  const { date, minute } = today();
  const from = Math.ceil((minute + AHEAD_MIN) / STEP_MIN) * STEP_MIN;
  test.skip(from + LENGTH_MIN > DAY_MIN, 'in the last half hour before midnight nothing of today can be booked any more');
  await offerToday(date, from);
  const pupil = await stage.now.visitor();
  await pupil.start('Mag ik je straks bellen?');
  const first = await bookCall(pupil, 0);
  expect(first).toMatch(new RegExp(`^${dayText(date)}, `));
  await pupil.button(/Naar het gesprek/).click();

  await test.step('the advisor says so in two clicks', async () => {
    await advisor.goTo('Agenda');
    await expect(advisor.page.getByRole('region', { name: 'Vandaag' }).getByText('De ander belt u', { exact: true })).toBeVisible();
    await advisor.button('Ik ben vandaag ziek').click();
    const dialog = advisor.page.getByRole('dialog', { name: 'Vandaag ziek' });
    await expect(dialog.getByText(/^1 persoon van vandaag krijgt een voorstel/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Ja, laat het weten' }).click();
    const done = '1 persoon kreeg een andere tijd voorgesteld, er hoefde niets afgezegd te worden.';
    await expect(advisor.page.getByText(`${done} Vandaag kan niemand meer boeken.`)).toBeVisible();
  });

  const item = pupil.page.getByRole('listitem').filter({ hasText: 'Sanne wil deze afspraak verzetten.' });
  const second = await test.step('the family reads why, and sees the old time and the new one', async () => {
    await expect(pupil.log.getByText(/^Ik ben vandaag ziek\. Mijn excuses\./)).toBeVisible();
    await expect(pupil.log.getByText(`Sanne wil verzetten: van ${first} uur naar `)).toBeVisible();
    await toAppointments(pupil);
    await expect(item.locator('dd').first()).toHaveText(`${first} uur`);
    const proposed = await proposedTime(item);
    expect(proposed).toMatch(/^\S+ \d+ \S+, \d\d:\d\d$/);
    expect(proposed).not.toContain(`${dayText(date)}, `);
    return proposed;
  });

  await test.step('yes moves the appointment for both', async () => {
    await item.getByRole('button', { name: 'Ja, dat kan' }).click();
    await expect(item).toHaveCount(0);
    await expect(pupil.page.getByRole('heading', { level: 3, name: `${second} uur` })).toBeVisible();
    await expect(pupil.page.getByRole('heading', { level: 3, name: `${first} uur` })).toHaveCount(0);
    await expect(advisor.page.getByText('Vandaag geen afspraken.')).toBeVisible();
    const later = advisor.page.getByRole('region', { name: 'Later' });
    await expect(later.getByRole('heading', { name: second })).toBeVisible();
  });

  await test.step('nobody can book today any more', async () => {
    const other = await stage.now.visitor();
    await other.start('Ik wil ook bellen.');
    await toTimes(other);
    const shown = await times(other).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    expect(shown.filter((time) => time.startsWith(`${dayText(date)}, `))).toEqual([]);
    expect(shown).not.toContain(second);
    expect(shown.length).toBeGreaterThan(0);
  });
});

test('who is ill on a day that is already closed changes nothing', async () => {
  const { advisor } = stage.now;
  await advisor.goTo('Agenda');
  await advisor.button('Ik ben vandaag ziek').click();
  const dialog = advisor.page.getByRole('dialog', { name: 'Vandaag ziek' });
  await expect(dialog.getByText(/^U heeft vandaag geen afspraken meer\./)).toBeVisible();
  await dialog.getByRole('button', { name: 'Ja, laat het weten' }).click();
  await expect(advisor.page.getByText(/Vandaag kan niemand meer boeken\.$/)).toBeVisible();
});
