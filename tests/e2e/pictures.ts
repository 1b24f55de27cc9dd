// Makes web/pictures/overview.png from the running service: people, not a mock-up. Run it with Node after a build:
//   cd web && NODE ../tests/e2e/pictures.ts [folder for every single screen]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { root } from '../../scripts/service.ts';
import { choose } from './people/choose.ts';
import type { Visitor } from './people/visitor.ts';
import { desktop, Stage } from './stage.ts';

const OVERVIEW = join(root, 'web/pictures/overview.png');
const [folder = null] = process.argv.slice(2);

async function keep(page: Page, name: string): Promise<Buffer> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))),
  );
  const picture = await page.screenshot();
  if (folder) writeFileSync(join(folder, `${name}.png`), picture);
  return picture;
}

async function talk(stage: Stage, pupil: Visitor): Promise<void> {
  const { advisor } = stage;
  await advisor.openNewestCase();
  await expect(advisor.message('In de pauze')).toBeVisible();
  await advisor.reply(
    'Wat goed dat je het vertelt. Dat hoeft niet in één keer. Wanneer gebeurt het meestal?',
  );
  await expect(pupil.message('Wat goed dat je')).toBeVisible();
  await pupil.say('Na gym, in de gang. Ik wil niet dat mijn klas het merkt.');
  await expect(advisor.message('Na gym')).toBeVisible();
  await advisor.reply(
    'Dat begrijp ik. Ik zeg niets zonder jou. Zullen we samen bedenken wie je op school vertrouwt?',
  );
  await expect(pupil.message('Dat begrijp ik.')).toBeVisible();
  await pupil.say('Mevrouw De Wit misschien.');
  await expect(advisor.message('De Wit')).toBeVisible();
}

async function otherPeople(stage: Stage): Promise<void> {
  const parent = await stage.visitor();
  await parent.findAdvisor('parent');
  await keep(parent.page, 'parent-card');
  await parent.button(/^Plan een gesprek/).click();
  await parent.button('Verder').click();
  await choose(parent.page.locator('.day-card').getByRole('radio').nth(2));
  await keep(parent.page, 'parent-times');
  await parent.button('Verder met deze tijd').click();
  await parent.button('Verder').click();
  await parent.page
    .getByLabel('Wilt u alvast iets vertellen?')
    .fill('Onze dochter wil niet meer naar school.');
  await parent.button('Bevestig de afspraak').click();
  await expect(parent.heading('Afgesproken')).toBeVisible();
  await keep(parent.page, 'parent-booked');
  const second = await stage.visitor();
  await second.start('Ik weet niet of dit erg is, maar ik wil het aan iemand vragen.');
}

const data = (picture: Buffer): string => `data:image/png;base64,${picture.toString('base64')}`;

async function compose(
  browser: Browser,
  [first, second, wide]: readonly [Buffer, Buffer, Buffer],
): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 720 } });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; height: 720px; display: grid; place-items: center; background: #e9e2d6;
      grid: auto / auto-flow auto; justify-content: center; gap: 28px; }
    img { display: block; border: 1px solid #cfc5b4; border-radius: 18px; height: 600px;
      box-shadow: 0 18px 40px -18px #3b332680; }
    img.wide { border-radius: 12px; height: 600px; }
  </style><img src="${data(first)}"><img src="${data(second)}"><img class="wide" src="${data(wide)}">`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  return page.screenshot();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: false,
  args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
const stage = await Stage.set(browser);
try {
  if (folder) mkdirSync(folder, { recursive: true });
  const pupil = await stage.visitor();
  await pupil.visit();
  const start = await keep(pupil.page, 'start');
  await stage.advisor.offerCalls();
  await stage.advisor.goTo('Gesprekken');
  await pupil.start('In de pauze pakken ze steeds mijn tas af. Ik durf het niet aan mijn mentor te zeggen.');
  await talk(stage, pupil);
  await otherPeople(stage);
  const conversation = await keep(pupil.page, 'conversation');
  await stage.advisor.page.setViewportSize(desktop.viewport ?? { width: 1280, height: 860 });
  const inbox = await keep(stage.advisor.page, 'inbox');
  mkdirSync(join(OVERVIEW, '..'), { recursive: true });
  writeFileSync(OVERVIEW, await compose(browser, [start, conversation, inbox]));
} finally {
  await stage.strike();
  await browser.close();
}
