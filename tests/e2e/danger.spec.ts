// Telling without a yes: on purpose only, plainly to the family, at once or as soon as it is safe.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { choose } from './people/choose.ts';
import { card, dialog, section, toConsent } from './people/consent.ts';
import { setStage } from './stage.ts';

const stage = setStage();

// What the page saved, checked by the other program with nothing but the directory and the organisation's root keys.
function expectToHoldOffline(file: string): void {
  const { service } = stage.now;
  const directory = join(service.data, 'published.directory');
  service.admin('directory', 'copy', directory, '--data', service.data);
  const organisation = join(service.data, 'organisation.json');
  const said = service.admin('statement', file, '--organisation', organisation, '--directory', directory);
  expect(said).toMatch(/Advisor Sanne.* told somebody without permission, because of danger\./);
  expect(said).toContain('Veilig Thuis');
  expect(said).toContain('Everything holds.');
}

test('telling without a yes is done on purpose only, and the pupil reads it plainly', async () => {
  test.setTimeout(150_000);
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Ik durf niet naar huis.');
  await advisor.openCaseThatSays('Ik durf niet naar huis.');

  await test.step('the form warns, wants a reason, and shows the words in je and u first', async () => {
    await expect(section(advisor).getByRole('button', { name: /^Delen zonder toestemming/ })).toBeHidden();
    await section(advisor).getByText('Meer over toestemming').click();
    await section(advisor)
      .getByRole('button', { name: /^Delen zonder toestemming – alleen bij ernstig gevaar/ })
      .click();
    const form = dialog(advisor, 'Delen zonder toestemming');
    await choose(form.getByRole('radio', { name: 'Veilig Thuis' }));
    await form.getByLabel('Wat u heeft verteld').fill('dat er geslagen wordt');
    await form.getByRole('button', { name: 'Verder naar het voorbeeld' }).click();
    await expect(form.getByText('Schrijf op waarom het niet met toestemming kon.')).toBeVisible();
    await expectAccessible(advisor.page, 'telling without consent');
    await form.getByLabel('Waarom kon het niet met toestemming?').fill('Er was direct gevaar.');
    await form.getByLabel('Met wie heeft u overlegd?').fill('een collega');
    await form.getByLabel(/^Ik heb overlegd/).check();
    await form.getByRole('button', { name: 'Verder naar het voorbeeld' }).click();
    await expect(form).toContainText('Sanne heeft iets gedeeld zonder jouw ja');
    await expect(form).toContainText('Sanne heeft iets gedeeld zonder uw toestemming');
    await expect(form).toContainText('Het kan niet worden teruggedraaid of veranderd.');
    await expectAccessible(advisor.page, 'the words of a notice');
    await form.getByRole('button', { name: 'Leg vast en stuur naar de ander' }).click();
    await form.getByRole('button', { name: 'Sluiten' }).click();
  });

  await test.step('the pupil reads what, to whom, why, and where to talk about it', async () => {
    await expect(pupil.log).toContainText('Sanne heeft iets gedeeld zonder jouw ja.');
    await toConsent(pupil);
    const notice = card(pupil, 'Sanne heeft iets gedeeld zonder jouw ja');
    for (const part of ['Veilig Thuis', 'dat er geslagen wordt', 'Er was direct gevaar.', 'een collega'])
      await expect(notice).toContainText(part);
    await expectAccessible(pupil.page, 'a notice');
  });

  await test.step('all statements can be taken along', async () => {
    const download = advisor.page.waitForEvent('download');
    await section(advisor).getByRole('button', { name: 'Bewaar alle verklaringen' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('verklaringen.json');
    const file = JSON.parse(readFileSync(await saved.path(), 'utf8'));
    expect(file).toMatchObject({ kind: 'kiezel-statements', version: 1 });
    expect(file.statements).toHaveLength(1);
    expect(file.statements[0]).toMatchObject({ role: 'advisor', counts: true });
    expect(file.devices).toHaveLength(1);
    expectToHoldOffline(await saved.path());
  });
});

test('what cannot be told yet waits in the sealed note, and the pupil hears it in the end', async () => {
  test.setTimeout(150_000);
  const { advisor, service } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Niemand mag weten dat ik schrijf.');
  await advisor.openCaseThatSays('Niemand mag weten dat ik schrijf.');
  const later = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE');
  const held = advisor.page.getByRole('listitem').filter({ hasText: 'Verteld op' });

  await test.step('later needs a reason, and a day within a fortnight', async () => {
    await section(advisor).getByText('Meer over toestemming').click();
    await section(advisor)
      .getByRole('button', { name: /^Delen zonder toestemming/ })
      .click();
    const form = dialog(advisor, 'Delen zonder toestemming');
    await choose(form.getByRole('radio', { name: 'Veilig Thuis' }));
    await form.getByLabel('Wat u heeft verteld').fill('dat er geslagen wordt');
    await form.getByLabel('Waarom kon het niet met toestemming?').fill('Er was direct gevaar.');
    await form.getByLabel('Met wie heeft u overlegd?').fill('een collega');
    await form.getByLabel(/^Ik heb overlegd/).check();
    await choose(form.getByRole('radio', { name: /^Later/ }));
    await form.getByLabel('Op welke dag beslist u opnieuw?').fill(later(16));
    await form.getByRole('button', { name: 'Leg vast in mijn notitie' }).click();
    await expect(form.getByText('Schrijf op waarom het nu nog niet kan.')).toBeVisible();
    await expect(form.getByText(/^Kies een dag na vandaag/)).toBeVisible();
    await expectAccessible(advisor.page, 'telling the family later');
    await form.getByLabel('Waarom kan de ander dit nu nog niet horen?').fill('Eerst moet je veilig zijn.');
    await form.getByLabel('Op welke dag beslist u opnieuw?').fill(later(3));
    await form.getByRole('button', { name: 'Leg vast in mijn notitie' }).click();
    await expect(form.getByText('Vastgelegd in uw notitie.')).toBeVisible();
    await form.getByRole('button', { name: 'Sluiten' }).click();
  });

  await test.step('the pupil reads nothing, and nothing is finished meanwhile', async () => {
    await expect(held).toContainText('Nog niet, want: Eerst moet je veilig zijn.');
    await expect(pupil.log).not.toContainText('gedeeld');
    await advisor.button('Afronden').click();
    const finishing = dialog(advisor, 'Gesprek afronden');
    await expect(finishing).toContainText('De ander moet nog horen wat u deelde zonder toestemming.');
    await finishing.getByRole('button', { name: 'Rond af' }).click();
    await finishing.getByRole('button', { name: 'Toch niet' }).click();
    await expect(advisor.page.getByText(/^Afgerond op/)).toBeHidden();
  });

  await test.step('it comes back after locking, also when the server was away, and can be put off', async () => {
    await service.killServer();
    await service.startServer();
    await advisor.page.reload();
    await advisor.unlock();
    await advisor.openCaseThatSays('Niemand mag weten dat ik schrijf.');
    await held.getByRole('button', { name: 'Nog niet, nieuwe datum' }).click();
    const form = dialog(advisor, 'Nog niet vertellen');
    await form.getByLabel('Waarom kan de ander dit nu nog niet horen?').fill('Nog geen plek gevonden.');
    await form.getByLabel('Op welke dag beslist u opnieuw?').fill(later(7));
    await form.getByRole('button', { name: 'Bewaar de nieuwe datum' }).click();
    await form.getByRole('button', { name: 'Sluiten' }).click();
    await expect(held).toContainText('Nog geen plek gevonden.');
  });

  await test.step('told in the end, the pupil reads why only now', async () => {
    await held.getByRole('button', { name: 'Nu vertellen' }).click();
    const form = dialog(advisor, 'Nu vertellen wat u deelde');
    await expect(form).toContainText('Je hoort dit pas nu. De reden: Nog geen plek gevonden.');
    await expect(form).toContainText('U hoort dit pas nu. De reden: Nog geen plek gevonden.');
    await expectAccessible(advisor.page, 'telling what was held');
    await form.getByRole('button', { name: 'Leg vast en stuur naar de ander' }).click();
    await expect(form.getByText('Vastgelegd. De ander kan het lezen.')).toBeVisible();
    await form.getByRole('button', { name: 'Sluiten' }).click();
    await expect(held).toBeHidden();
    await toConsent(pupil);
    const notice = card(pupil, 'Sanne heeft iets gedeeld zonder jouw ja');
    for (const part of [
      'Veilig Thuis',
      'Er was direct gevaar. Je hoort dit pas nu.',
      'Nog geen plek gevonden.',
    ])
      await expect(notice).toContainText(part);
  });
});
