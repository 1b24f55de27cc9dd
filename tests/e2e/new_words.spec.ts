// New words: a pupil changes them, loses them, gets a card from the advisor that opens a part, and makes own ones again.
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import type { Advisor } from './people/advisor.ts';
import { choose } from './people/choose.ts';
import type { Visitor } from './people/visitor.ts';
import { setStage } from './stage.ts';

const stage = setStage();

// Making keys takes a second of Argon2id, and more on a busy machine.
const KEYS = { timeout: 30_000 };

async function changeWords(pupil: Visitor): Promise<string[]> {
  await pupil.button('Maak nieuwe woorden').click();
  await expect(pupil.page.getByText('Je oude woorden werken nog.')).toBeVisible(KEYS);
  const words = await pupil.copyWords();
  await pupil.answerCheck(words);
  await pupil.button('Zet mijn nieuwe woorden aan').click();
  await expect(pupil.page.getByText('Je nieuwe woorden werken.')).toBeVisible(KEYS);
  await pupil.button('Naar het gesprek').click();
  return words;
}

async function comeBack(words: readonly string[]): Promise<Visitor> {
  const visitor = await stage.now.visitor();
  await visitor.comeBack(words.join(' '));
  return visitor;
}

async function expectOpensNothing(words: readonly string[]): Promise<void> {
  const visitor = await comeBack(words);
  await expect(visitor.page.getByRole('alert')).toContainText('Deze woorden openen niets.', KEYS);
  await visitor.page.context().close();
}

// Up to the moment at which the server answers.
async function readOutCard({ page }: Advisor): Promise<string[]> {
  const dialog = page.getByRole('dialog', { name: 'Nieuwe woorden geven' });
  await dialog.getByRole('button', { name: 'Verder' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Kies eerst hoe u deze persoon herkende.');
  await choose(dialog.getByRole('radio', { name: /^Aan de telefoon/ }));
  await dialog.getByRole('button', { name: 'Verder' }).click();
  // The newest of those that begin later than the conversation.
  await choose(dialog.getByRole('radio', { name: /^Alles sinds/ }).first());
  await dialog.getByRole('button', { name: 'Maak de woorden' }).click();
  const list = dialog.getByRole('list', { name: 'Zes nieuwe woorden' });
  await expect(list.getByRole('listitem')).toHaveCount(6, KEYS);
  const words = (await list.getByRole('listitem').allInnerTexts()).map((line) =>
    line.replaceAll(/[^a-z]/g, ''),
  );
  for (const field of await dialog.getByLabel(/^Woord \d$/).all()) {
    const place = Number((await field.getAttribute('id'))?.slice('card-word-'.length));
    await field.fill(words[place] ?? '');
  }
  await dialog.getByRole('button', { name: 'Zet de nieuwe woorden aan' }).click();
  return words;
}

test('words change hands once, and only the newest open the conversation', async () => {
  // Twelve sets of keys one after the other, and three screens looked at in every way.
  test.setTimeout(180_000);
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  const first = await pupil.start('Het begon in de herfst.');

  const second = await test.step('the pupil changes the words, and the old ones stop', async () => {
    await pupil.page.getByText('Meer', { exact: true }).click();
    await pupil.button('Nieuwe woorden').click();
    await expectAccessible(pupil.page, 'new words');
    const words = await changeWords(pupil);
    await expect(pupil.message('Het begon in de herfst.')).toBeVisible();
    await expect(pupil.log).toContainText('Je maakte nieuwe woorden.');
    await pupil.say('Nu weet niemand mijn woorden.');
    await expectOpensNothing(first);
    return words;
  });

  const elsewhere = await test.step('in another browser they open everything', async () => {
    const other = await comeBack(second);
    await expect(other.message('Het begon in de herfst.')).toBeVisible(KEYS);
    await expect(other.message('Nu weet niemand mijn woorden.')).toBeVisible();
    return other;
  });

  const card = await test.step('the advisor gives a card that opens the newer part', async () => {
    await advisor.openCaseThatSays('Nu weet niemand mijn woorden.');
    await advisor.button('Nieuwe woorden geven').click();
    await expectAccessible(advisor.page, 'new words for somebody');
    const words = await readOutCard(advisor);
    await expect(advisor.page.getByText('De nieuwe woorden werken.')).toBeVisible(KEYS);
    await advisor.button('Sluiten').click();
    await expect(advisor.log).toContainText('Sanne gaf nieuwe woorden.');
    await expect(advisor.page.getByLabel('Notities voor uzelf')).toHaveValue(/Herkend: Aan de telefoon/);
    return words;
  });

  await test.step('whoever holds the old words is told so', async () => {
    for (const holder of [pupil, elsewhere]) {
      await expect(holder.page.getByRole('alert')).toContainText(/Sanne gaf op .* nieuwe woorden/);
      await expect(holder.page.getByLabel(/^Je bericht aan/)).toBeHidden();
    }
    await expectOpensNothing(second);
  });

  await test.step('the card opens what was chosen, and asks for words of one’s own', async () => {
    const back = await comeBack(card);
    await expect(back.message('Nu weet niemand mijn woorden.')).toBeVisible(KEYS);
    await expect(back.log).toContainText('Eerdere berichten blijven dicht.');
    await expect(back.log).not.toContainText('Het begon in de herfst.');
    await back.say('Ik ben er weer.');
    await expect(advisor.message('Ik ben er weer.')).toBeVisible();
    await expect(back.page.getByText('Deze woorden kreeg je van Sanne.')).toBeVisible();
    await expectAccessible(back.page, 'a conversation under a card');
    await back.button('Maak je eigen woorden').click();
    const own = await changeWords(back);
    await expect(back.page.getByText('Deze woorden kreeg je van Sanne.')).toBeHidden();
    await expectOpensNothing(card);
    const last = await comeBack(own);
    await expect(last.message('Ik ben er weer.')).toBeVisible(KEYS);
    await expect(last.log).toContainText('Eerdere berichten blijven dicht.');
  });

  await test.step('a second card on one day is refused, and its words open nothing', async () => {
    await advisor.button('Nieuwe woorden geven').click();
    const refused = await readOutCard(advisor);
    await expect(advisor.page.getByText('Er is vandaag al een kaart gegeven.')).toBeVisible(KEYS);
    await advisor.button('Sluiten').click();
    await expectOpensNothing(refused);
  });
});
