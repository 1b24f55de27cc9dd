// The main job: a pupil on a phone writes, an advisor at a desk answers, and the words bring everything back.
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../../scripts/service.ts';
import { startOfConversation } from '../../web/build/check_budget.ts';
import { setStage } from './stage.ts';

const stage = setStage();

test('a pupil and an advisor talk, and the words open the whole conversation elsewhere', async () => {
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  const look = /Kijk \S+ \d+ \S+ na 16 uur weer\.$/;
  const words = await test.step('the pupil writes and keeps the words', async () => {
    await pupil.findAdvisor();
    await pupil.writeFirst('Er wordt elke dag aan mijn tas getrokken.');
    await expect(pupil.heading('Je bericht is aangekomen bij Sanne')).toBeVisible();
    const when = (await pupil.page.getByText(look).textContent()) ?? '';
    const copied = await pupil.copyWords();
    expect(new Set(copied).size).toBe(6);
    await pupil.answerCheck(copied.map(() => 'verkeerd'));
    await expect(pupil.page.getByRole('alert')).toHaveText('Dat klopt niet. Kijk nog eens goed.');
    await pupil.answerCheck(copied);
    await expect(pupil.page.getByText('Dat klopt. Je woorden zijn goed bewaard.')).toBeVisible();
    await pupil.button('Naar het gesprek').click();
    await expect(pupil.log.getByText('Nog geen antwoord. Dat is normaal.')).toContainText(when);
    return copied;
  });

  await test.step('the advisor sees it appear by itself, and answers', async () => {
    await expect(advisor.page.getByRole('region', { name: /^Nieuw/ }).getByRole('button')).toHaveCount(1);
    await advisor.openCaseThatSays('Er wordt elke dag');
    await advisor.reply('Wat naar. Wanneer gebeurt het meestal?');
    await expect(advisor.message('Wat naar.')).toContainText('Aangekomen');
  });

  await test.step('the pupil sees the answer and that the message was read', async () => {
    await expect(pupil.message('Wanneer gebeurt het meestal?')).toContainText('Sanne');
    await expect(pupil.message('Er wordt elke dag')).toContainText('Gelezen door Sanne');
    await expect(pupil.log.getByText(look)).toHaveCount(0);
    await pupil.say('In de gang, na gym.');
    await expect(advisor.message('In de gang, na gym.')).toBeVisible();
    await expect(pupil.message('In de gang, na gym.')).toContainText('Gelezen door Sanne');
    await expect(pupil.log.getByText(look)).toHaveText(/^Kijk /);
    const check = await pupil.log.getByText(/^\d+ regels, controle \d{3} \d{3}$/).textContent();
    await expect(advisor.log.getByText(check ?? '')).toBeVisible();
  });

  await test.step('everything is closed; the words open it in another browser', async () => {
    await pupil.page.context().close();
    const later = await stage.now.visitor();
    await later.comeBack(words.join(' '));
    await expect(later.heading('Gesprek met Sanne')).toBeVisible();
    const said = later.log.locator('.text');
    await expect(said).toHaveText([
      'Er wordt elke dag aan mijn tas getrokken.',
      'Wat naar. Wanneer gebeurt het meestal?',
      'In de gang, na gym.',
    ]);
  });
});

test('markup in a message is text to both of them', async () => {
  const { advisor } = stage.now;
  const attack =
    '<img src=x onerror="document.title=1"><script>alert(1)</script> {{7*7}} https://a@evil.example/';
  const pupil = await stage.now.visitor();
  await pupil.start(attack);
  await advisor.openCaseThatSays('onerror=');
  await advisor.reply('<b>Dag</b> & welkom');
  await expect(pupil.message('<b>Dag</b> & welkom')).toBeVisible();
  for (const log of [pupil.log, advisor.log]) {
    await expect(log.locator('.text').first()).toHaveText(attack);
    await expect(log.locator('img, script, b, a')).toHaveCount(0);
  }
  expect(await pupil.page.title()).toBe('Kiezel');
});

test('until the words are there a browser fetches what the budget counts, and nothing else', async () => {
  const fetched = new Set<string>();
  const pupil = await stage.now.visitor();
  pupil.page.context().on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/assets\/.*\.(js|css|wasm)$/.test(pathname)) fetched.add(pathname.slice(1));
  });
  await pupil.findAdvisor();
  await pupil.writeFirst('Wat weegt dit?');
  await expect(pupil.heading('Je bericht is aangekomen bij Sanne')).toBeVisible();

  const { landing, files, after } = startOfConversation(join(root, 'web/dist'));
  const counted = new Set([...landing, ...files]);
  expect([...fetched].filter((name) => !after.has(name) || counted.has(name)).sort()).toEqual(
    [...counted].sort(),
  );
});
