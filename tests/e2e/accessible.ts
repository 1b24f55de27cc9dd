// One screen, looked at in every way that matters: rules (axe, WCAG 2.2 AA), light and dark, wide, phone and 320 px.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

const WIDE = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };

async function violations(page: Page): Promise<string[]> {
  // Through the debugger, which the page's content policy does not concern.
  await page.evaluate(source);
  const results = await page.evaluate(
    (rules) =>
      (globalThis as unknown as { axe: { run(at: Document, rules: object): Promise<AxeResults> } }).axe.run(
        document,
        rules,
      ),
    RULES as object,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
}

// With a phone's viewport the layout grows with what sticks out, so the wished width counts and not innerWidth.
async function wider(page: Page, width: number): Promise<number> {
  return page.evaluate((wished) => Math.max(0, document.documentElement.scrollWidth - wished), width);
}

// Transitions between two sets of colours would be measured half way.
async function settle(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))),
  );
}

export async function expectAccessible(page: Page, screen: string): Promise<void> {
  await test.step(`screen: ${screen}`, async () => {
    const was = page.viewportSize() ?? PHONE;
    for (const viewport of [PHONE, WIDE]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await settle(page);
        expect.soft(await violations(page), `${screen}, ${viewport.width} px, ${colorScheme}`).toEqual([]);
      }
    }
    await page.setViewportSize(NARROW);
    expect.soft(await wider(page, NARROW.width), `${screen}: px beyond 320`).toBe(0);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(was);
  });
}
