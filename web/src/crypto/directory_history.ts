// The published history of directory heads: every header that the roots ever signed, each naming the one before
// (crypto/KZ1.md 5.7). Whoever follows it sees a rewritten past, a fork and a gap.
import { ByteReader, equalBytes } from './bytes.ts';
import { directoryHead, isSignedByRoots, readSignedHeader, type SignedDirectoryHeader } from './directory.ts';
import { hashValue } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import type { DirectoryHead } from './roster.ts';
import type { VerifyKey } from './sign.ts';

/** Headers in one answer of the service, and in one call of parseDirectoryHistory. */
export const DIRECTORY_HISTORY_PAGE_MAX = 256;

const NOTHING: DirectoryHead = { hash: hashValue(new Uint8Array(32)), version: 0 };

/** One signed header after another, nothing between and nothing after. Well formed; not to be believed. */
export function parseDirectoryHistory(page: Uint8Array): Checked<readonly SignedDirectoryHeader[]> {
  const reader = new ByteReader(page);
  const headers: SignedDirectoryHeader[] = [];
  while (reader.remaining() > 0) {
    if (headers.length === DIRECTORY_HISTORY_PAGE_MAX) return refuse('limit');
    const header = readSignedHeader(reader);
    if (!header.ok) return header;
    headers.push(header.value);
  }
  return accept(headers);
}

/**
 * The heads of `next`, followed from `last` or from the beginning when there is none. signature: a header without two
 * roots. rule: a version is left out or comes twice, a header names another one before it, or nothing was published.
 */
export function followDirectoryHistory(
  last: DirectoryHead | undefined,
  next: readonly SignedDirectoryHeader[],
  rootKeys: readonly VerifyKey[],
): Checked<readonly DirectoryHead[]> {
  let before = last ?? NOTHING;
  const heads: DirectoryHead[] = [];
  for (const one of next) {
    if (!isSignedByRoots(one, rootKeys)) return refuse('signature');
    const { version, previousHead } = one.header;
    if (version !== before.version + 1 || !equalBytes(previousHead, before.hash)) return refuse('rule');
    before = directoryHead(one.header);
    heads.push(before);
  }
  return before.version === 0 ? refuse('rule') : accept(heads);
}
