// The heads of all directories that were ever published, as far as the service told, each naming the one before.
import { equalBytes } from '../crypto/bytes.ts';
import {
  DIRECTORY_HISTORY_PAGE_MAX,
  followDirectoryHistory,
  parseDirectoryHistory,
} from '../crypto/directory_history.ts';
import type { DirectoryHead } from '../crypto/roster.ts';
import type { VerifyKey } from '../crypto/sign.ts';

const PATH = '/api/directory/heads';
// One version a day for 179 years: whoever offers more wants to keep us busy.
const VERSIONS_MAX = 65_536;

// complete: followed up to and including the head asked for. false: what came cannot be the history of that head.
export type Followed = 'complete' | 'unreachable' | 'false';

export type FetchPage = (from: number) => Promise<Uint8Array | null>;

// `apiOrigin` is empty where the pages come from the service itself.
export function pagesOf(apiOrigin: string): FetchPage {
  return async (from) => {
    try {
      const address = `${apiOrigin}${PATH}?from=${from}`;
      const response = await fetch(address, { cache: 'no-store', credentials: 'omit' });
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch {
      return null;
    }
  };
}

export class DirectoryChain {
  readonly #rootKeys: readonly VerifyKey[];
  readonly #fetchPage: FetchPage;
  readonly #heads: DirectoryHead[] = [];

  constructor(rootKeys: readonly VerifyKey[], fetchFrom: FetchPage) {
    this.#rootKeys = rootKeys;
    this.#fetchPage = fetchFrom;
  }

  get length(): number {
    return this.#heads.length;
  }

  // Whether this head was published, as far as we have followed.
  holds({ version, hash }: DirectoryHead): boolean {
    const published = this.#heads[version - 1];
    return published !== undefined && equalBytes(published.hash, hash);
  }

  // Reads what is new up to `head`, which the caller has verified.
  async follow(head: DirectoryHead): Promise<Followed> {
    if (head.version > VERSIONS_MAX) return 'false';
    while (this.#heads.length < head.version) {
      const bytes = await this.#fetchPage(this.#heads.length + 1);
      if (!bytes) return 'unreachable';
      const page = parseDirectoryHistory(bytes);
      if (!page.ok || page.value.length === 0 || page.value.length > DIRECTORY_HISTORY_PAGE_MAX)
        return 'false';
      const heads = followDirectoryHistory(this.#heads.at(-1), page.value, this.#rootKeys);
      if (!heads.ok) return 'false';
      this.#heads.push(...heads.value);
    }
    return this.holds(head) ? 'complete' : 'false';
  }
}
