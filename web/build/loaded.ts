// What a browser fetches from a built folder without being asked again: a script, what it imports at once, and the
// files that it names by their full address (the worker, the WebAssembly). Read from the files as they are served.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseAst } from 'vite';

const ASSETS = 'assets/';

/** Every file that `starts` bring along, themselves included, by name in `folder`; each once. */
export function loadedWith(folder: string, starts: readonly string[]): ReadonlySet<string> {
  const assets = new Set(readdirSync(join(folder, ASSETS)).map((name) => ASSETS + name));
  const loaded = new Set<string>();
  const queue = [...starts];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (loaded.has(name)) continue;
    loaded.add(name);
    if (!name.endsWith('.js')) continue;
    const program = parseAst(readFileSync(join(folder, name), 'utf8'));
    const imported = staticImports(program).map((address) => posix.join(posix.dirname(name), address));
    queue.push(...imported, ...namedAddresses(program).filter((address) => assets.has(address)));
  }
  return loaded;
}

type Program = ReturnType<typeof parseAst>;

function staticImports({ body }: Program): readonly string[] {
  return body.flatMap((statement) =>
    'source' in statement && statement.source ? [String(statement.source.value)] : [],
  );
}

// Addresses begin with a slash. An `import()` that may never happen names its file by "./".
function namedAddresses(program: Program): readonly string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (typeof node === 'string' && node.startsWith('/assets/')) found.push(node.slice(1));
    if (typeof node === 'object' && node !== null) for (const part of Object.values(node)) look(part);
  };
  look(program);
  return found;
}
