// The signed directory, fetched whole so that nobody learns which school is looked up, and what it says.
import { equalBytes } from '../crypto/bytes.ts';
import { type Directory, parseDirectory, verifyDirectory } from '../crypto/directory.ts';
import type { AdvisorRecord, SchoolRecord } from '../crypto/directory_record.ts';
import { fromBase64Url, toHex } from '../crypto/encoding.ts';
import type { KeyId } from '../crypto/ids.ts';
import type { Revocation } from '../crypto/log_reader.ts';
import type { DirectoryHead } from '../crypto/roster.ts';
import { keyIdOf, type VerifyKey, verifyKey } from '../crypto/sign.ts';
import { SchoolSearch } from './school_search.ts';

const ADDRESS = '/api/directory';

// The service must not go back to a directory that somebody has seen replaced, nor show two of one version.
export function isRolledBack(directory: DirectoryHead, seen: DirectoryHead | undefined): boolean {
  if (!seen || directory.version > seen.version) return false;
  return directory.version < seen.version || !equalBytes(directory.hash, seen.hash);
}

export type FetchedDirectory =
  | { readonly state: 'ready'; readonly book: DirectoryBook }
  | { readonly state: 'unreachable' | 'untrusted' };

export class DirectoryBook {
  readonly directory: Directory;
  readonly schools: ReadonlyMap<string, SchoolRecord>;
  readonly revocations: readonly Revocation[];
  readonly search: SchoolSearch;
  readonly #advisors: ReadonlyMap<string, AdvisorRecord>;

  constructor(directory: Directory) {
    this.directory = directory;
    const { records } = directory;
    const schools = records.filter((record) => record.type === 'school');
    this.schools = new Map(schools.map((school) => [school.code, school]));
    this.search = new SchoolSearch(schools);
    this.revocations = records.filter((record) => record.type === 'revoked_device');
    const advisors = records.filter((record) => record.type === 'advisor');
    this.#advisors = new Map(advisors.map((advisor) => [toHex(advisor.id), advisor]));
  }

  advisor(id: KeyId): AdvisorRecord | undefined {
    return this.#advisors.get(toHex(id));
  }

  advisorByKey(identityKey: VerifyKey): AdvisorRecord | undefined {
    return this.advisor(keyIdOf(identityKey));
  }

  // Advisors of a school in the directory's order; all who work now when no school is named.
  advisorsFor(school: string, now: number): readonly AdvisorRecord[] {
    const named = this.schools.get(school)?.advisors.flatMap((id) => this.advisor(id) ?? []);
    const all = named ?? [...this.#advisors.values()];
    return all.filter((advisor) => advisor.notBefore <= now && now < advisor.notAfter);
  }
}

function rootKeys(keys: readonly string[]): readonly VerifyKey[] {
  return keys.flatMap((text) => {
    const bytes = fromBase64Url(text);
    const key = bytes?.length === 32 ? verifyKey(bytes) : null;
    return key ? [key] : [];
  });
}

export async function fetchDirectory(keys: readonly string[], now: number): Promise<FetchedDirectory> {
  let file: Uint8Array;
  try {
    const response = await fetch(ADDRESS, { cache: 'no-store', credentials: 'omit' });
    if (!response.ok) return { state: 'unreachable' };
    file = new Uint8Array(await response.arrayBuffer());
  } catch {
    return { state: 'unreachable' };
  }
  const parsed = parseDirectory(file);
  const verified = parsed.ok ? verifyDirectory(parsed.value, rootKeys(keys), now) : parsed;
  return verified.ok ? { state: 'ready', book: new DirectoryBook(verified.value) } : { state: 'untrusted' };
}
