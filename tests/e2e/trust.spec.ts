// Two root keys are stolen and the directory lies: a family that comes back is stopped and told why, the advisor is
// alarmed, and when the directory is right again both go on.
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { KeyThief } from './people/key_thief.ts';
import { setStage } from './stage.ts';

const stage = setStage();
const SLOW_MS = 30_000;

const numberIn = async (page: Page, place: string): Promise<string> => {
  const groups = page.locator(`${place} .digits span`);
  await expect(groups.nth(3)).toBeVisible({ timeout: SLOW_MS });
  return (await groups.allInnerTexts()).slice(0, 4).join(' ');
};

test('a replaced key stops the family, alarms the advisor, and nothing is accepted by itself', async () => {
  test.setTimeout(180_000);
  const { advisor, service } = stage.now;
  const pupil = await stage.now.visitor();

  const number = await test.step('card, screen and poster say the same number', async () => {
    await pupil.findAdvisor();
    const onCard = await numberIn(pupil.page, '.safety');
    await advisor.page.getByRole('button', { name: 'Controle', exact: true }).click();
    await expect(advisor.heading('Controlegetal en poster')).toBeVisible();
    expect(await numberIn(advisor.page, '.own-number')).toBe(onCard);
    expect(await numberIn(advisor.page, '.poster')).toBe(onCard);
    await expect(
      advisor.page.getByRole('img', { name: `Code met het adres ${service.origin}` }),
    ).toBeVisible();
    await expectAccessible(advisor.page, 'safety number and poster');
    return onCard;
  });

  await pupil.writeFirst('Ik vertel dit alleen aan Sanne.');
  const words = await pupil.copyWords();
  await pupil.page.context().close();
  const undo = await new KeyThief(service).replaceKeyOf('Sanne');

  await test.step('the family reads, sees both numbers, and can send nothing', async () => {
    const later = await stage.now.visitor();
    await later.comeBack(words.join(' '));
    await expect(later.heading('Gesprek met je vertrouwenspersoon')).toBeVisible({ timeout: SLOW_MS });
    await expect(later.message('Ik vertel dit alleen aan Sanne.')).toBeVisible();
    const card = later.page.getByRole('alert').filter({ hasText: 'Eerst even bellen' });
    await expect(card.locator('.digits')).toHaveCount(2, { timeout: SLOW_MS });
    const [own = '', listed = ''] = await card.locator('.digits').allInnerTexts();
    expect(own.replaceAll(/\s+/g, ' ')).toBe(number);
    expect(listed.replaceAll(/\s+/g, ' ')).not.toBe(number);
    await expect(card).toContainText('Neem het nummer van de poster of kaart van school.');
    await expect(later.page.getByRole('textbox')).toHaveCount(0);
    await expect(later.button('Plan een gesprek')).toHaveCount(0);
    await expectAccessible(later.page, 'conversation that is stopped');
  });

  const comeIn = async () => {
    await advisor.page.keyboard.press('Control+Alt+l');
    await expect(advisor.heading('Ontgrendel uw inbox')).toBeVisible();
    await advisor.unlock();
    await expect(advisor.page.getByRole('navigation', { name: 'Inbox' })).toBeVisible({ timeout: SLOW_MS });
  };
  const alarm = advisor.page.getByRole('alert').filter({ hasText: 'Stop even: er klopt iets niet' });

  await test.step('the advisor is told that somebody stands under her name', async () => {
    await comeIn();
    await expect(alarm).toContainText('Iemand anders staat met uw naam in de lijst.');
    await expect(alarm.getByRole('button')).toHaveCount(0);
    await expectAccessible(advisor.page, 'inbox with an alarm');
  });

  await test.step('when the directory is right again both go on', async () => {
    await undo();
    await comeIn();
    await expect(alarm).toHaveCount(0);
    const later = await stage.now.visitor();
    await later.comeBack(words.join(' '));
    await expect(later.heading('Gesprek met Sanne')).toBeVisible({ timeout: SLOW_MS });
    await later.say('Het klopt weer.');
    await expect(later.message('Het klopt weer.')).toContainText('Aangekomen');
  });
});
