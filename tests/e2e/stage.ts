// What every browser test stands on: one real service a file, an advisor who is in, and pages that may not complain.
import { type Browser, type BrowserContextOptions, devices, expect, type Page, type Request, test } from '@playwright/test';
import { Service } from '../../scripts/service.ts';
import { Advisor } from './people/advisor.ts';
import { Visitor } from './people/visitor.ts';

export const phone: BrowserContextOptions = {
  ...devices['Galaxy S24'],
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
};
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };

const START_MS = 120_000;
// What a browser writes when the server is away; some tests arrange that.
const SERVER_AWAY = /WebSocket connection to .* failed|net::ERR_/;

export class Stage {
  readonly service: Service;
  readonly #browser: Browser;
  // Where the pages come from.
  readonly #origin: string;
  readonly #pages: Page[] = [];
  readonly #complaints: string[] = [];
  #advisor: Advisor | null = null;

  constructor(service: Service, browser: Browser, origin = service.origin) {
    this.service = service;
    this.#browser = browser;
    this.#origin = origin;
  }

  static async set(browser: Browser): Promise<Stage> {
    const stage = new Stage(await Service.start({ preset: 'asan' }), browser);
    try {
      await stage.letAdvisorIn();
      return stage;
    } catch (failure) {
      await stage.strike();
      throw failure;
    }
  }

  get advisor(): Advisor {
    if (!this.#advisor) throw new Error('no advisor enrolled in this file');
    return this.#advisor;
  }

  // An own context for every person: nothing is shared but the server.
  async #newPage(options: BrowserContextOptions): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: 'nl-NL',
      timezoneId: 'Europe/Amsterdam',
      serviceWorkers: 'block',
      ...options,
    });
    const page = await context.newPage();
    page.on('request', (request) => this.#mindOrigin(page, request));
    page.on('pageerror', (error) => this.#complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !SERVER_AWAY.test(message.text()))
        this.#complaints.push(message.text());
    });
    return page;
  }

  // No page of ours asks anything of a third party. Where the quick exit leads is another page.
  #mindOrigin(page: Page, request: Request): void {
    const ours = new Set([this.service.origin, this.#origin]);
    const asked = new URL(request.url()).origin;
    const fromUs = page.url() !== 'about:blank' && ours.has(new URL(page.url()).origin);
    if (fromUs && !request.isNavigationRequest() && !ours.has(asked)) this.#complaints.push(`asked ${asked}`);
  }

  // Closed when the test ends.
  async open(options: BrowserContextOptions = phone): Promise<Page> {
    const page = await this.#newPage(options);
    this.#pages.push(page);
    return page;
  }

  async visitor(options: BrowserContextOptions = phone): Promise<Visitor> {
    return new Visitor(await this.open(options), this.#origin);
  }

  async letAdvisorIn(): Promise<Advisor> {
    const [invitation] = this.service.invitations();
    if (!invitation) throw new Error('the demo organisation has no invitation left');
    const advisor = new Advisor(await this.#newPage(desktop), this.#origin, this.service.origin);
    await advisor.enrol(invitation.link.replace(this.service.origin, this.#origin));
    this.#advisor ??= advisor;
    return advisor;
  }

  async closePages(): Promise<void> {
    for (const page of this.#pages.splice(0)) await page.context().close();
    expect(this.#complaints.splice(0), 'errors and policy refusals in a browser console').toEqual([]);
  }

  async strike(): Promise<void> {
    await this.#advisor?.page.context().close();
    await this.service.stop();
  }
}

// For the top of a file. The stage is there once the first test runs.
export function setStage(): { readonly now: Stage } {
  let stage: Stage | null = null;
  test.beforeAll(async ({ browser }) => {
    test.setTimeout(START_MS);
    stage = await Stage.set(browser);
  });
  test.afterEach(async () => stage?.closePages());
  test.afterAll(async () => stage?.strike());
  return {
    get now(): Stage {
      if (!stage) throw new Error('the stage is set before the first test');
      return stage;
    },
  };
}
