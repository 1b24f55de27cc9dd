// Coming back: words that are wrong, misspelt, too few, or spelt in another way.
import { expect, test } from '@playwright/test';
import { WORD_LIST } from '../../web/src/crypto/word_list.ts';
import { setStage } from './stage.ts';

const stage = setStage();

// Another word of the list in the fourth place: six words that are well formed and open nothing.
function withOneOther(words: readonly string[]): string[] {
  const other = WORD_LIST.find((word) => !words.includes(word)) ?? '';
  return words.map((word, place) => (place === 3 ? other : word));
}

test('words open only when all six are right, however they are spelt', async () => {
  const pupil = await stage.now.visitor();
  const words = await pupil.start('Mag ik iets vragen?');
  await pupil.page.getByText('Meer', { exact: true }).click();
  await pupil.button('Afsluiten').click();
  await expect(pupil.heading('Praten over iets op school')).toBeVisible();

  const other = await stage.now.visitor();
  const field = other.page.getByRole('combobox', { name: 'Je zes woorden' });
  const alert = other.page.getByRole('alert');

  await test.step('no words, too few and too many', async () => {
    await other.comeBack('');
    await expect(alert).toHaveText('Typ eerst je zes woorden.');
    await other.typeWords(words.slice(0, 5).join(' '));
    await expect(alert).toHaveText('Dit zijn 5 woorden. Het moeten er zes zijn.');
    await expect(field).toBeFocused();
    await other.typeWords([...words, 'boom'].join(' '));
    await expect(alert).toHaveText('Dit zijn 7 woorden. Het moeten er zes zijn.');
  });

  await test.step('a misspelt word is named, with the word that was meant', async () => {
    const [first = '', second = '', ...rest] = words;
    // Two slips at most keep a word nearest to itself: a letter that no Dutch word of the list has there.
    const misspelt = `${second.slice(0, -1)}q${second.slice(-1)}`;
    await other.typeWords([first, misspelt, ...rest].join(' '));
    await expect(alert).toContainText(
      `Woord 2, ‘${misspelt}’, staat niet in onze lijst. Is het ‘${second}’?`,
    );
    await expect(field).toHaveValue(new RegExp(misspelt));
  });

  await test.step('six good words that belong to nobody open nothing and say nothing more', async () => {
    await other.typeWords(withOneOther(words).join(' '));
    await expect(alert).toContainText('Deze woorden openen niets. Kijk of er een woord anders staat.');
    await expect(other.heading('Terugkomen')).toBeVisible();
  });

  await test.step('the right words in the wrong order open nothing', async () => {
    const third = await stage.now.visitor();
    await third.comeBack([...words].reverse().join(' '));
    await expect(third.page.getByRole('alert')).toContainText('Deze woorden openen niets.');
  });

  await test.step('capitals, hyphens, commas and new lines do not matter', async () => {
    await other.typeWords(words.map((word) => word.toUpperCase()).join(' - '));
    await expect(other.heading('Gesprek met Sanne')).toBeVisible();
    await expect(other.message('Mag ik iets vragen?')).toBeVisible();
  });
});

test('the field completes a word, and hides what is typed', async () => {
  const pupil = await stage.now.visitor();
  await pupil.comeBack('');
  const field = pupil.page.getByRole('combobox', { name: 'Je zes woorden' });
  const [word = ''] = WORD_LIST;
  await field.fill(word.slice(0, 3));
  await expect(pupil.page.getByRole('listbox', { name: 'Woorden die passen' })).toBeVisible();
  await field.press('ArrowDown');
  await field.press('Enter');
  await expect(field).toHaveValue(/^[a-z]+ $/);
  await expect(pupil.page.getByRole('listbox')).toBeHidden();
  const hide = pupil.button('Verberg de woorden');
  await hide.click();
  await expect(hide).toHaveAttribute('aria-pressed', 'true');
  await pupil.button('Ik ben mijn woorden kwijt').click();
  await expect(pupil.heading('Woorden kwijt?')).toBeVisible();
});
