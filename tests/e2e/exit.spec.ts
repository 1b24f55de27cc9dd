// Leaving at once, and what stays behind on the device: nothing.
import { expect, type Page, test } from '@playwright/test';
import type { Visitor } from './people/visitor.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const SECRET = 'Dit mag niemand zien';
// Where the visitor was before.
const BEFORE = 'about:blank#before';
// The organisation's choice, which is not ours to load in a test.
const ELSEWHERE = 'https://www.knmi.nl/';

async function standInForElsewhere(page: Page): Promise<void> {
  await page.route(`${ELSEWHERE}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Weer</title><h1>Het weer</h1>' }),
  );
}

async function inConversation(): Promise<Visitor> {
  const pupil = await stage.now.visitor();
  await standInForElsewhere(pupil.page);
  await pupil.page.goto(BEFORE);
  await pupil.start(SECRET);
  return pupil;
}

async function expectNothingBack({ page }: Visitor): Promise<void> {
  await expect(page).toHaveURL(ELSEWHERE);
  await page.goBack();
  expect(page.url()).toBe(BEFORE);
  expect(await page.content()).not.toContain(SECRET);
  expect(await page.title()).not.toMatch(/Gesprek|Stap/);
  await page.goForward();
  await expect(page).toHaveURL(ELSEWHERE);
  expect(await page.content()).not.toContain(SECRET);
}

test('the button leaves at once, and Back shows nothing', async () => {
  const pupil = await inConversation();
  const before = await pupil.page.evaluate(() => history.length);
  await pupil.page.getByRole('link', { name: 'Snel weg van deze pagina' }).last().click();
  await expect(pupil.page.getByRole('heading', { name: 'Het weer' })).toBeVisible();
  expect(await pupil.page.evaluate(() => history.length)).toBe(before);
  await expectNothingBack(pupil);
});

test('Shift three times leaves from a half written message; Shift with a letter does not', async () => {
  const pupil = await stage.now.visitor();
  const { page } = pupil;
  await standInForElsewhere(page);
  await page.goto(BEFORE);
  await pupil.findAdvisor();
  await pupil.button(/^Schrijf een bericht/).click();
  const box = page.getByLabel('Wat wil je vertellen?');
  await box.pressSequentially(SECRET);
  await expect(page).toHaveTitle('Stap 3 van 4 – Kiezel');
  for (const letter of ['A', 'B', 'C']) await box.press(`Shift+${letter}`);
  await box.press('Shift');
  await expect(page.getByText('Shift: nog 2 keer drukken om weg te gaan.')).toBeAttached();
  await box.press('x');
  await expect(page.getByText('Snel weg is gestopt.')).toBeAttached();
  await expect(box).toBeVisible();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
  await expect(page.getByRole('heading', { name: 'Het weer' })).toBeVisible();
  await expectNothingBack(pupil);
});

test('without script the button is a link that the server answers', async () => {
  const page = await stage.now.open({ javaScriptEnabled: false });
  await page.goto(stage.now.service.origin);
  const link = page.getByRole('link', { name: 'Snel weg van deze pagina' }).last();
  const answer = await fetch(new URL((await link.getAttribute('href')) ?? '', stage.now.service.origin), {
    redirect: 'manual',
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(ELSEWHERE);
  // Not the storage: an advisor's vault may live in the same browser.
  expect(answer.headers.get('clear-site-data')).toBe('"cache"');
});

test('after a whole conversation the browser holds nothing of it', async () => {
  const pupil = await inConversation();
  const { page } = pupil;
  await pupil.say('Nog iets');
  await expect(pupil.message('Nog iets')).toContainText('Aangekomen');
  const left = await page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    history: history.state as unknown,
    address: location.href,
  }));
  expect(left).toEqual({
    cookies: '',
    local: 0,
    session: 0,
    databases: 0,
    caches: 0,
    workers: 0,
    history: null,
    address: `${stage.now.service.origin}/`,
  });
  expect(await page.context().cookies()).toEqual([]);
});

test('stopping wipes the page, and one history entry is all there is', async () => {
  const pupil = await inConversation();
  await pupil.page.getByText('Meer', { exact: true }).click();
  await pupil.button('Afsluiten').click();
  await expect(pupil.heading('Praten over iets op school')).toBeVisible();
  expect(await pupil.page.content()).not.toContain(SECRET);
  await pupil.page.goBack();
  await expect(pupil.page).toHaveURL(BEFORE);
});
