// How a conversation ends: the advisor finishes it and the pupil comes back; the pupil has everything erased.
import { expect, type Locator, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import type { Advisor } from './people/advisor.ts';
import type { Visitor } from './people/visitor.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const dialog = ({ page }: Advisor, name: string): Locator => page.getByRole('dialog', { name });
const strip = ({ page }: Visitor): Locator => page.getByText(/^Afgerond\. Tot .* kun je hier terug\./);

async function finish(advisor: Advisor): Promise<void> {
  await advisor.button('Afronden').click();
  const form = dialog(advisor, 'Gesprek afronden');
  await expectAccessible(advisor.page, 'finishing a conversation');
  await form.getByRole('button', { name: 'Rond af' }).click();
  await expect(advisor.page.getByText(/^Afgerond op /)).toBeVisible();
}

async function toData(visitor: Visitor): Promise<void> {
  await visitor.page.getByText('Meer', { exact: true }).click();
  await visitor.button('Mijn gegevens').click();
  await expect(visitor.heading('Mijn gegevens')).toBeVisible();
}

test('an advisor finishes; the pupil is told until when, writes, and it goes on', async () => {
  test.setTimeout(180_000);
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  const words = await pupil.start('Het gaat nu beter met mij.');
  await advisor.openCaseThatSays('Het gaat nu beter met mij.');

  await finish(advisor);

  await expect(pupil.message('We ronden nu af.')).toBeVisible();
  await expect(strip(pupil)).toBeVisible();
  await expect(advisor.page.getByLabel(/^Uw antwoord aan/)).toBeHidden();
  const again = await stage.now.visitor();
  await again.comeBack(words.join(' '));
  await expect(strip(again)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(again.page, 'a finished conversation');

  await again.say('Toch wil ik nog iets vragen.');

  await expect(strip(again)).toBeHidden();
  await expect(strip(pupil)).toBeHidden();
  await expect(advisor.message('Toch wil ik nog iets vragen.')).toBeVisible();
  await advisor.reply('Natuurlijk, vraag maar.');
  await expect(again.message('Natuurlijk, vraag maar.')).toBeVisible();

  await finish(advisor);
  await advisor.button('Open het gesprek weer').click();
  await expect(strip(again)).toBeHidden();
  await advisor.reply('Ik heb het weer opengezet.');
  await expect(again.message('Ik heb het weer opengezet.')).toBeVisible();
});

test('a pupil has everything erased: the words open nothing, and the advisor keeps one line without a name', async () => {
  test.setTimeout(180_000);
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  const words = await pupil.start('Dit wil ik straks wissen.');
  const elsewhere = await stage.now.visitor();
  await elsewhere.comeBack(words.join(' '));
  await expect(elsewhere.message('Dit wil ik straks wissen.')).toBeVisible({ timeout: 30_000 });
  await advisor.openCaseThatSays('Dit wil ik straks wissen.');

  await toData(pupil);
  await pupil.button('Wis alles nu').click();
  await pupil.page.getByLabel('Typ WIS om alles te wissen').fill('nee');
  await pupil.button('Wis alles').click();
  await expect(pupil.page.getByText('Hier moet WIS staan.')).toBeVisible();
  await expectAccessible(pupil.page, 'erasing everything');
  await pupil.page.getByLabel('Typ WIS om alles te wissen').fill('wis');
  await pupil.button('Wis alles').click();

  await expect(pupil.heading('Alles is weg')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(pupil.page, 'everything is erased');
  await expect(advisor.page.getByText('Een gesprek is gewist en staat hier niet meer.')).toBeVisible();
  await expect(advisor.message('Dit wil ik straks wissen.')).toBeHidden();
  await expect(elsewhere.message('Dit wil ik straks wissen.')).toBeHidden();

  const late = await stage.now.visitor();
  await late.comeBack(words.join(' '));
  await expect(late.page.getByText(/Deze woorden openen/)).toBeVisible({ timeout: 30_000 });
  await advisor.button('Gezien').click();
  await advisor.page.reload();
  await advisor.unlock();
  await expect(advisor.page.getByRole('searchbox', { name: 'Zoek in gesprekken' })).toBeVisible();
  await expect(advisor.page.getByText('Dit wil ik straks wissen.')).toBeHidden();
});
