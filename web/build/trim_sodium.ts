// Leaves of libsodium's wrapper only what Kiezel uses (src/crypto/sodium_names.ts). The wrapper hangs all its functions
// on one object by two lists, so that no bundler can see which are unused; with shorter lists it drops the rest.
// What then is called no longer loses its line in the loader too. The WebAssembly stays as it was published.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { SODIUM_CONSTANTS, SODIUM_FUNCTIONS } from '../src/crypto/sodium_names.ts';

const FUNCTIONS = /=\[("crypto_[^[\]]*")\],(\w+)=\[([\w$,]+)\]/g;
const CONSTANTS = /=\[("SODIUM_LIBRARY_VERSION_MAJOR"[^[\]]*")\]/g;
/** What the wrapper itself calls by name when it starts, to test itself. */
const OWN_USE = /\bt\.((?:crypto|randombytes)_\w+)/g;

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(',');

/** The wrapper with the named functions and constants alone. Throws when it is laid out in another way. */
export function trimmed(wrapper: string): string {
  const [functions, ...moreFunctions] = wrapper.matchAll(FUNCTIONS);
  const [constants, ...moreConstants] = wrapper.matchAll(CONSTANTS);
  if (!functions || !constants || moreFunctions.length > 0 || moreConstants.length > 0) throw laidOut('has');
  const own = [...wrapper.matchAll(OWN_USE)].map(([, name]) => name ?? '');
  const wanted = new Set<string>([...SODIUM_FUNCTIONS, ...SODIUM_CONSTANTS, ...own]);

  const [pairs, names = '', list, values = ''] = functions;
  const bodies = values.split(',');
  const known: string[] = JSON.parse(`[${names}]`);
  if (known.length !== bodies.length) throw laidOut('pairs');
  const kept = known.flatMap((name, i) => (wanted.has(name) ? [{ name, body: bodies[i] }] : []));
  const numbers = (JSON.parse(`[${constants[1]}]`) as string[]).filter((name) => wanted.has(name));
  const found = new Set([...kept.map(({ name }) => name), ...numbers]);
  const missing = [...wanted].filter((name) => !found.has(name));
  if (missing.length > 0) throw laidOut(missing.join(', '));

  const names_ = quoted(kept.map(({ name }) => name));
  return wrapper
    .replace(pairs, () => `=[${names_}],${list}=[${kept.map(({ body }) => body).join(',')}]`)
    .replace(constants[0], () => `=[${quoted(numbers)}]`);
}

const ASSIGNED = /\b\w+\._(\w+)\s*=\s*\w+\.\w+,\s*/g;
// By its name in the code, or by a name of the lists: constants are functions of the same name in small letters.
const WANTED = /\._(\w+)\(|["'`](\w+)["'`]/g;

/** The loader's lines `module._name = exports.x` without those whose function nobody in `code` asks for. */
export function withoutUncalled(code: string): string {
  const wanted = new Set(
    [...code.matchAll(WANTED)].map(([, called, listed]) => called ?? listed?.toLowerCase()),
  );
  return code.replace(ASSIGNED, (line, name) => (wanted.has(name) ? line : ''));
}

function laidOut(what: string): Error {
  return new Error(
    `libsodium-wrappers.mjs is not laid out as expected (${what}): see web/build/trim_sodium.ts`,
  );
}

export function trimSodium(): Plugin {
  return {
    name: 'trim-sodium',
    enforce: 'pre',
    load(id) {
      if (!/libsodium-wrappers\.mjs$/.test(id)) return null;
      return { code: trimmed(readFileSync(id, 'utf8')), map: null };
    },
    renderChunk(code, chunk) {
      if (!chunk.moduleIds.some((id) => /libsodium-sumo\.mjs$/.test(id))) return null;
      return { code: withoutUncalled(code), map: null };
    },
  };
}
