// Compiles an ICU MessageFormat catalogue (`import text from './nl.json?icu'`) to plain functions at build time,
// so that no parser and no eval reaches the browser.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import type { Plugin } from 'vite';

const CATALOGUE = /^(.*\/i18n\/(?:.*\/)?((?:nl|en)[\w-]*)\.json)\?icu$/;
// Compiled catalogues pass through the bundler as scripts, not as JSON.
const COMPILED = '\0icu:';

export function icu(): Plugin {
  return {
    name: 'kiezel-icu',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith('.json?icu')) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      const [, file] = CATALOGUE.exec(found?.id ?? '') ?? [];
      return file ? `${COMPILED}${file}.js` : null;
    },
    load(id) {
      if (!id.startsWith(COMPILED)) return null;
      const file = id.slice(COMPILED.length, -'.js'.length);
      this.addWatchFile(file);
      const locale = basename(file).slice(0, 2);
      const format = new MessageFormat(locale, { strict: true, returnType: 'string', biDiSupport: false });
      return { code: compileModule(format, JSON.parse(readFileSync(file, 'utf8'))), map: null };
    },
  };
}
