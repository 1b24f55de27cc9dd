// A file of 20 MB from one browser to another on loopback, beside writing the same bytes to the same disk; and how fast it
// is sealed and opened, natively and in Chromium.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, Service } from './service.ts';

const file_bytes = 20 * 1024 * 1024;
const rounds = 3;
const patience_ms = 120_000;

const web = createRequire(join(root, 'web/package.json'));
const { chromium } = web('@playwright/test');

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const show = (name: string, value: number): void => console.log(`  ${name.padEnd(58)} ${value.toPrecision(4)}`);

function plainWrite_ms(service: Service, bytes: Buffer): number {
  const path = join(service.data, 'plain');
  const started = performance.now();
  const file = openSync(path, 'w');
  writeSync(file, bytes);
  fdatasyncSync(file);
  closeSync(file);
  const ms = performance.now() - started;
  unlinkSync(path);
  return ms;
}

function plainHash_ms(bytes: Buffer): number {
  const started = performance.now();
  createHash('sha256').update(bytes).digest();
  return performance.now() - started;
}

type Rates = { seal_mb_per_s: number; open_mb_per_s: number };

/** In a page of the development server, which gives out the modules as they are. */
async function inChromium(browser: any): Promise<Rates> {
  const { createServer } = await import(pathToFileURL(web.resolve('vite')).href);
  const server = await createServer({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false },
  });
  await server.listen();
  const page = await browser.newPage();
  try {
    await page.goto(`${server.resolvedUrls.local[0]}tests/preview/index.html`);
    return await page.evaluate(
      async ({ bytes, times }: { bytes: number; times: number }) => {
        const load = (path: string) => import(path);
        const { loadSodium } = await load('/src/crypto/sodium.ts');
        const { sealAttachment, openAttachment } = await load('/src/crypto/attachment.ts');
        const { systemRandom } = await load('/src/crypto/random.ts');
        await loadSodium();
        const finish = (steps: Iterator<unknown>): any => {
          for (;;) {
            const step = steps.next();
            if (step.done) return step.value;
          }
        };
        const file = new Uint8Array(bytes);
        const conversation = new Uint8Array(16);
        const label = { kind: 'pdf', form: 'original', name: 'verslag.pdf' };
        const best = { seal_mb_per_s: 0, open_mb_per_s: 0 };
        const rate = (started: number) => bytes / 1000 / (performance.now() - started);
        for (let i = 0; i < times; i++) {
          let started = performance.now();
          const { manifest, ciphertext } = finish(sealAttachment(file, conversation, label, systemRandom));
          best.seal_mb_per_s = Math.max(best.seal_mb_per_s, rate(started));
          started = performance.now();
          if (!finish(openAttachment(ciphertext, manifest, conversation))) throw new Error('it does not open');
          best.open_mb_per_s = Math.max(best.open_mb_per_s, rate(started));
        }
        return best;
      },
      { bytes: file_bytes, times: rounds },
    );
  } finally {
    await page.close();
    await server.close();
  }
}

/** From the tap on "send" to the file standing in the conversation. */
async function uploads_ms(browser: any, service: Service, bytes: Buffer): Promise<number[]> {
  const { Advisor } = await import('../tests/e2e/people/advisor.ts');
  const { Visitor } = await import('../tests/e2e/people/visitor.ts');
  const options = { locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' };
  const advisor = new Advisor(await (await browser.newContext(options)).newPage(), service.origin);
  const [invitation] = service.invitations();
  if (!invitation) throw new Error('the demo organisation has no invitation left');
  await advisor.enrol(invitation.link);
  const pupil = new Visitor(await (await browser.newContext(options)).newPage(), service.origin);
  await pupil.start('Ik stuur een verslag');
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const name = `verslag ${i}.pdf`;
    await pupil.page
      .getByLabel('Foto of bestand', { exact: true })
      .setInputFiles({ name, mimeType: 'application/pdf', buffer: bytes });
    await pupil.page.getByText('In een PDF kan een naam staan').waitFor({ timeout: patience_ms });
    const started = performance.now();
    await pupil.page.getByRole('button', { name: /^Verstuur/ }).click();
    await pupil.message(name).getByText('Aangekomen').waitFor({ timeout: patience_ms });
    times.push(performance.now() - started);
  }
  return times;
}

export async function attachment(): Promise<void> {
  const service = await Service.start();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const bytes = randomBytes(file_bytes);
    bytes.write('%PDF-1.7');
    const native: Rates = JSON.parse(
      execFileSync(join(service.bin, 'kiezel-load'), ['seal', String(file_bytes)], { encoding: 'utf8' }),
    );
    const wasm = await inChromium(browser);
    const sent = median(await uploads_ms(browser, service, bytes));
    const plain = median(Array.from({ length: rounds }, () => plainWrite_ms(service, bytes)));
    const hashed = median(Array.from({ length: rounds }, () => plainHash_ms(bytes)));
    const received = /kiezel_blob_received_bytes_total (\d+)/.exec(
      await (await fetch(`http://127.0.0.1:${service.opsPort}/metrics`)).text(),
    );
    console.log(`\nAn attachment of 20 MB, Chromium on loopback, median of ${rounds}`);
    show('from the tap to the conversation, s', sent / 1000);
    show('the same, MB/s', file_bytes / 1000 / sent);
    show('writing the same bytes to the same disk, s', plain / 1000);
    show('one SHA-256 of the same bytes, s', hashed / 1000);
    show('RATIO sending : writing', sent / plain);
    show('RATIO sending : one SHA-256', sent / hashed);
    show('bytes received for each byte of file', Number(received?.[1] ?? 0) / (rounds * file_bytes));
    show('sealing, native, MB/s', native.seal_mb_per_s);
    show('opening, native, MB/s', native.open_mb_per_s);
    show('sealing, Chromium, MB/s', wasm.seal_mb_per_s);
    show('opening, Chromium, MB/s', wasm.open_mb_per_s);
    show('RATIO native : Chromium, sealing', native.seal_mb_per_s / wasm.seal_mb_per_s);
  } finally {
    await browser.close();
    await service.stop();
  }
}
