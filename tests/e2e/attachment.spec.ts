// Files in a conversation: what a photo says is gone unless it is kept on purpose, what arrives is what was sent, and
// neither a stop nor a dead server leaves anything half.
import { readFileSync } from 'node:fs';
import { type Download, expect, type Locator, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { exifSegment, withSegment } from './exif.ts';
import { choose } from './people/choose.ts';
import { setStage } from './stage.ts';

const stage = setStage();
const PDF_BYTES = 20 * 1024 * 1024;

test.describe.configure({ timeout: 180_000 });

/** A photo as a telephone makes it: 60 by 40, held upright, with place, time and device. */
async function telephonePhoto(page: Page): Promise<Buffer> {
  const plain = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(60, 40);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#c33';
    context.fillRect(0, 0, 60, 40);
    const made = await canvas.convertToBlob({ type: 'image/jpeg' });
    return [...new Uint8Array(await made.arrayBuffer())];
  });
  const said = exifSegment({ place: true, time: true, device: true, turned: true });
  return Buffer.from(withSegment(Uint8Array.from(plain), said));
}

async function add(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<Locator> {
  await page.getByLabel('Foto of bestand', { exact: true }).setInputFiles({ name, mimeType, buffer });
  return page.getByRole('list', { name: 'Gekozen bestanden' }).getByRole('listitem').last();
}

/** Files are a list inside the message, so the message is the first of the items that say a name. */
async function save(message: Locator): Promise<{ name: string; bytes: Buffer }> {
  await message.getByRole('button', { name: 'Opslaan…' }).click();
  await expect(message).toContainText('Het bestand blijft dan op dit toestel staan.');
  const started: Promise<Download> = message.page().waitForEvent('download');
  await message.getByRole('button', { name: 'Op dit toestel bewaren' }).click();
  const download = await started;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('a photo loses place, time and device, unless the original is kept as evidence', async () => {
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.findAdvisor();
  const photo = await telephonePhoto(pupil.page);
  await pupil.button(/^Schrijf een bericht/).click();
  await pupil.page.getByLabel('Wat wil je vertellen?').fill('Kijk wat ze deden');

  await test.step('with the first message', async () => {
    await pupil.button('Foto of bestand toevoegen').click();
    const chosen = await add(pupil.page, 'IMG_20261127_101500.jpg', 'image/jpeg', photo);
    await expect(chosen).toContainText('We hebben plaats, tijd en toestel uit de foto gehaald.');
    await expect(chosen).toContainText('waar de foto is gemaakt, wanneer, met welk toestel');
    await expect(chosen).toContainText('foto 1.jpg');
    await expectAccessible(pupil.page, 'a chosen photo');
    await pupil.button(/^Verstuur aan/).click();
    await expect(pupil.heading(/^Je bericht is aangekomen bij /)).toBeVisible();
    await pupil.answerCheck(await pupil.copyWords());
    await pupil.button('Naar het gesprek').click();
    await expect(pupil.message('foto 1.jpg').first()).toContainText('Aangekomen');
  });

  await advisor.openCaseThatSays('Kijk wat ze deden');

  await test.step('the advisor sees it, upright, and saves it without anything but the picture', async () => {
    const message = advisor.message('foto 1.jpg').first();
    await expect(message).toContainText('Zonder plaats en tijd');
    await message.getByRole('button', { name: 'Foto bekijken' }).click();
    const picture = message.getByRole('img', { name: 'Foto: foto 1.jpg' });
    await expect(picture).toBeVisible();
    // The canvas has its size a moment before it has its colours.
    const seen = () =>
      picture.evaluate((canvas: HTMLCanvasElement) => {
        const red = canvas.getContext('2d')?.getImageData(20, 30, 1, 1).data[0] ?? 0;
        return { size: [canvas.width, canvas.height], isRed: red > 150 };
      });
    await expect.poll(seen).toEqual({ size: [40, 60], isRed: true });
    await expectAccessible(advisor.page, 'a photo in the inbox');
    const saved = await save(message);
    expect(saved.name).toBe('bestand.jpg');
    expect([...saved.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    expect(saved.bytes.includes('Exif')).toBe(false);
  });

  await test.step('the original, kept as evidence, comes as it was', async () => {
    const chosen = await add(pupil.page, 'bewijs.jpg', 'image/jpeg', photo);
    await choose(chosen.getByRole('checkbox', { name: 'Bewaar het origineel als bewijs' }));
    await expect(chosen).toContainText('Je stuurt het origineel. Daarin staat: waar de foto is gemaakt');
    await pupil.button(/^Verstuur/).click();
    const message = advisor.message('Origineel').first();
    await expect(message).toBeVisible();
    expect((await save(message)).bytes.equals(photo)).toBe(true);
  });

  await test.step('what is no photo, PDF or sound is refused kindly', async () => {
    const chosen = await add(pupil.page, 'foto.jpg', 'image/jpeg', Buffer.from('MZ this is a program'));
    await expect(chosen).toContainText('Dit soort bestand kan niet. Kies een foto, PDF of geluid.');
    await chosen.getByRole('button', { name: 'Haal foto.jpg weg' }).click();
    await expect(pupil.page.getByRole('list', { name: 'Gekozen bestanden' })).toHaveCount(0);
    const large = await add(pupil.page, 'groot.pdf', 'application/pdf', Buffer.alloc(PDF_BYTES + 1));
    await expect(large).toContainText('Dit bestand is te groot. Kies er een van hoogstens 20 MB.');
  });
});

test('a file of 20 MB goes on after kill -9, and another can be stopped', async () => {
  const { advisor, service } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Ik stuur een verslag');
  await advisor.openCaseThatSays('Ik stuur een verslag');
  const report = Buffer.alloc(PDF_BYTES, 7);
  report.write('%PDF-1.7');

  await advisor.page.getByLabel('Foto of bestand', { exact: true }).setInputFiles({
    name: 'verslag.pdf',
    mimeType: 'application/pdf',
    buffer: report,
  });
  const chosen = advisor.page.getByRole('list', { name: 'Gekozen bestanden' }).getByRole('listitem');
  await expect(chosen).toContainText('In een PDF kan een naam staan. Die halen we er niet uit.');
  await advisor.page.getByRole('button', { name: /^Verstuur/ }).click();
  const bar = chosen.getByRole('progressbar', { name: 'Hoe ver verslag.pdf is' });
  await expect
    .poll(() => bar.evaluate((node: HTMLProgressElement) => node.value).catch(() => 1), { intervals: [20] })
    .toBeGreaterThan(0.1);
  await service.killServer();

  await test.step('another file waits, and is stopped before it went', async () => {
    const waiting = await add(pupil.page, 'niet.pdf', 'application/pdf', report.subarray(0, 3_000_000));
    await pupil.button(/^Verstuur/).click();
    await expect(waiting).toContainText('Wordt verstuurd');
    await waiting.getByRole('button', { name: 'Stop met versturen van niet.pdf' }).click();
    await expect(waiting).toHaveCount(0);
  });

  await service.startServer();
  const message = pupil.message('verslag.pdf').first();
  await expect(message).toBeVisible({ timeout: 90_000 });
  await expect(message.getByRole('button', { name: 'Foto bekijken' })).toHaveCount(0);
  const saved = await save(message);
  expect(saved.name).toBe('bestand.pdf');
  expect(saved.bytes.equals(report)).toBe(true);
  await expect(advisor.message('niet.pdf')).toHaveCount(0);
});
