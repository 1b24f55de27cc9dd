// Writes the hash of every script and style sheet that a page names into its tag (Subresource Integrity), so that the
// pages' own bytes vouch for what they load first. What is imported later has no tag: its name holds its hash.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { filesUnder } from './compress.ts';

const TAG = /<(?:script|link)\b[^>]*>/g;
const ADDRESS = /\b(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/;

export function withIntegrity(html: string, read: (name: string) => Uint8Array): string {
  return html.replace(TAG, (tag) => {
    const [, name] = ADDRESS.exec(tag) ?? [];
    if (name === undefined || tag.includes(' integrity=')) return tag;
    const hash = createHash('sha384').update(read(name)).digest('base64');
    return tag.replace(/\s*\/?>$/, ` integrity="sha384-${hash}">`);
  });
}

export function integrity(): Plugin {
  let folder = '';
  return {
    name: 'kiezel-integrity',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const page of filesUnder(folder).filter((path) => path.endsWith('.html'))) {
        const html = readFileSync(page, 'utf8');
        writeFileSync(
          page,
          withIntegrity(html, (name) => readFileSync(join(folder, name))),
        );
      }
    },
  };
}
