// First load of the pages, in bytes and in time, on a throttled profile: every connection goes through a proxy with the
// round trip and the bandwidth of slow 4G (the browser's own throttling does not reach workers), and the processor is
// slowed four times.
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { root, Service } from './service.ts';

const round_trip_ms = 150;
const bytes_per_ms = (1.6 * 1_000_000) / 8 / 1_000;
const cpu_slowdown = 4;
const rounds = 3;

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

async function slowProxy(port: number): Promise<Server> {
  const down = new SlowLine();
  const up = new SlowLine();
  const proxy = createServer((browser) => {
    // A connection costs a round trip before its first byte.
    setTimeout(() => {
      const server = connect(port, '127.0.0.1');
      up.pass(browser, server);
      down.pass(server, browser);
    }, round_trip_ms);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
  return proxy;
}

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

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Prints the figures of the landing page; the budgets in bytes are kept by web/build/check_budget.ts. */
export async function pages(): Promise<void> {
  const service = await Service.start();
  const proxy = await slowProxy(service.port);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const slow: Load[] = [];
    const fast: Load[] = [];
    for (let i = 0; i < rounds; i++) {
      slow.push(await landing(browser, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`));
      fast.push(await landing(browser, `http://127.0.0.1:${service.port}/`));
    }
    const of = (loads: Load[], key: keyof Load): number => median(loads.map((load) => load[key]));
    console.log(`\nFirst load of the landing page, median of ${rounds}`);
    console.log(`  bytes over the wire                                        ${of(fast, 'bytes')}`);
    console.log(`  slow 4G, CPU 4x slower: largest paint, ms                  ${of(slow, 'lcp_ms').toFixed(0)}`);
    console.log(`  slow 4G, CPU 4x slower: interactive, ms                    ${of(slow, 'interactive_ms').toFixed(0)}`);
    console.log(`  no throttle but CPU 4x: largest paint, ms                  ${of(fast, 'lcp_ms').toFixed(0)}`);
    console.log(`  RATIO slow 4G : loopback, largest paint                    ${(of(slow, 'lcp_ms') / of(fast, 'lcp_ms')).toFixed(2)}`);
  } finally {
    await browser.close();
    proxy.close();
    await service.stop();
  }
}
