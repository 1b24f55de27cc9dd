// Leaves the reader out of zip.js: we only write. Its writer fetches the reader when a zip is to be added to another, and
// which of the two a build then puts first is not the same each time.
import type { Plugin } from 'vite';

const FETCHED = 'await import("./zip-reader.js")';

/** The writer without its way to the reader. Throws when it is laid out in another way. */
export function writeOnly(writer: string): string {
  if (writer.split(FETCHED).length !== 2)
    throw new Error('zip-writer.js is not laid out as expected: see web/build/trim_zip.ts');
  return writer.replace(FETCHED, '(() => { throw new Error("nothing is added to a zip"); })()');
}

export function trimZip(): Plugin {
  return {
    name: 'trim-zip',
    enforce: 'pre',
    transform(code, id) {
      return /zip\.js\/lib\/core\/zip-writer\.js$/.test(id) ? { code: writeOnly(code), map: null } : null;
    },
  };
}
