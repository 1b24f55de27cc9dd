import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    environment: 'node',
    // Argon2id with the product's own parameters on a shared two-core machine.
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
