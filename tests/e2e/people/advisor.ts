// An advisor in her own browser: what she does, by the names that are on the screen.
import { expect, type Locator, type Page } from '@playwright/test';
import { appCode, PasskeyDevice } from './second_factor.ts';

// Argon2id and the attendant's signature take their time on a busy machine.
const ENROL_MS = 60_000;

export class Advisor {
  readonly page: Page;
  readonly #origin: string;
  readonly #service: string;
  passphrase = '';
  appSecret = '';
  #passkey: PasskeyDevice | null = null;
  card = '';
  invitation = '';

  // `service` where the pages come from another host.
  constructor(page: Page, origin: string, service = origin) {
    this.page = page;
    this.#origin = origin;
    this.#service = service;
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  // With a passkey.
  async enrol(link: string): Promise<void> {
    await this.holdPasskey();
    await this.enrolWith(link, () => this.button('Maak een passkey').click());
  }

  async holdPasskey(): Promise<void> {
    this.#passkey ??= await PasskeyDevice.put(this.page);
  }

  get passkey(): PasskeyDevice {
    if (!this.#passkey) throw new Error('she holds no passkey');
    return this.#passkey;
  }

  // Copies the secret that is shown into her phone, and types its code.
  async setUpApp(ahead = 0): Promise<void> {
    const shown = this.page.locator('.app-secret code');
    this.appSecret = await shown.innerText();
    await this.page.getByLabel('Zes cijfers uit uw app').fill(appCode(this.appSecret, ahead));
    await this.button('Controleer de code').click();
  }

  async enrolWith(link: string, setUpFactor: () => Promise<void>): Promise<void> {
    this.invitation = link;
    const before = await this.#directoryTag();
    await this.page.goto(link);
    await expect(this.heading(/^Welkom /)).toBeVisible();
    await this.button('Maak mijn inbox').click();
    await this.copyPassphrase();
    await this.typeBack();
    await this.makeCard();
    await expect(this.heading('Uw tweede slot')).toBeVisible({ timeout: ENROL_MS });
    await setUpFactor();
    await expect(this.heading('Gesprekken')).toBeVisible({ timeout: ENROL_MS });
    // Clients find her only in the directory that is signed after she was let in.
    await expect.poll(() => this.#directoryTag(), { timeout: ENROL_MS }).not.toBe(before);
  }

  async #directoryTag(): Promise<string | null> {
    const answer = await fetch(`${this.#service}/api/directory`);
    return answer.ok ? answer.headers.get('etag') : null;
  }

  async copyPassphrase(): Promise<void> {
    await expect(this.heading('Uw wachtzin')).toBeVisible();
    this.passphrase = await this.#wordsOf('De vijf woorden van uw wachtzin');
  }

  async #wordsOf(list: string): Promise<string> {
    const lines = await this.page.getByRole('list', { name: list }).getByRole('listitem').allInnerTexts();
    return lines.map((line) => line.replaceAll(/[^a-z]/g, '')).join(' ');
  }

  // The card of twelve words, four of which are asked back.
  async makeCard(): Promise<void> {
    const heading = this.page.getByRole('heading', { name: 'Uw herstelkaart' });
    await expect(heading).toBeVisible({ timeout: ENROL_MS });
    await expect(this.page.getByRole('list', { name: 'De twaalf woorden van uw herstelkaart' })).toBeVisible({
      timeout: ENROL_MS,
    });
    this.card = await this.#wordsOf('De twaalf woorden van uw herstelkaart');
    await this.typeBack(this.card);
  }

  async typeBack(written = this.passphrase): Promise<void> {
    const words = written.split(' ');
    for (const field of await this.page.getByLabel(/^Woord \d+$/).all()) {
      const place = Number((await field.getAttribute('id'))?.slice('word-'.length));
      await field.fill(words[place] ?? '');
    }
    await this.button('Controleer en ga verder').click();
  }

  async unlock(passphrase = this.passphrase): Promise<void> {
    await this.page.getByLabel('Uw wachtzin').fill(passphrase);
    await this.button('Ontgrendel').click();
  }

  async unlockWithApp(code: string, passphrase = this.passphrase): Promise<void> {
    await this.page.getByLabel('Zes cijfers uit uw app').fill(code);
    await this.unlock(passphrase);
  }

  async goTo(section: 'Gesprekken' | 'Agenda' | 'Beschikbaarheid' | 'Sleutels'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Inbox' }).getByRole('button', { name: section }).click();
    await expect(this.heading(new RegExp(`^${section}`))).toBeVisible();
  }

  // Her other browser becomes a device too: the digits are typed here, the safety number is compared there.
  // `prove`: what she does when her second factor is asked for once more.
  async add(next: Advisor, name: string, prove?: () => Promise<void>): Promise<void> {
    await this.admit(next, name, prove);
    await next.holdPasskey();
    await next.button('Maak een passkey').click();
    await expect(next.heading('Gesprekken')).toBeVisible({ timeout: ENROL_MS });
  }

  // As far as the screen on which the other browser chooses its own second factor.
  async admit(next: Advisor, name: string, prove?: () => Promise<void>): Promise<void> {
    await next.page.goto(`${this.#origin}/advies`);
    await next.button('Voeg dit apparaat toe').click();
    const digits = next.page.locator('.digits');
    await expect(digits).toHaveText(/^(\d\s*){16}$/, { timeout: ENROL_MS });
    await this.goTo('Sleutels');
    await this.button('Voeg een apparaat toe').click();
    await this.page.getByLabel('Zestien cijfers').fill((await digits.textContent()) ?? '');
    await this.button('Zoek dit apparaat').click();
    await this.page.getByLabel('Naam van het apparaat').fill(name, { timeout: ENROL_MS });
    await this.page.getByLabel('Uw wachtzin').fill(this.passphrase);
    await this.button('Voeg toe').click();
    await prove?.();
    await expect(next.heading(/^Bent u /)).toBeVisible({ timeout: ENROL_MS });
    const number = this.page.getByRole('region', { name: 'Uw veiligheidsgetal' }).locator('.digits');
    await expect(number).toHaveText((await next.page.locator('.digits').textContent()) ?? '');
    await next.button('Ja, de getallen zijn gelijk').click();
    // Her passkey is in this device alone.
    await expect(next.heading('Een tweede slot voor dit apparaat')).toBeVisible({ timeout: ENROL_MS });
    await expect(this.page.getByText('Het apparaat is toegevoegd.')).toBeVisible({ timeout: ENROL_MS });
    next.passphrase = this.passphrase;
  }

  // "Extra slot op dit apparaat", on or off.
  async sealWithPasskey(go: 'Aanzetten' | 'Uitzetten'): Promise<void> {
    await this.goTo('Sleutels');
    const seal = this.page.getByRole('region', { name: 'Extra slot op dit apparaat' });
    await seal.getByRole('button', { name: go }).click();
    if (go === 'Aanzetten')
      await expect(seal.getByText(/gaat de kluis op dit apparaat nooit meer open/)).toBeVisible();
    await seal.getByLabel('Uw wachtzin').fill(this.passphrase);
    await seal.getByRole('button', { name: go }).click();
  }

  async revoke(name: string): Promise<void> {
    await this.goTo('Sleutels');
    await this.button(`Trek ${name} in`).click();
    const dialog = this.page.getByRole('dialog', { name: `${name} intrekken?` });
    await dialog.getByLabel('Uw wachtzin').fill(this.passphrase);
    await dialog.getByRole('button', { name: 'Trek in' }).click();
    const row = this.page.getByRole('listitem').filter({ hasText: name });
    await expect(row.getByText(/^Ingetrokken op/)).toBeVisible({ timeout: ENROL_MS });
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Berichten' });
  }

  message(text: string): Locator {
    return this.log.getByRole('listitem').filter({ hasText: text });
  }

  // Searching is how she finds one conversation among others, whatever name it was given.
  async openCaseThatSays(text: string): Promise<void> {
    const search = this.page.getByRole('searchbox', { name: 'Zoek in gesprekken' });
    await expect(async () => {
      await search.fill('');
      await search.fill(text);
      await this.page.getByRole('region', { name: 'Gesprekken' }).getByRole('button', { name: text }).click({
        timeout: 2000,
      });
    }).toPass();
    await search.fill('');
    await expect(this.message(text)).toBeVisible();
  }

  async openNewestCase(): Promise<void> {
    await this.page
      .getByRole('region', { name: /^Nieuw/ })
      .getByRole('button')
      .last()
      .click();
  }

  async reply(text: string): Promise<void> {
    await this.page.getByLabel(/^Uw antwoord aan/).fill(text);
    await this.page.getByRole('button', { name: /^Verstuur/ }).click();
  }

  async offerCalls(): Promise<void> {
    await this.goTo('Beschikbaarheid');
    await this.button('Bewaar tijden').click();
    await expect(this.page.getByText('Bewaard. Zo zien mensen uw tijden vanaf nu.')).toBeVisible();
  }

  // Calls, meetings and talks with school, all in the same hours.
  async offerMeetings(): Promise<void> {
    await this.goTo('Beschikbaarheid');
    const kinds = this.page.getByRole('group', { name: 'Waarvoor kunnen mensen bij u terecht?' });
    for (const kind of [/^Langskomen/, /^Samen met school/])
      await kinds.getByRole('checkbox', { name: kind }).check();
    for (const choice of await this.page.locator('.stretch-kinds input').all()) await choice.check();
    await this.button('Bewaar tijden').click();
    await expect(this.page.getByText('Bewaard. Zo zien mensen uw tijden vanaf nu.')).toBeVisible();
  }
}
