// Writes the Dutch start screen into index.html at build time, so that its text shows before the script has loaded.
import { join } from 'node:path';
import { type Plugin, runnerImport } from 'vite';
import { icu } from './icu.ts';
import { staticMarkup } from './static_markup.ts';

const MARKER = '<!--start-screen-->';

type Landing = { landing: () => unknown };

export function prerender(): Plugin {
  let root = '';
  return {
    name: 'kiezel-prerender',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        if (!html.includes(MARKER)) return html;
        const { module } = await runnerImport<Landing>(join(root, 'src/app/landing.tsx'), {
          configFile: false,
          root,
          plugins: [icu()],
          oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        });
        return html.replace(MARKER, staticMarkup(module.landing()));
      },
    },
  };
}
