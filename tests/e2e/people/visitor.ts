// A pupil or a parent in an own browser: what they do, by the names that are on the screen.
import { expect, type Locator, type Page } from '@playwright/test';

export const SCHOOL = 'Vincent van Gogh';

export class Visitor {
  readonly page: Page;
  readonly #origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async visit(): Promise<void> {
    await this.page.goto(this.#origin);
    await expect(this.heading('Praten over iets op school')).toBeVisible();
  }

  // From the start to the advisor's card, as a pupil or as a parent.
  async findAdvisor(as: 'pupil' | 'parent' = 'pupil'): Promise<void> {
    await this.visit();
    await this.button(as === 'pupil' ? /^Ik zit op school/ : /^Ik ben ouder of verzorger/).click();
    await expect(this.heading('Goed om te weten')).toBeVisible();
    await this.button(as === 'pupil' ? 'Ik snap het, verder' : 'Verder').click();
    await expect(this.heading(/^Zoek (je|de) school$/)).toBeVisible();
    await this.page.getByRole('combobox', { name: /^Hoe heet (je|de) school/ }).fill(SCHOOL);
    await this.page.getByRole('option').filter({ hasText: SCHOOL }).first().click();
    await expect(this.heading(/^(Jouw|Uw) vertrouwenspersoon$/)).toBeVisible();
    await expect(this.page.getByRole('article')).toContainText(SCHOOL);
  }

  async writeFirst(text: string): Promise<void> {
    await this.button(/^Schrijf een bericht/).click();
    await this.page.getByLabel(/^Wat wi(l je|lt u) vertellen\?$/).fill(text);
    await this.button(/^Verstuur aan/).click();
  }

  async copyWords(): Promise<string[]> {
    const card = this.page.locator('.words-card');
    await expect(card.getByRole('listitem')).toHaveCount(6);
    const lines = await card.getByRole('listitem').allInnerTexts();
    return lines.map((line) => line.replaceAll(/[^a-z]/g, ''));
  }

  async answerCheck(words: readonly string[]): Promise<void> {
    for (const field of await this.page.getByLabel(/^Woord \d$/).all()) {
      const place = Number((await field.getAttribute('id'))?.slice('check-'.length));
      await field.fill(words[place] ?? '');
    }
    await this.button('Controleer').click();
  }

  // Writes, keeps the words and stands in the conversation; answers the words.
  async start(text: string, as: 'pupil' | 'parent' = 'pupil'): Promise<string[]> {
    await this.findAdvisor(as);
    await this.writeFirst(text);
    await expect(this.heading(/^(Je|Uw) bericht is aangekomen bij /)).toBeVisible();
    const words = await this.copyWords();
    await this.answerCheck(words);
    await this.button('Naar het gesprek').click();
    await expect(this.log).toContainText(text);
    return words;
  }

  async comeBack(words: string): Promise<void> {
    await this.visit();
    await this.button('Ik heb al woorden om terug te komen').click();
    await this.typeWords(words);
  }

  async typeWords(words: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Je zes woorden' }).fill(words);
    await this.button('Open mijn gesprek').click();
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Berichten' });
  }

  message(text: string): Locator {
    return this.log.getByRole('listitem').filter({ hasText: text });
  }

  async say(text: string): Promise<void> {
    await this.page.getByLabel(/^(Je|Uw) bericht aan/).fill(text);
    await this.button(/^Verstuur/).click();
  }
}
