// Every screen, for everybody: no violation of WCAG 2.2 AA, no sideways scrolling, and no mouse needed.
import { expect, type Locator, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { choose } from './people/choose.ts';
import { SCHOOL, Visitor } from './people/visitor.ts';
import { desktop, setStage } from './stage.ts';

const stage = setStage();

function schools(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Gevonden scholen' });
}

test.describe.configure({ timeout: 240_000 });

test('the screens of a pupil who writes', async () => {
  const pupil = await stage.now.visitor();
  const { page } = pupil;
  await pupil.visit();
  await expectAccessible(page, 'start');
  for (const [button, heading] of [
    ['Nu hulp nodig', 'Nu hulp nodig'],
    ['Wie kan dit lezen?', 'Wie kan dit lezen?'],
    ['Zo werkt het', 'Zo werkt het'],
  ] as const) {
    await page.getByRole('contentinfo').getByRole('button', { name: button }).click();
    await expect(pupil.heading(heading)).toBeVisible();
    await expectAccessible(page, heading);
  }
  await page.getByRole('contentinfo').getByRole('button', { name: 'Wie kan dit lezen?' }).click();
  await pupil.button('Hoe dat zit, precies').click();
  await expect(page.getByText('Sleutel 3')).toBeVisible();
  await expectAccessible(page, 'what is kept and the numbers to compare');
  await pupil.visit();
  await pupil.button(/^Ik zit op school/).click();
  await expect(pupil.heading('Goed om te weten')).toBeVisible();
  await expectAccessible(page, 'know');
  await pupil.button('Probeer het scherm').click();
  await expectAccessible(page, 'cover');
  await pupil.button('Verder gaan').click();
  await pupil.button('Ik snap het, verder').click();
  const finder = page.getByRole('combobox', { name: /^Hoe heet je school/ });
  await finder.fill('xqxqxq');
  await expect(page.getByText('We vinden je school niet.')).toBeVisible();
  await expectAccessible(page, 'school not found');
  await finder.fill(SCHOOL);
  await expect(schools(page).getByRole('option').first()).toBeVisible();
  await expectAccessible(page, 'school list');
  await schools(page).getByRole('option').first().click();
  await expect(page.locator('.digits')).toBeVisible();
  await expectAccessible(page, 'advisor card');
  await pupil.button(/^Schrijf een bericht/).click();
  await pupil.button(/^Verstuur aan/).click();
  await expect(page.getByRole('alert')).toHaveText('Schrijf eerst iets. Eén zin is genoeg.');
  await expectAccessible(page, 'write, with an error');
  await page.getByLabel('Wat wil je vertellen?').fill('Een zin.');
  await choose(page.getByRole('checkbox', { name: /^Praat eerst met mij/ }));
  await pupil.button(/^Verstuur aan/).click();
  const words = await pupil.copyWords();
  await pupil.button('Later').click();
  await expectAccessible(page, 'words, with a warning');
  await pupil.answerCheck(words);
  await pupil.button('Naar het gesprek').click();
  await expect(pupil.message('Een zin.')).toContainText('Aangekomen');
  await page.getByText('Meer', { exact: true }).click();
  await expectAccessible(page, 'conversation, with its menu');
  await pupil.button('Afsluiten').click();
  await pupil.comeBack('een twee drie');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'come back, with an error');
  await pupil.button('Ik ben mijn woorden kwijt').click();
  await expectAccessible(page, 'lost words');
});

test('the screens of a parent who books', async () => {
  await stage.now.advisor.offerCalls();
  const parent = await stage.now.visitor();
  const { page } = parent;
  const goOn = () => parent.button('Verder').click();
  await parent.findAdvisor('parent');
  await parent.button(/^Plan een gesprek/).click();
  await choose(page.getByRole('radio', { name: /^Sanne belt mij/ }));
  await expectAccessible(page, 'booking: how');
  await goOn();
  await expect(page.locator('.day-card').first()).toBeVisible();
  await expectAccessible(page, 'booking: when');
  await choose(page.locator('.day-card').getByRole('radio').first());
  await parent.button('Verder met deze tijd').click();
  await expect(parent.heading('Zo bereikt Sanne u')).toBeVisible();
  await choose(page.getByRole('radio', { name: 'Misschien iemand anders' }));
  await goOn();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'booking: number, with an error');
  await page.getByLabel('Op welk nummer?').fill('0612345678');
  await goOn();
  await expectAccessible(page, 'booking: who is there');
  await goOn();
  await expect(parent.heading('Klopt dit?')).toBeVisible();
  await expectAccessible(page, 'booking: review');
  await parent.button('Bevestig de afspraak').click();
  await expect(parent.heading('Afgesproken')).toBeVisible();
  await expectAccessible(page, 'booked');
  await parent.button('Naar mijn woorden').click();
  await parent.answerCheck(await parent.copyWords());
  await parent.button('Naar het gesprek').click();
  await page.getByText('Meer', { exact: true }).click();
  await parent.button('Mijn afspraken').click();
  await expect(parent.button(/^Zeg af: /)).toBeVisible();
  await expectAccessible(page, 'my appointments');
  await parent.button(/^Zeg af: /).click();
  await expectAccessible(page, 'calling off');
});

test('the screens of an advisor', async () => {
  const { advisor, service } = stage.now;
  const pupil = await stage.now.visitor(desktop);
  await pupil.start('Een vraag voor de inbox.');
  await advisor.goTo('Gesprekken');
  await expectAccessible(advisor.page, 'desk');
  await advisor.openCaseThatSays('Een vraag voor de inbox.');
  await advisor.reply('Een antwoord.');
  await expect(advisor.message('Een antwoord.')).toBeVisible();
  await expectAccessible(advisor.page, 'case');
  await advisor.page.setViewportSize({ width: 390, height: 844 });
  await advisor.button('Over deze persoon').click();
  await expectAccessible(advisor.page, 'person');
  await advisor.button('Terug naar het gesprek').click();
  await advisor.button('Terug naar de lijst').click();
  await advisor.page.setViewportSize({ width: 1280, height: 860 });
  await advisor.goTo('Agenda');
  await expectAccessible(advisor.page, 'calls');
  await advisor.goTo('Beschikbaarheid');
  await expectAccessible(advisor.page, 'hours');
  await advisor.goTo('Sleutels');
  await expect(advisor.page.getByText('Sleutels in orde')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(advisor.page, 'keys');
  await advisor.button('Voeg een apparaat toe').click();
  await expectAccessible(advisor.page, 'add device');
  await advisor.button('Vergrendel').click();
  await expect(advisor.heading('Ontgrendel uw inbox')).toBeVisible();
  await expectAccessible(advisor.page, 'locked');

  const newcomer = await stage.now.open(desktop);
  await newcomer.goto(service.invitations()[0]?.link ?? '');
  await expect(newcomer.getByRole('heading', { name: 'Welkom Amir' })).toBeVisible();
  await expectAccessible(newcomer, 'invited');
  await newcomer.getByRole('button', { name: 'Maak mijn inbox' }).click();
  await expect(newcomer.getByRole('heading', { name: 'Uw wachtzin' })).toBeVisible();
  await expectAccessible(newcomer, 'passphrase');
  const stranger = await stage.now.open(desktop);
  await stranger.goto(`${service.origin}/advies`);
  await expect(stranger.getByRole('heading', { name: 'Hier is nog geen inbox' })).toBeVisible();
  await expectAccessible(stranger, 'nobody');
  await stranger.getByRole('button', { name: 'Gebruik mijn herstelkaart' }).click();
  await expectAccessible(stranger, 'recover');
  await stranger.getByRole('button', { name: 'Terug' }).click();
  await stranger.getByRole('button', { name: 'Voeg dit apparaat toe' }).click();
  await expect(stranger.locator('.digits')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(stranger, 'joining');
});

// Tab until the thing has the focus; a person would do no more.
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const steps_max = 40;
  for (let step = 0; step < steps_max; step += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    const label = await focused.evaluate((element) => {
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
      return element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '';
    });
    if (!name.test(label.trim())) continue;
    const outline = await focused.evaluate((element) => {
      const style = getComputedStyle(element);
      return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    });
    expect(outline, `${name} shows that it has the focus`).toBe(true);
    return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test('a message is written and its words are kept by keyboard alone', async () => {
  const pupil = new Visitor(await stage.now.open(desktop), stage.now.service.origin);
  const { page } = pupil;
  const { keyboard } = page;
  await pupil.visit();
  await tabTo(page, /^Naar de inhoud/);
  await keyboard.press('Enter');
  await tabTo(page, /^Ik zit op school/);
  await keyboard.press('Enter');
  await expect(pupil.heading('Goed om te weten')).toBeFocused();
  await tabTo(page, /^Ik snap het/);
  await keyboard.press('Enter');
  await expect(pupil.heading('Zoek je school')).toBeFocused();
  await expect(page.getByRole('combobox', { name: /^Hoe heet/ })).toBeVisible();
  await tabTo(page, /^Hoe heet je school/);
  await keyboard.type(SCHOOL);
  await expect(schools(page).getByRole('option').first()).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(schools(page).getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('Enter');
  await expect(pupil.heading('Jouw vertrouwenspersoon')).toBeFocused();
  await tabTo(page, /^Schrijf een bericht/);
  await keyboard.press('Enter');
  await expect(pupil.heading('Schrijf aan Sanne')).toBeFocused();
  await tabTo(page, /^Wat wil je vertellen/);
  await keyboard.type('Zonder muis.');
  await keyboard.press('Control+Enter');
  await expect(pupil.heading(/^Je bericht is aangekomen/)).toBeFocused();
  const words = await pupil.copyWords();
  for (let field = 0; field < 2; field += 1) {
    await tabTo(page, /^Woord \d$/);
    const id = await page.locator(':focus').getAttribute('id');
    await keyboard.type(words[Number(id?.slice('check-'.length))] ?? '');
  }
  await keyboard.press('Enter');
  await tabTo(page, /^Naar het gesprek/);
  await keyboard.press('Enter');
  await expect(pupil.heading('Gesprek met Sanne')).toBeFocused();
  await tabTo(page, /^Je bericht aan Sanne/);
  await keyboard.type('Nog een zin.');
  await keyboard.press('Control+Enter');
  await expect(pupil.message('Nog een zin.')).toContainText('Aangekomen');
});
