// The pages come from one host and the service is another: whoever breaks into the service cannot change what a browser
// runs (crypto/README.md). And nobody ever asks anything of a third.
import { expect, test } from '@playwright/test';
import { Service } from '../../scripts/service.ts';
import { PagesHost } from './pages_host.ts';
import { Stage } from './stage.ts';

let host: PagesHost;
let stage: Stage;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  host = await PagesHost.open();
  stage = new Stage(await Service.start({ preset: 'asan', otherOrigins: [host.origin] }), browser, host.origin);
  await host.speakFor(stage.service.origin);
  await stage.letAdvisorIn();
});
test.afterEach(async () => stage.closePages());
test.afterAll(async () => {
  await stage.strike();
  host.close();
});

test('a pupil and an advisor talk through another origin, and nothing else is asked of anybody', async () => {
  const pupil = await stage.visitor();
  const asked = new Set<string>();
  pupil.page.context().on('request', (request) => asked.add(new URL(request.url()).origin));

  await pupil.findAdvisor();
  await pupil.writeFirst('Ik wil met iemand praten.');
  await expect(pupil.heading(/^Je bericht is aangekomen/)).toBeVisible();
  await stage.advisor.openCaseThatSays('Ik wil met iemand praten.');

  expect(asked).toEqual(new Set([host.origin, stage.service.origin]));
});
