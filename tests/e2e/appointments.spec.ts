// Every kind of talk, and everything that happens to an appointment between two people: a meeting is booked, moved by
// the advisor, moved by the pupil; a talk with school is proposed and agreed; who finds no time waits for one.
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import ICAL from 'ical.js';
import { toAppointments } from './people/appointments.ts';
import { choose } from './people/choose.ts';
import type { Visitor } from './people/visitor.ts';
import { setStage } from './stage.ts';

const stage = setStage();

test.describe.configure({ timeout: 150_000 });

test.beforeAll(async () => {
  await stage.now.advisor.offerMeetings();
});

async function goOn(person: Visitor): Promise<void> {
  await person.button('Verder').click();
}

// From the list of appointments: what kind of talk, and the time at this place in the list.
async function plan(person: Visitor, kind: RegExp, index: number): Promise<string> {
  await person.button('Plan een gesprek').click();
  await expect(person.heading('Hoe wil je praten?')).toBeVisible();
  await choose(person.page.getByRole('radio', { name: kind }));
  await goOn(person);
  return pickTime(person, index);
}

async function pickTime(person: Visitor, index: number): Promise<string> {
  const time = person.page.locator('.day-card').getByRole('radio').nth(index);
  await choose(time);
  const when = (await time.getAttribute('aria-label')) ?? '';
  await person.button('Verder met deze tijd').click();
  return when;
}

test('a meeting is booked, moved by the advisor, moved again by the pupil, and called off', async () => {
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Ik wil graag een keer praten, ergens waar het rustig is.');
  await toAppointments(pupil);

  const first = await test.step('the pupil books a meeting and says where and with whom', async () => {
    const when = await plan(pupil, /^Ik wil langskomen/, 3);
    await expect(pupil.heading('Vertel er iets over')).toBeVisible();
    await pupil.page.getByLabel('Waar?').fill('Bibliotheek, bij de strips');
    await goOn(pupil);
    await choose(pupil.page.getByRole('radio', { name: 'Iemand van mijn leeftijd' }));
    await pupil.page.getByRole('checkbox', { name: 'Liever typen dan praten' }).check();
    await goOn(pupil);
    await expect(pupil.page.getByText('Bibliotheek, bij de strips')).toBeVisible();
    await pupil.button('Bevestig de afspraak').click();
    await expect(pupil.heading('Afgesproken')).toBeVisible();
    return when;
  });

  await test.step('the advisor sees the place and the needs, and proposes another time', async () => {
    await advisor.goTo('Agenda');
    const card = advisor.page.locator('.card.call').filter({ hasText: 'langskomen' });
    await card.locator('summary').click();
    await expect(card.getByText('Waar: Bibliotheek, bij de strips')).toBeVisible();
    await expect(card.getByText('Typt liever dan praten.')).toBeVisible();
    await card.getByRole('button', { name: 'Stel een andere tijd voor' }).click();
    const dialog = advisor.page.getByRole('dialog', { name: 'Andere tijd voorstellen' });
    await dialog.getByRole('button', { name: 'Stuur voorstel' }).click();
    await expect(dialog.getByRole('alert')).toHaveText('Dit is de tijd die er al staat.');
    // A quarter later: the two times overlap, and neither is lost.
    const time = dialog.getByLabel('Begint om');
    const [hours = '10', minutes = '00'] = (await time.inputValue()).split(':');
    const later = Number(hours) * 60 + Number(minutes) + 15;
    await time.fill(`${String(Math.floor(later / 60)).padStart(2, '0')}:${String(later % 60).padStart(2, '0')}`);
    await dialog.getByRole('button', { name: 'Stuur voorstel' }).click();
    await expect(card.getByText(/andere tijd voorgesteld/)).toBeVisible();
  });

  await test.step('the pupil sees old and new, and picks a time of its own', async () => {
    await pupil.button(/Naar het gesprek|Naar mijn gesprek/).click();
    await expect(pupil.log.getByText(/^Sanne wil verzetten: van/)).toBeVisible();
    await toAppointments(pupil);
    const item = pupil.page.getByRole('listitem').filter({ hasText: 'Sanne wil deze afspraak verzetten.' });
    await expect(item.getByText(`${first} uur`).first()).toBeVisible();
    await item.getByRole('button', { name: 'Kies zelf een andere tijd' }).click();
    await expect(pupil.heading('Kies een andere tijd')).toBeVisible();
    const second = await pickTime(pupil, 8);
    await expect(pupil.heading('Klopt dit?')).toBeVisible();
    await pupil.button('Verzet de afspraak').click();
    await expect(pupil.heading('Verzet')).toBeVisible();
    await pupil.button(/Naar het gesprek/).click();
    await expect(pupil.log.getByText(new RegExp(`^Verzet: van .* naar ${second} uur$`))).toBeVisible();
  });

  await test.step('calling it off says so to both', async () => {
    await toAppointments(pupil);
    await pupil.button(/^Zeg af: /).click();
    await pupil.button('Ja, zeg af').click();
    await expect(pupil.page.getByText('Afgezegd', { exact: true })).toBeVisible();
    await expect(advisor.page.getByRole('listitem').getByText('Afgezegd', { exact: true })).toBeVisible();
  });
});

test('a talk with school is proposed by the family and agreed to by the advisor', async () => {
  const { advisor } = stage.now;
  const pupil = await stage.now.visitor();
  await pupil.start('Kun je meegaan naar mijn mentor?');
  await toAppointments(pupil);
  await plan(pupil, /^Samen met school/, 2);
  await pupil.page.getByLabel(/^Wie moeten erbij zijn/).fill('Sam, mentor');
  await pupil.page.getByLabel(/^Waar gaat het over/).fill('Dat het pesten stopt.');
  await goOn(pupil);
  await goOn(pupil);
  await expect(pupil.page.getByText(/^Sanne kijkt eerst of het kan/)).toBeVisible();
  await pupil.button('Bevestig de afspraak').click();
  await expect(pupil.heading('Je voorstel is verstuurd')).toBeVisible();

  await advisor.goTo('Agenda');
  const waiting = advisor.page.getByRole('region', { name: 'Wacht op uw antwoord' });
  await expect(waiting.getByText('Erbij: Sam, mentor')).toBeVisible();
  await waiting.getByRole('button', { name: 'Akkoord' }).click();
  await expect(waiting).toHaveCount(0);

  await pupil.button(/Naar het gesprek/).click();
  await expect(pupil.log.getByText(/^Sanne zegt ja: gesprek samen met school/)).toBeVisible();
});

test('the advisor proposes a hearing and a clash is named; the pupil says yes', async () => {
  const { advisor } = stage.now;
  const { page } = advisor;
  const text = 'De hoorzitting is over drie weken, om tien uur.';
  const pupil = await stage.now.visitor();
  await pupil.start(text);
  await advisor.goTo('Gesprekken');
  await advisor.openCaseThatSays(text);
  await advisor.goTo('Agenda');
  const day = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);
  const propose = async (time: string) => {
    await advisor.button('Stel een afspraak voor').click();
    const dialog = page.getByRole('dialog', { name: 'Afspraak voorstellen' });
    await dialog.getByLabel('Met wie').selectOption({ index: 1 });
    await dialog.getByLabel('Soort gesprek').selectOption({ label: 'hoorzitting' });
    await dialog.getByLabel('Datum').fill(day);
    await dialog.getByLabel('Begint om').fill(time);
    return dialog;
  };
  const dialog = await propose('10:00');
  await dialog.getByRole('button', { name: 'Stuur voorstel' }).click();
  await expect(page.getByText('Gedaan.', { exact: true })).toBeVisible();
  const again = await propose('10:10');
  await expect(again.getByText(/^Overlapt met de afspraak van/)).toBeVisible();
  await again.getByRole('button', { name: 'Stuur voorstel' }).click();
  await expect(page.getByText(/^Dit overlapt met de afspraak van/)).toBeVisible();
});

test('own blocks are not offered, and a calendar elsewhere reads when, and nothing else', async () => {
  const { advisor, service } = stage.now;
  const { page } = advisor;
  await advisor.goTo('Agenda');

  await test.step('busy times come out of a calendar file, without their titles', async () => {
    const start = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const event = ['BEGIN:VEVENT', 'UID:x', 'SUMMARY:Geheim', `DTSTART:${start}T090000Z`, `DTEND:${start}T100000Z`];
    const file = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...event, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
    await page
      .getByLabel('Agendabestand')
      .setInputFiles({ name: 'mijn.ics', mimeType: 'text/calendar', buffer: Buffer.from(file) });
    await expect(page.getByText('1 bezette tijd overgenomen.')).toBeVisible();
    await expect(page.getByText('uit uw andere agenda')).toBeVisible();
    expect(await page.content()).not.toContain('Geheim');
  });

  await test.step('the secret address gives a calendar that an independent reader understands', async () => {
    await page.getByRole('checkbox', { name: /^Laat overal/ }).uncheck();
    await advisor.button('Maak een adres').click();
    const address = (await page.locator('.feed-address').textContent()) ?? '';
    expect(address.startsWith(`${service.origin}/api/agenda/`)).toBe(true);
    const answer = await fetch(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await answer.text();
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      expect(['Bezet', 'Gesprek']).toContain(event.getFirstPropertyValue('summary'));
    }
    expect(text).not.toMatch(/Sanne|Kiezel|Bibliotheek|mentor|DESCRIPTION|LOCATION|ATTENDEE/);
    const wrong = await fetch(`${address.slice(0, -10)}AAAAAA.ics`);
    expect(wrong.status).toBe(404);
    await advisor.button('Stop het adres').click();
    await expect(page.getByText('Gedaan.', { exact: true })).toBeVisible();
    expect((await fetch(address)).status).toBe(404);
  });
});

test('who finds no time waits, and takes what came free', async () => {
  const pupil = await stage.now.visitor();
  await pupil.start('Ik kan bijna nooit.');
  await toAppointments(pupil);
  await pupil.button('Plan een gesprek').click();
  await goOn(pupil);
  await pupil.button(/^Niets bij\?/).click();
  await pupil.button('Zet me op de lijst').click();
  await expect(pupil.page.getByRole('alert')).toHaveText('Kies minstens één moment.');
  for (const day of ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag'])
    for (const part of ['ochtend', 'middag'])
      await pupil.page.getByRole('checkbox', { name: `${day} ${part}` }).check();
  await pupil.button('Zet me op de lijst').click();
  await expect(pupil.page.getByText('Je staat op de lijst')).toBeVisible();

  // The lists are looked at once a minute; what came free is shown among the appointments.
  await pupil.button('Terug').click();
  await pupil.button('Terug').click();
  await toAppointments(pupil);
  await expect(pupil.page.getByText('Er is een tijd vrij')).toBeVisible({ timeout: 90_000 });
  await pupil.button('Neem deze tijd').click();
  await goOn(pupil);
  await pupil.button('Verder met deze tijd').click();
  await goOn(pupil);
  await pupil.button('Bevestig de afspraak').click();
  await expect(pupil.heading('Afgesproken')).toBeVisible();
});

test('the calendar file of an appointment opens at the same wall time elsewhere', async () => {
  const pupil = await stage.now.visitor();
  await pupil.start('Mag ik bellen?');
  await toAppointments(pupil);
  const when = await plan(pupil, /^Ik bel Sanne/, 5);
  await goOn(pupil);
  await pupil.button('Bevestig de afspraak').click();
  await expect(pupil.heading('Afgesproken')).toBeVisible();
  const download = pupil.page.waitForEvent('download');
  await pupil.button('Zet in mijn agenda').click();
  const text = await readFile(await (await download).path(), 'utf8');
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')[0]);
  const wall = new Intl.DateTimeFormat('nl-NL', {
    timeZone: 'Europe/Amsterdam',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = wall.formatToParts(event.startDate.toUnixTime() * 1000);
  const part = (type: string) => parts.find((one) => one.type === type)?.value;
  const shown = `${part('weekday')} ${part('day')} ${part('month')}, ${part('hour')}:${part('minute')}`;
  expect(shown).toBe(when);
});
