// A dossier from the advisor's screen to the file: chosen, looked through by keyboard and by button, given with a
// passphrase, checked by other programs; and the pupil reads that it was made.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Download, expect, type Locator, test } from '@playwright/test';
import { readZip } from '../../web/tests/worker/support/zip_reader.ts';
import { expectAccessible } from './accessible.ts';
import type { Advisor } from './people/advisor.ts';
import { choose } from './people/choose.ts';
import { dialog, section } from './people/consent.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const SAID = 'Peter Jansen pakt elke dag mijn tas af.';

async function askFor(advisor: Advisor, points: string): Promise<void> {
  await section(advisor).getByRole('button', { name: 'Vraag toestemming' }).click();
  const form = dialog(advisor, 'Toestemming vragen');
  await choose(form.getByRole('radio', { name: 'de mentor of leraar', exact: true }));
  await form.getByLabel('Wat u wilt vertellen').fill(points);
  await form.getByRole('button', { name: 'Stuur de vraag' }).click();
  await expect(form.getByText('Vastgelegd.')).toBeVisible();
  await form.getByRole('button', { name: 'Sluiten' }).click();
}

async function select(field: Locator, words: string): Promise<void> {
  await field.focus();
  await field.evaluate((element, wanted) => {
    const area = element as HTMLTextAreaElement;
    const from = area.value.indexOf(wanted);
    area.setSelectionRange(from, from + wanted.length);
  }, words);
}

function opened(path: string, phrase: string | null) {
  const entries = readZip(readFileSync(path), phrase);
  const text = (name: string) => entries.get(name)?.bytes.toString('utf8') ?? '';
  return { page: text('dossier.html'), json: text('dossier.json') };
}

// With nothing but the directory and the organisation's root keys.
function expectToHoldOffline(json: string): void {
  const { service } = stage.now;
  const [file, directory] = [join(service.data, 'dossier.json'), join(service.data, 'published.directory')];
  writeFileSync(file, json);
  service.admin('directory', 'copy', directory, '--data', service.data);
  const organisation = join(service.data, 'organisation.json');
  const said = service.admin('statement', file, '--organisation', organisation, '--directory', directory);
  expect(said).toMatch(/Advisor Sanne.* asked for permission\./);
  expect(said).toContain('Everything holds.');
}

test('a dossier is looked through, made, told of, and opens elsewhere without what was hidden', async () => {
  test.setTimeout(240_000);
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start(SAID);
  await advisor.openCaseThatSays(SAID);
  await advisor.reply('Wat naar. Doet Peter dat alleen?');
  await askFor(advisor, 'dat je gepest wordt');
  await askFor(advisor, 'wat Peter deed');
  const screen = dialog(advisor, 'Dossier maken');

  await test.step('days and parts are chosen; the own note is not among them', async () => {
    await advisor.page.getByRole('button', { name: 'Dossier maken' }).click();
    await expect(screen.getByLabel('Uw eigen aantekening')).not.toBeChecked();
    await expectAccessible(advisor.page, 'choosing what goes into a dossier');
    await screen.getByLabel('Vanaf').fill('2020-02-02');
    await screen.getByLabel('Tot en met').fill('2020-02-01');
    await screen.getByRole('button', { name: 'Bekijken' }).click();
    await expect(screen.getByText('Kies een einde dat na het begin ligt.')).toBeVisible();
    await screen.getByLabel('Tot en met').fill('');
    await screen.getByRole('button', { name: 'Bekijken' }).click();
  });

  const first = screen.getByRole('textbox', { name: /^Leerling/ }).first();
  await test.step('words are hidden by keyboard alone, everywhere, and come back', async () => {
    await expect(first).toHaveValue(SAID);
    await first.focus();
    await advisor.page.keyboard.press('Control+Home');
    await advisor.page.keyboard.type('x');
    await expect(first).toHaveValue(SAID);
    for (let letter = 0; letter < 5; letter += 1) await advisor.page.keyboard.press('Shift+ArrowRight');
    await advisor.page.keyboard.press('Delete');
    await expect(first).toHaveValue('▇▇▇▇▇ Jansen pakt elke dag mijn tas af.');
    await expect(screen.getByRole('status')).toHaveText(/^Onleesbaar gemaakt, op \d plekken\.$/);
    await expect(screen).toContainText('Van 1 verklaring gaat de handtekening niet mee.');
    await screen.getByRole('button', { name: 'Zet terug' }).click();
    await expect(first).toHaveValue(SAID);
  });

  await test.step('and by selecting and a button', async () => {
    await select(first, 'Peter Jan');
    await screen.getByRole('button', { name: 'Maak onleesbaar' }).click();
    await expect(first).toHaveValue('▇▇▇▇▇ pakt elke dag mijn tas af.');
    const answer = screen.getByRole('textbox', { name: /^Sanne/ }).first();
    await expect(answer).toHaveValue('Wat naar. Doet Peter dat alleen?');
    await select(answer, 'Peter');
    await screen.getByRole('button', { name: 'Maak onleesbaar' }).click();
    await expect(answer).toHaveValue('Wat naar. Doet ▇▇▇▇▇ dat alleen?');
    await expectAccessible(advisor.page, 'looking a dossier through');
    await screen.getByRole('button', { name: 'Verder' }).click();
  });

  const download =
    await test.step('without a passphrase only after a warning; the record is shown before', async () => {
      await choose(screen.getByRole('radio', { name: /^Zonder wachtzin/ }));
      await expect(screen.getByRole('alert')).toContainText('kan alles lezen');
      await expectAccessible(advisor.page, 'giving a dossier');
      await choose(screen.getByRole('radio', { name: /^Met wachtzin/ }));
      await expect(screen).toContainText('Ik heb vandaag een dossier van ons gesprek gemaakt.');
      const saved: Promise<Download> = advisor.page.waitForEvent('download');
      await screen.getByRole('button', { name: 'Maak het dossier' }).click();
      return saved;
    });

  await test.step('it opens with the phrase, and has nothing of what was hidden', async () => {
    expect(download.suggestedFilename()).toBe('dossier.zip');
    const words = (await screen.locator('.dossier-words').textContent())?.trim() ?? '';
    expect(words.split(' ')).toHaveLength(6);
    await expectAccessible(advisor.page, 'a dossier that was made');
    const path = await download.path();
    expect(() => readZip(readFileSync(path), 'een andere zin')).toThrow('wrong passphrase');
    const { page, json } = opened(path, words);
    for (const text of [page, json]) {
      expect(text).toContain('pakt elke dag mijn tas af.');
      expect(text).not.toMatch(/Peter|Jansen/i);
    }
    expect(json).not.toContain(Buffer.from('Peter').toString('hex'));
    expect(JSON.parse(json)).toMatchObject({ kind: 'kiezel-dossier', version: 1 });
    expect(JSON.parse(json).statements.statements).toHaveLength(1);
    expect(JSON.parse(json).statements_left_out).toHaveLength(1);
    expectToHoldOffline(json);
    const reader = await stage.now.open();
    await reader.setContent(page);
    await expect(reader.getByRole('heading', { name: 'Dossier van een gesprek' })).toBeVisible();
    await expect(reader.getByRole('img', { name: 'onleesbaar gemaakt' }).first()).toBeVisible();
    await expectAccessible(reader, 'a dossier as its reader sees it');
  });

  await test.step('the words are gone with the dialog, and the pupil reads that there is a copy', async () => {
    await screen.getByRole('button', { name: 'Sluiten' }).click();
    await expect(advisor.page.locator('.dossier-words')).toHaveCount(0);
    await expect(pupil.log).toContainText('Ik heb vandaag een dossier van ons gesprek gemaakt.');
    await expect(pupil.log).toContainText('Het gaat over de tijd vanaf 2 februari 2020.');
  });
});
