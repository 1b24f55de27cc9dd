import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { splitSodium } from '../../build/split_sodium.ts';

const ENTRY = fileURLToPath(new URL('../../src/crypto/sodium.ts', import.meta.url));

test('the build carries the WebAssembly beside the script, as a file of its own', async () => {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [splitSodium()],
    build: {
      write: false,
      assetsInlineLimit: 0,
      minify: false,
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict' },
    },
  });

  const output = ([result].flat() as readonly Rolldown.RolldownOutput[]).flatMap((bundle) => bundle.output);
  const wasm = output.find((file) => file.fileName.endsWith('.wasm'));
  const script = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
  expect(wasm?.type === 'asset' && WebAssembly.validate(Buffer.from(wasm.source))).toBe(true);
  expect(script).not.toContain('AGFzbQEAAA');
  expect(script).toContain(wasm?.fileName.split('/').at(-1));
});
