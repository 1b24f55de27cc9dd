// Consent: an advisor asks, a pupil answers point by point, takes it back, is told what was told; words that were only
// spoken are put to the pupil; telling without a yes is shown plainly.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import type { Advisor } from './people/advisor.ts';
import { choose } from './people/choose.ts';
import type { Visitor } from './people/visitor.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const section = ({ page }: Advisor): Locator => page.getByRole('region', { name: 'Toestemming' });
const dialog = ({ page }: Advisor, name: string): Locator => page.getByRole('dialog', { name });
const card = ({ page }: Visitor, name: RegExp | string): Locator => page.getByRole('article', { name });

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

async function ask(advisor: Advisor, whom: string, points: string): Promise<void> {
  await section(advisor).getByRole('button', { name: 'Vraag toestemming' }).click();
  const form = dialog(advisor, 'Toestemming vragen');
  await choose(form.getByRole('radio', { name: whom, exact: true }));
  await form.getByLabel('Wat u wilt vertellen').fill(points);
  await form.getByRole('button', { name: 'Stuur de vraag' }).click();
  await expect(form.getByText('Vastgelegd.')).toBeVisible();
  await form.getByRole('button', { name: 'Sluiten' }).click();
}

async function toConsent(visitor: Visitor): Promise<void> {
  await visitor.page.getByText('Meer', { exact: true }).click();
  await visitor.button('Toestemming').click();
  await expect(visitor.heading('Toestemming')).toBeVisible();
}

test('a pupil is asked, says yes to one point, is told, and takes it back', async () => {
  test.setTimeout(180_000);
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  const words = await pupil.start('Ik word gepest in de pauze.');
  await advisor.openCaseThatSays('Ik word gepest in de pauze.');

  await test.step('nobody has a yes, so nothing can be written down as told', async () => {
    await expect(section(advisor)).toContainText('Nog niets gevraagd of gegeven.');
    await expect(section(advisor).getByRole('button', { name: 'Opschrijven wat u vertelde' })).toBeHidden();
  });

  await test.step('the advisor asks, and sees what the pupil will read', async () => {
    await section(advisor).getByRole('button', { name: 'Vraag toestemming' }).click();
    const form = dialog(advisor, 'Toestemming vragen');
    await form.getByRole('button', { name: 'Stuur de vraag' }).click();
    await expect(form.getByText('Zeg eerst aan wie.')).toBeVisible();
    await choose(form.getByRole('radio', { name: 'de mentor of leraar' }));
    await form.getByLabel('Wat u wilt vertellen').fill('dat je gepest wordt\nwie erbij was');
    await choose(form.getByRole('radio', { name: /^Tot intrekking/ }));
    await expect(form).toContainText('Sanne wil dit vertellen aan de mentor of leraar:');
    await expect(form).toContainText('Mag dat, tot je het intrekt?');
    await expectAccessible(advisor.page, 'asking for consent');
    await form.getByRole('button', { name: 'Stuur de vraag' }).click();
    await expect(form.getByText('Vastgelegd.')).toBeVisible();
    await form.getByRole('button', { name: 'Sluiten' }).click();
    await expect(section(advisor)).toContainText('Wacht op antwoord');
  });

  await test.step('the pupil ticks one point; nothing was ticked beforehand', async () => {
    await expect(pupil.log).toContainText('Sanne vraagt of iets verteld mag worden aan de mentor of leraar.');
    await pupil.log.getByText('Sanne vraagt iets. Jij kiest.').getByRole('button', { name: 'Bekijk' }).click();
    const asked = card(pupil, 'Mag Sanne dit vertellen?');
    for (const box of await asked.getByRole('checkbox').all()) await expect(box).not.toBeChecked();
    await expectAccessible(pupil.page, 'a question about consent');
    await asked.getByRole('button', { name: 'Ja, dit mag' }).click();
    await expect(asked.getByRole('alert')).toContainText('Kruis eerst aan');
    await asked.getByLabel('dat je gepest wordt').check();
    await expect(asked).toContainText('Ik vind het goed dat Sanne dit vertelt aan de mentor of leraar:');
    await asked.getByRole('button', { name: 'Ja, dit mag' }).click();
    await expect(card(pupil, 'Dit mag')).toContainText('dat je gepest wordt');
    await expect(card(pupil, 'Dit mag')).not.toContainText('wie erbij was');
    await expect(card(pupil, 'Dit mag')).toContainText('Er is nog niets verteld.');
  });

  await test.step('the advisor writes down what was told: only to whom, and only what, there is a yes for', async () => {
    await expect(section(advisor)).toContainText('Ja, tot intrekking');
    await section(advisor).getByRole('button', { name: 'Opschrijven wat u vertelde' }).click();
    const form = dialog(advisor, 'Opschrijven wat u vertelde');
    await expect(form.getByRole('radio')).toHaveCount(1);
    await expect(form.getByRole('checkbox')).toHaveCount(1);
    await form.getByLabel('dat je gepest wordt').check();
    await expectAccessible(advisor.page, 'writing down what was told');
    await form.getByRole('button', { name: 'Schrijf op' }).click();
    await form.getByRole('button', { name: 'Sluiten' }).click();
    await expect(card(pupil, 'Dit mag')).toContainText(/Verteld op .*, aan de mentor of leraar/);
  });

  await test.step('the pupil takes it back with one press, and nothing more can be told', async () => {
    await expect(card(pupil, 'Dit mag')).toContainText('Wat al verteld is, kun je niet terughalen.');
    await pupil.button('Toestemming intrekken').click();
    await expect(card(pupil, 'Ingetrokken')).toContainText('Sanne vertelt hier niets meer over door.');
    await expect(section(advisor).getByRole('button', { name: 'Opschrijven wat u vertelde' })).toBeHidden();
    await expect(advisor.log).toContainText('Toestemming ingetrokken.');
  });

  await test.step('no is as near as yes, and as large', async () => {
    await ask(advisor, 'de ouders', 'dat we praten');
    const asked = card(pupil, 'Mag Sanne dit vertellen?');
    const sizes = await Promise.all(
      ['Ja, dit mag', 'Nee', 'Eerst praten'].map((name) =>
        asked.getByRole('button', { name, exact: true }).boundingBox(),
      ),
    );
    expect(new Set(sizes.map((box) => `${box?.width}x${box?.height}`)).size).toBe(1);
    await asked.getByRole('button', { name: 'Nee', exact: true }).click();
    await expect(card(pupil, 'Je zei nee')).toBeVisible();
    await expect(advisor.log).toContainText('Nee: niets vertellen aan de ouders.');
  });

  await test.step('who wants to talk first can still say yes to the same question', async () => {
    await ask(advisor, 'de huisarts', 'dat je slecht slaapt');
    const asked = card(pupil, 'Mag Sanne dit vertellen?');
    await asked.getByRole('button', { name: 'Eerst praten' }).click();
    await expect(section(advisor)).toContainText('Wil eerst praten');
    const talked = card(pupil, 'Eerst praten');
    await expect(talked).toContainText('Je antwoord kan altijd later.');
    await talked.getByRole('button', { name: 'Nu antwoorden' }).click();
    await expectAccessible(pupil.page, 'an answer after talking first');
    await expect(talked.getByRole('button', { name: 'Eerst praten' })).toBeHidden();
    await talked.getByRole('button', { name: 'Ja, dit mag' }).click();
    await expect(card(pupil, 'Dit mag')).toContainText('dat je slecht slaapt');
    await expect(section(advisor)).toContainText('Ja, tot en met');
  });

  await test.step('with the words all of it comes back', async () => {
    const again = await stage.now.visitor();
    await again.comeBack(words.join(' '));
    await expect(again.message('Ik word gepest')).toBeVisible({ timeout: 30_000 });
    await expect(again.log).toContainText('Je trok je toestemming in.');
    await toConsent(again);
    await expect(card(again, 'Ingetrokken')).toContainText(/Verteld op/);
    await expect(card(again, 'Je zei nee')).toBeVisible();
  });
});

test('a colleague stands in or talks along only after a yes, and not after it is taken back', async () => {
  test.setTimeout(240_000);
  const { advisor } = stage.now;
  const colleague = await stage.now.letAdvisorIn();
  await colleague.page.context().close();
  const name = 'Amir';
  const pupil = await stage.now.visitor();
  await pupil.start('Ik wil wel verder praten na de vakantie.');
  await advisor.openCaseThatSays('Ik wil wel verder praten na de vakantie.');
  const form = dialog(advisor, 'Toestemming vragen');
  const send = async () => {
    await form.getByRole('button', { name: 'Stuur de vraag' }).click();
    await expect(form.getByText('Vastgelegd.')).toBeVisible();
    await form.getByRole('button', { name: 'Sluiten' }).click();
  };

  await test.step('the advisor chooses a colleague, and nobody else can be meant', async () => {
    await section(advisor).getByRole('button', { name: 'Vraag toestemming' }).click();
    await choose(form.getByRole('radio', { name: 'Een collega valt in' }));
    await form.getByRole('button', { name: 'Stuur de vraag' }).click();
    await expect(form.getByText('Kies eerst een collega.')).toBeVisible();
    await form.getByLabel('Welke collega?').selectOption(name);
    await form.getByLabel('Ook lezen wat eerder is geschreven').check();
    await expect(form).toContainText(`Sanne vraagt of ${name} dit mag, als Sanne er niet is:`);
    await expectAccessible(advisor.page, 'asking for a colleague');
    await send();
    await expect(section(advisor)).toContainText(`Invallen door ${name}`);
    await expect(advisor.log).toContainText(`U vroeg of ${name} mag invallen.`);
  });

  await test.step('the pupil allows one thing and not the other', async () => {
    await expect(pupil.log).toContainText(`Sanne vraagt of ${name} mag invallen.`);
    await toConsent(pupil);
    const asked = card(pupil, `Mag ${name} invallen voor Sanne?`);
    await expect(asked).toContainText(`Zonder jouw ja leest ${name} niets.`);
    await asked.getByRole('button', { name: 'Ja, dit mag' }).click();
    await expect(asked.getByRole('alert')).toContainText(`Kruis eerst aan wat ${name} mag.`);
    await asked.getByLabel('nieuwe berichten lezen en beantwoorden').check();
    await expect(asked).toContainText(`${name} mag dit van mij, als Sanne er niet is:`);
    await expectAccessible(pupil.page, 'a question about a colleague');
    await asked.getByRole('button', { name: 'Ja, dit mag' }).click();
    const allowed = card(pupil, 'Dit mag');
    await expect(allowed).toContainText('nieuwe berichten lezen en beantwoorden');
    await expect(allowed).not.toContainText('lezen wat eerder is geschreven');
    await expect(section(advisor)).toContainText('Ja, tot en met');
    // Whoever stands in is told nothing by the advisor.
    await expect(section(advisor).getByRole('button', { name: 'Opschrijven wat u vertelde' })).toBeHidden();
  });

  await test.step('taking it back ends it', async () => {
    await pupil.button('Toestemming intrekken').click();
    await expect(card(pupil, 'Ingetrokken')).toContainText(`${name} mag niet meer invallen voor Sanne.`);
    await expect(advisor.log).toContainText(`Toestemming ingetrokken. ${name} valt niet meer in.`);
  });

  await test.step('discussing together has words of its own', async () => {
    await section(advisor).getByRole('button', { name: 'Vraag toestemming' }).click();
    await choose(form.getByRole('radio', { name: 'Iets samen bespreken' }));
    await choose(form.getByRole('radio', { name: 'de schoolleiding' }));
    await form.getByLabel('Wat u wilt bespreken').fill('hoe de pauze veilig wordt');
    await expect(form).toContainText('Sanne wil dit bespreken met de schoolleiding:');
    await send();
    const asked = card(pupil, 'Mag Sanne dit bespreken met de schoolleiding?');
    await asked.getByRole('button', { name: 'Ja, dit mag' }).click();
    await expect(card(pupil, 'Dit mag')).toContainText('Er is nog niets besproken.');
    await expect(advisor.log).toContainText('Ja: dit mag besproken worden met de schoolleiding.');
    await section(advisor).getByRole('button', { name: 'Opschrijven wat u vertelde' }).click();
    const told = dialog(advisor, 'Opschrijven wat u vertelde');
    await told.getByLabel('hoe de pauze veilig wordt').check();
    await told.getByRole('button', { name: 'Schrijf op' }).click();
    await told.getByRole('button', { name: 'Sluiten' }).click();
    await expect(card(pupil, 'Dit mag')).toContainText(/Besproken op .*, met de schoolleiding/);
  });
});

test('spoken words are put to the pupil, and a yes of one’s own needs no question', async () => {
  test.setTimeout(120_000);
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('We belden net.');
  await advisor.openCaseThatSays('We belden net.');

  await section(advisor).getByText('Meer over toestemming').click();
  await section(advisor).getByRole('button', { name: 'Mondeling ja opschrijven' }).click();
  const form = dialog(advisor, 'Mondeling ja opschrijven');
  await choose(form.getByRole('radio', { name: 'de huisarts' }));
  await form.getByLabel('Wat u mag vertellen').fill('dat je slecht slaapt');
  await expect(form).toContainText('Sanne schreef op dat je dit op');
  await form.getByRole('button', { name: 'Schrijf op' }).click();
  await form.getByRole('button', { name: 'Sluiten' }).click();

  await toConsent(pupil);
  const said = card(pupil, 'Klopt dit?');
  await expect(said).toContainText('Sanne schreef op dat je dit op');
  await said.getByRole('button', { name: 'Nee, dat klopt niet' }).click();
  await expect(card(pupil, 'Je zei nee')).toBeVisible();
  await expect(section(advisor).getByRole('button', { name: 'Opschrijven wat u vertelde' })).toBeHidden();

  await pupil.button('Laat iets vertellen').click();
  const own = pupil.page.getByRole('form', { name: 'Zelf iets laten vertellen' });
  await own.getByRole('button', { name: 'Ja, dit mag' }).click();
  await expect(own.getByText('Zeg eerst aan wie.')).toBeVisible();
  await choose(own.getByRole('radio', { name: 'iemand anders' }));
  await own.getByLabel('Wie is dat?').fill('mijn oma');
  await own.getByLabel('Wat mag Sanne vertellen?').fill('dat ik haar mis');
  await expectAccessible(pupil.page, 'a yes of one’s own');
  await own.getByRole('button', { name: 'Ja, dit mag' }).click();
  await expect(card(pupil, 'Dit mag')).toContainText('mijn oma');
  await expect(section(advisor)).toContainText('mijn oma');
});

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
    await section(advisor).getByRole('button', { name: /^Delen zonder toestemming/ }).click();
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
    for (const part of ['Veilig Thuis', 'Er was direct gevaar. Je hoort dit pas nu.', 'Nog geen plek gevonden.'])
      await expect(notice).toContainText(part);
  });
});
