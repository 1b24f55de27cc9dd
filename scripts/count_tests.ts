// Adds up the reports of every test runner in a folder and prints the one closing line of ./scripts/test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Counts = { passed: number; failed: number; skipped: number };

const attribute = (xml: string, name: string): number =>
  [...xml.matchAll(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, 'g'))].reduce((sum, match) => sum + Number(match[1]), 0);

// Catch2's JUnit counts assertions in its suite line, so test cases are counted by their elements.
function catchCounts(xml: string): Counts {
  const cases = [...xml.matchAll(/<testcase [^>]*?(\/>|>[\s\S]*?<\/testcase>)/g)];
  const roots = new Map<string, boolean>();
  for (const [text] of cases) {
    const name = /classname="([^"]*)"/.exec(text)?.[1] + '/' + (/ name="([^"/]*)/.exec(text)?.[1] ?? '');
    roots.set(name, (roots.get(name) ?? false) || /<(failure|error)\b/.test(text));
  }
  const failed = [...roots.values()].filter(Boolean).length;
  return { passed: roots.size - failed, failed: Math.max(failed, attribute(xml, 'errors') > 0 ? 1 : 0), skipped: 0 };
}

function counts(file: string): Counts | undefined {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.step.json')) return { skipped: 0, ...JSON.parse(text) };
  if (file.endsWith('.vitest.json')) {
    const report = JSON.parse(text);
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
  }
  if (file.endsWith('.playwright.json')) {
    const { expected, unexpected, flaky, skipped } = JSON.parse(text).stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  }
  if (file.endsWith('.xml')) return catchCounts(text);
  return undefined;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: count_tests.ts FOLDER');
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).sort()) {
  const one = counts(join(folder, name));
  if (one === undefined) continue;
  console.log(`    ${name.replace(/\.(step|vitest|playwright)?\.?(json|xml)$/, '').padEnd(28)} ${one.passed} passed, ${one.failed} failed`);
  total.passed += one.passed;
  total.failed += one.failed;
  total.skipped += one.skipped;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
