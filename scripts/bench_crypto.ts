// Sealing, verifying and opening a message of 300 characters, and the work of a new conversation beside its check, in C++
// and in Chromium (as it is, and four times slower) in one run on one machine.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './service.ts';

type Rates = { seal: number; verify: number; open: number };
type Native = Rates & { check_us: number };
// Milliseconds for each difficulty in bits.
type Browser = Rates & { work_ms: readonly (readonly [number, number])[] };

const cpu_slowdown = 4;
const measuring_ms_max = 120_000;

const web = createRequire(join(root, 'web/package.json'));
const { chromium } = web('@playwright/test');

function native(): Native {
  return JSON.parse(execFileSync(join(root, 'build/release/bin/kiezel-rates'), { encoding: 'utf8' }));
}

async function inChromium(address: string, slowdown: number): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.goto(address);
    const measured = await page.waitForFunction('globalThis.rates', undefined, { timeout: measuring_ms_max });
    return await measured.jsonValue();
  } finally {
    await browser.close();
  }
}

export async function crypto(): Promise<void> {
  const { createServer } = await import(pathToFileURL(web.resolve('vite')).href);
  const server = await createServer({ root: join(root, 'web'), logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
  await server.listen();
  const address = `http://127.0.0.1:${server.httpServer.address().port}/tests/bench/crypto.html`;
  try {
    const cpp = native();
    const chromium = await inChromium(address, 1);
    const slow = await inChromium(address, cpu_slowdown);
    console.log('\nMessages of 300 characters a second, one core');
    for (const work of ['seal', 'verify', 'open'] as const) {
      const figures = [cpp, chromium, slow].map((rates) => rates[work].toFixed(0).padStart(7));
      console.log(`  ${work.padEnd(8)} C++ ${figures[0]}   Chromium ${figures[1]}   ${cpu_slowdown}x slower ${figures[2]}   RATIO C++ : Chromium ${(cpp[work] / chromium[work]).toFixed(2)}`);
    }
    console.log(`\nWork of a new conversation; the server checks it in ${cpp.check_us.toFixed(0)} us`);
    chromium.work_ms.forEach(([bits, ms], i) => {
      const slow_ms = slow.work_ms[i]?.[1] ?? 0;
      const ratio = ((ms * 1000) / cpp.check_us).toFixed(1);
      console.log(`  ${bits} bits   Chromium ${ms.toFixed(1).padStart(7)} ms   ${cpu_slowdown}x slower ${slow_ms.toFixed(1).padStart(7)} ms   RATIO work : check ${ratio}`);
    });
  } finally {
    await server.close();
  }
}
