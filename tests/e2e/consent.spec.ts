// Consent: an advisor asks, a pupil answers point by point, takes it back, is told what was told; words that were only
// spoken are put to the pupil; a colleague stands in only after a yes.
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import type { Advisor } from './people/advisor.ts';
import { choose } from './people/choose.ts';
import { card, dialog, section, toConsent } from './people/consent.ts';
import { setStage } from './stage.ts';

const stage = setStage();

async function ask(advisor: Advisor, whom: string, points: string): Promise<void> {
  await section(advisor).getByRole('button', { name: 'Vraag toestemming' }).click();
  const form = dialog(advisor, 'Toestemming vragen');
  await choose(form.getByRole('radio', { name: whom, exact: true }));
  await form.getByLabel('Wat u wilt vertellen').fill(points);
  await form.getByRole('button', { name: 'Stuur de vraag' }).click();
  await expect(form.getByText('Vastgelegd.')).toBeVisible();
  await form.getByRole('button', { name: 'Sluiten' }).click();
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
    await pupil.log
      .getByText('Sanne vraagt iets. Jij kiest.')
      .getByRole('button', { name: 'Bekijk' })
      .click();
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
    await expect(advisor.log).toContainText(`${name} leest niet meer mee.`);
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
