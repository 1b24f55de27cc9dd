// First load of the pages, in bytes and in time, on a throttled profile: every connection goes through a proxy with the
// round trip and the bandwidth of slow 4G (the browser's own throttling does not reach workers), and the processor is
// slowed four times.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { root, Service } from './service.ts';

const round_trip_ms = 150;
const bytes_per_ms = (1.6 * 1_000_000) / 8 / 1_000;
const cpu_slowdown = 4;
const rounds = 3;
const messages = 100;

const { chromium } = createRequire(join(root, 'web/package.json'))('@playwright/test');

/** Passes bytes on after half a round trip, no faster than the line allows; all connections share the line. */
class SlowLine {
  private freeAt_ms = 0;

  pass(from: Socket, to: Socket): void {
    from.on('data', (bytes: Buffer) => {
      const now = performance.now();
      this.freeAt_ms = Math.max(this.freeAt_ms, now) + bytes.length / bytes_per_ms;
      setTimeout(() => to.writable && to.write(bytes), this.freeAt_ms - now + round_trip_ms / 2);
    });
    from.on('close', () => setTimeout(() => to.destroy(), round_trip_ms));
    from.on('error', () => to.destroy());
  }
}

/** `target` may be set after the proxy listens: the service must know the proxy's address. */
async function slowProxy(target: { port: number }): Promise<Server> {
  const down = new SlowLine();
  const up = new SlowLine();
  const proxy = createServer((browser) => {
    // A connection costs a round trip before its first byte.
    setTimeout(() => {
      const server = connect(target.port, '127.0.0.1');
      up.pass(browser, server);
      down.pass(server, browser);
    }, round_trip_ms);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
  return proxy;
}

/** Six words of the list that nobody was given. */
const unused_words = 'zomer zondag zebra zomaar zonnig zolder';

type Return = { bytes: number; ms: number };
type Load = { bytes: number; lcp_ms: number; interactive_ms: number };

async function landing(browser: { newContext(options: object): Promise<any> }, address: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale: 'nl-NL' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let bytes = 0;
  await session.send('Network.enable');
  session.on('Network.loadingFinished', (event: { encodedDataLength: number }) => {
    bytes += event.encodedDataLength;
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu_slowdown });
  await page.addInitScript(() => {
    const seen = { lcp: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForLoadState('networkidle');
  const times = await page.evaluate(() => ({
    lcp_ms: (globalThis as unknown as { seen: { lcp: number } }).seen.lcp,
    interactive_ms: (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).domContentLoadedEventEnd,
  }));
  await context.close();
  return { bytes, ...times };
}

/** From the tap on "open" to the answer that these words open nothing: worker, WebAssembly, Argon2id and login. */
async function words(browser: { newContext(options: object): Promise<any> }, address: string): Promise<Return> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale: 'nl-NL' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let bytes = 0;
  await session.send('Network.enable');
  session.on('Network.loadingFinished', (event: { encodedDataLength: number }) => {
    bytes += event.encodedDataLength;
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu_slowdown });
  await page.goto(address);
  const started_ms = performance.now();
  await page.getByRole('button', { name: /Ik heb al woorden/ }).click();
  await page.getByRole('combobox', { name: 'Je zes woorden' }).fill(unused_words);
  await page.getByRole('button', { name: 'Open mijn gesprek' }).click();
  await page.getByRole('alert').filter({ hasText: 'Deze woorden openen niets' }).waitFor({ timeout: 60_000 });
  const ms = performance.now() - started_ms;
  await context.close();
  return { bytes, ms };
}

/** From the tap on "open" to the last message of a conversation on the screen, all of it read and checked. */
async function thread(browser: { newContext(options: object): Promise<any> }, address: string, opening: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale: 'nl-NL' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu_slowdown });
  await page.goto(address);
  await page.getByRole('button', { name: /Ik heb al woorden/ }).click();
  await page.getByRole('combobox', { name: 'Je zes woorden' }).fill(opening);
  const started_ms = performance.now();
  await page.getByRole('button', { name: 'Open mijn gesprek' }).click();
  await page.getByText(`Bericht ${messages}.`).waitFor({ timeout: 60_000 });
  const ms = performance.now() - started_ms;
  if ((await page.getByText(/^Bericht \d+\./).count()) !== messages) throw new Error('the conversation is not whole');
  await context.close();
  return ms;
}

/** Writes a conversation of `messages` and gives the words that open it. */
function converse(service: Service): string {
  const token = service.invitations()[0]?.token ?? '';
  return execFileSync(join(service.bin, 'kiezel-client'), ['converse', service.origin, token, String(messages)], { encoding: 'utf8' }).trim();
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Prints the figures of the landing page and of coming back; the budgets in bytes are kept by web/build/check_budget.ts. */
export async function pages(): Promise<void> {
  const target = { port: 0 };
  const proxy = await slowProxy(target);
  const slowAddress = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const service = await Service.start({ otherOrigins: [slowAddress] });
  target.port = service.port;
  const fastAddress = service.origin;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const opening = converse(service);
    const slowThread: number[] = [];
    const fastThread: number[] = [];
    const slow: Load[] = [];
    const fast: Load[] = [];
    const slowReturn: Return[] = [];
    const fastReturn: Return[] = [];
    for (let i = 0; i < rounds; i++) {
      slow.push(await landing(browser, slowAddress));
      fast.push(await landing(browser, fastAddress));
      slowReturn.push(await words(browser, slowAddress));
      fastReturn.push(await words(browser, fastAddress));
      slowThread.push(await thread(browser, slowAddress, opening));
      fastThread.push(await thread(browser, fastAddress, opening));
    }
    const show = (name: string, value: string): void => console.log(`  ${name.padEnd(58)} ${value}`);
    const of = (loads: Load[], key: keyof Load): number => median(loads.map((load) => load[key]));
    const back = (returns: Return[]): number => median(returns.map((one) => one.ms));
    console.log(`\nFirst load on slow 4G (${round_trip_ms} ms, 1.6 Mb/s) and CPU 4x slower, median of ${rounds}`);
    show('landing page, bytes over the wire', of(fast, 'bytes').toFixed(0));
    show('landing page, largest paint, ms', of(slow, 'lcp_ms').toFixed(0));
    show('landing page, interactive, ms', of(slow, 'interactive_ms').toFixed(0));
    show('landing page, largest paint without the slow line, ms', of(fast, 'lcp_ms').toFixed(0));
    show('RATIO slow line : loopback, largest paint', (of(slow, 'lcp_ms') / of(fast, 'lcp_ms')).toFixed(2));
    show('from words to the answer, page and crypto, ms', back(slowReturn).toFixed(0));
    show('from words to the answer without the slow line, ms', back(fastReturn).toFixed(0));
    show('RATIO slow line : loopback, words', (back(slowReturn) / back(fastReturn)).toFixed(2));
    show(`from words to an open conversation of ${messages} messages, ms`, median(slowThread).toFixed(0));
    show('the same without the slow line, ms', median(fastThread).toFixed(0));
    show('RATIO slow line : loopback, conversation', (median(slowThread) / median(fastThread)).toFixed(2));
  } finally {
    await browser.close();
    proxy.close();
    await service.stop();
  }
}
