import { defineConfig } from 'vitest/config';
import { icu } from './build/icu.ts';

export default defineConfig({
  plugins: [icu()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    environment: 'node',
    // Argon2id with the product's own parameters on a shared two-core machine.
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
