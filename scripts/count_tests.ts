// Adds up the reports of every test runner in a folder and prints the one closing line of ./scripts/test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Counts = { passed: number; failed: number; skipped: number };

// "All tests passed (5 assertions in 2 test cases)", or "test cases: 3 | 2 passed | 1 failed".
function catchCounts(text: string): Counts {
  const all = /All tests passed \(.* in (\d+) test cases?\)/.exec(text);
  if (all !== null) return { passed: Number(all[1]), failed: 0, skipped: 0 };
  const passed = Number(/test cases:.*?(\d+) passed/.exec(text)?.[1] ?? 0);
  return { passed, failed: Math.max(1, Number(/test cases:.*?(\d+) failed/.exec(text)?.[1] ?? 0)), skipped: 0 };
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
  if (file.endsWith('.catch.txt')) return catchCounts(text);
  return undefined;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: count_tests.ts FOLDER');
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).sort()) {
  const one = counts(join(folder, name));
  if (one === undefined) continue;
  console.log(`    ${name.split('.')[0]?.padEnd(28)} ${one.passed} passed, ${one.failed} failed`);
  total.passed += one.passed;
  total.failed += one.failed;
  total.skipped += one.skipped;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
