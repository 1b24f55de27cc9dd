import { defineConfig } from 'vite';
import { bundle } from './build/bundle.ts';
import { compress } from './build/compress.ts';
import { icu } from './build/icu.ts';
import { integrity } from './build/integrity.ts';
import { prerender } from './build/prerender.ts';
import { splitSodium } from './build/split_sodium.ts';
import { trimSodium } from './build/trim_sodium.ts';
import { trimZip } from './build/trim_zip.ts';

// The server gives files whose name contains "worker" a policy that allows WebAssembly; keep the entry's name in it.
const WORKER_FILES = 'assets/[name]-[hash].js';

export default defineConfig({
  // The last three write what the ones before them have finished, in this order.
  plugins: [icu(), prerender(), integrity(), bundle(), compress()],
  worker: {
    format: 'es',
    plugins: () => [splitSodium(), trimSodium(), trimZip()],
    rolldownOptions: {
      output: { entryFileNames: WORKER_FILES, chunkFileNames: 'assets/worker-[name]-[hash].js' },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome97', 'firefox114', 'safari16'],
    modulePreload: { polyfill: false },
    // The Content-Security-Policy allows no data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    sourcemap: false,
    rolldownOptions: {
      input: ['index.html', 'advisor.html'],
    },
  },
});
