// A parent books a call: what the server may know is a time, and two people after one time learn at once who has it.
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { choose, unchoose } from './people/choose.ts';
import type { Visitor } from './people/visitor.ts';
import { setStage } from './stage.ts';

const stage = setStage();

test.describe.configure({ timeout: 120_000 });

test.beforeAll(async () => {
  await stage.now.advisor.offerCalls();
});

const NUMBER = '06 12345678';

async function planACall(parent: Visitor): Promise<void> {
  await parent.findAdvisor('parent');
  await parent.button(/^Plan een gesprek/).click();
  await expect(parent.heading('Hoe wilt u praten?')).toBeVisible();
}

async function goOn(parent: Visitor): Promise<void> {
  await parent.button('Verder').click();
}

function times(page: Page) {
  return page.locator('.day-card').getByRole('radio');
}

// The time as it is read out: 'maandag 23 november, 10:00'.
async function pick(parent: Visitor, index: number): Promise<string> {
  const time = times(parent.page).nth(index);
  await choose(time);
  return (await time.getAttribute('aria-label')) ?? '';
}

async function savedCalendar(page: Page, button: RegExp): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('afspraak.ics');
  return readFile(await file.path(), 'utf8');
}

test('a parent is called back; the number shows after the instructions are ticked', async () => {
  const { advisor } = stage.now;
  const parent = await stage.now.visitor();
  const when = await test.step('the parent answers five questions', async () => {
    await planACall(parent);
    await choose(parent.page.getByRole('radio', { name: /^Sanne belt mij/ }));
    await goOn(parent);
    await expect(parent.heading('Wanneer komt het uit?')).toBeVisible();
    await parent.button('Verder met deze tijd').click();
    await expect(parent.page.getByRole('alert')).toHaveText('Kies eerst een tijd.');
    const picked = await pick(parent, 1);
    await parent.button('Verder met deze tijd').click();
    await expect(parent.heading('Zo bereikt Sanne u')).toBeVisible();
    await expect(parent.page.getByText(/Deze tijd houden wij nog [45] minuten/)).toBeVisible();
    await parent.page.getByLabel('Op welk nummer?').fill('bel maar');
    await goOn(parent);
    await expect(parent.page.getByRole('alert')).toContainText('Dit lijkt geen telefoonnummer.');
    await parent.page.getByLabel('Op welk nummer?').fill(NUMBER);
    await choose(parent.page.getByRole('radio', { name: 'Misschien iemand anders' }));
    await parent.page.getByLabel(/^Codewoord/).fill('zonnebloem');
    await goOn(parent);
    await goOn(parent);
    await expect(parent.heading('Klopt dit?')).toBeVisible();
    await expect(parent.page.getByText(NUMBER)).toBeVisible();
    await parent.button('Bevestig de afspraak').click();
    await expect(parent.heading('Afgesproken')).toBeVisible();
    return picked;
  });

  await test.step('the calendar file says a time in UTC and nothing else', async () => {
    const calendar = await savedCalendar(parent.page, /^Zet in mijn agenda$/);
    expect(calendar).toMatch(/\r\nDTSTART:\d{8}T\d{6}Z\r\n/);
    expect(calendar).toMatch(/\r\nSUMMARY:Afspraak\r\n/);
    expect(calendar).not.toMatch(/Sanne|Kiezel|Gogh|zonnebloem|ORGANIZER|ATTENDEE|LOCATION|DESCRIPTION|URL/i);
    expect(calendar).not.toContain(NUMBER);
  });

  await test.step('the six words come with it', async () => {
    await parent.button('Naar mijn woorden').click();
    const words = await parent.copyWords();
    await parent.answerCheck(words);
    await parent.button('Naar het gesprek').click();
    await expect(parent.log.getByText(`Afspraak: bellen, ${when} uur`)).toBeVisible();
  });

  const card = advisor.page.getByRole('region', { name: 'Belkaart' });
  await test.step('the advisor reads the instructions before the number is there', async () => {
    await advisor.goTo('Agenda');
    const folded = advisor.page.locator('summary', { hasText: 'Belkaart' });
    await expect(folded.or(card)).toBeVisible();
    if (await folded.isVisible()) await folded.click();
    await expect(card.getByText('Zeg eerst het codewoord: zonnebloem')).toBeVisible();
    await expect(card.getByText('Misschien neemt iemand anders op.')).toBeVisible();
    await expect(card.getByText('Neemt iemand anders op? Hang op zonder iets te zeggen.')).toBeVisible();
    expect(await advisor.page.content()).not.toContain('12345678');
    await choose(card.getByRole('checkbox', { name: 'Ik heb dit gelezen' }));
    await expect(card.getByRole('link', { name: `Bel ${NUMBER}` })).toHaveAttribute('href', 'tel:0612345678');
    await unchoose(card.getByRole('checkbox', { name: 'Ik heb dit gelezen' }));
    await expect(card.getByRole('link')).toHaveCount(0);
  });

  await test.step('the parent calls it off; the time is free again', async () => {
    await parent.page.getByText('Meer', { exact: true }).click();
    await parent.button('Mijn afspraken').click();
    await parent.button(/^Zeg af: /).click();
    await parent.button('Ja, zeg af').click();
    await expect(parent.page.getByText('Afgezegd', { exact: true })).toBeVisible();
    const calendar = await savedCalendar(parent.page, /^Haal uit agenda$/);
    expect(calendar).toContain('STATUS:CANCELLED');
    await expect(advisor.page.getByRole('listitem').getByText('Afgezegd', { exact: true })).toBeVisible();
    const next = await stage.now.visitor();
    await planACall(next);
    await goOn(next);
    await expect(next.page.getByRole('radio', { name: when })).toBeVisible();
  });
});

test('of two parents after one time exactly one gets it, and the other is told at once', async () => {
  const pair = await Promise.all([stage.now.visitor(), stage.now.visitor()]);
  for (const parent of pair) {
    await planACall(parent);
    await goOn(parent);
    await expect(parent.heading('Wanneer komt het uit?')).toBeVisible();
    await pick(parent, 0);
  }
  await Promise.all(pair.map((parent) => parent.button('Verder met deze tijd').click()));

  const held = (parent: Visitor) => parent.heading('Komt u alleen, of met iemand samen?');
  const taken = (parent: Visitor) =>
    parent.page.getByRole('alert').filter({ hasText: 'Net vergeven aan iemand anders.' });
  for (const parent of pair) await expect(held(parent).or(taken(parent))).toBeVisible();
  const losers = [];
  for (const parent of pair) if (await taken(parent).isVisible()) losers.push(parent);
  expect(losers).toHaveLength(1);
  const [loser] = losers;
  const winner = pair.find((parent) => parent !== loser);
  if (!loser || !winner) throw new Error('nobody won');

  await test.step('the nearest free times are offered, with the focus on the first', async () => {
    const nearest = taken(loser).getByRole('radio');
    await expect(nearest).toHaveCount(3);
    await expect(nearest.first()).toBeFocused();
  });

  await test.step('the winner books; the loser books another time', async () => {
    for (const parent of [winner, loser]) {
      if (parent === loser) {
        await choose(taken(loser).getByRole('radio').first());
        await loser.button('Verder met deze tijd').click();
        await expect(held(loser)).toBeVisible();
      }
      await goOn(parent);
      await parent.button('Bevestig de afspraak').click();
      await expect(parent.heading('Afgesproken')).toBeVisible();
    }
    const booked = await Promise.all(pair.map((parent) => parent.page.locator('.booked-when').textContent()));
    expect(new Set(booked).size).toBe(2);
  });
});
