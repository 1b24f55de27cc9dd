// The signed directory, fetched whole so that nobody learns which school is looked up, and what it says.
import { equalBytes } from '../crypto/bytes.ts';
import { type Directory, parseDirectory, verifyDirectory } from '../crypto/directory.ts';
import type { AdvisorRecord, SchoolRecord } from '../crypto/directory_record.ts';
import { fromBase64Url, toHex } from '../crypto/encoding.ts';
import type { KeyId } from '../crypto/ids.ts';
import type { Revocation } from '../crypto/log_reader.ts';
import type { DirectoryHead } from '../crypto/roster.ts';
import { keyIdOf, type VerifyKey, verifyKey } from '../crypto/sign.ts';
import type { OrganisationFacts } from './messages.ts';
import { SchoolSearch } from './school_search.ts';

const PATH = '/api/directory';

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
  // Nobody signed it again in time. What it says of known people still holds; nothing new begins with it.
  readonly lapsed: boolean;
  readonly schools: ReadonlyMap<string, SchoolRecord>;
  readonly revocations: readonly Revocation[];
  // In hexadecimal, newest first.
  readonly releases: readonly string[];
  readonly search: SchoolSearch;
  readonly #advisors: ReadonlyMap<string, AdvisorRecord>;

  constructor(directory: Directory, lapsed = false) {
    this.directory = directory;
    this.lapsed = lapsed;
    const { records } = directory;
    const schools = records.filter((record) => record.type === 'school');
    this.schools = new Map(schools.map((school) => [school.code, school]));
    this.search = new SchoolSearch(schools);
    this.revocations = records.filter((record) => record.type === 'revoked_device');
    this.releases = records
      .filter((record) => record.type === 'release')
      .sort((a, b) => b.releasedAt - a.releasedAt)
      .map((record) => toHex(record.bundle));
    const advisors = records.filter((record) => record.type === 'advisor');
    this.#advisors = new Map(advisors.map((advisor) => [toHex(advisor.id), advisor]));
  }

  advisor(id: KeyId): AdvisorRecord | undefined {
    return this.#advisors.get(toHex(id));
  }

  // Somebody else under the name or the mail address of this advisor.
  hasNamesake({ name, email, identityKey }: AdvisorRecord): boolean {
    return [...this.#advisors.values()].some(
      (other) =>
        !equalBytes(other.identityKey, identityKey) &&
        (other.name === name || (email !== '' && other.email === email)),
    );
  }

  schoolsOf(identityKey: VerifyKey): readonly SchoolRecord[] {
    const id = toHex(keyIdOf(identityKey));
    return [...this.schools.values()].filter(({ advisors }) => advisors.some((one) => toHex(one) === id));
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

// Advisors who are listed and may be written to.
export function isListed(book: DirectoryBook, identityKey: VerifyKey, now: number): boolean {
  const record = book.advisorByKey(identityKey);
  return record !== undefined && record.notBefore <= now && (now < record.notAfter || book.lapsed);
}

export function rootKeys(keys: readonly string[]): readonly VerifyKey[] {
  return keys.flatMap((text) => {
    const bytes = fromBase64Url(text);
    const key = bytes?.length === 32 ? verifyKey(bytes) : null;
    return key ? [key] : [];
  });
}

export async function fetchDirectory(
  { apiOrigin, rootKeys: keys }: OrganisationFacts,
  now: number,
): Promise<FetchedDirectory> {
  let file: Uint8Array;
  try {
    const response = await fetch(`${apiOrigin}${PATH}`, { cache: 'no-store', credentials: 'omit' });
    if (!response.ok) return { state: 'unreachable' };
    file = new Uint8Array(await response.arrayBuffer());
  } catch {
    return { state: 'unreachable' };
  }
  return bookOf(file, keys, now);
}

// One that only ran out is judged as of its last second: that is a forgotten ceremony, not a forgery.
export function bookOf(file: Uint8Array, keys: readonly string[], now: number): FetchedDirectory {
  const parsed = parseDirectory(file);
  if (!parsed.ok) return { state: 'untrusted' };
  const { expires } = parsed.value.header;
  const verified = verifyDirectory(parsed.value, rootKeys(keys), Math.min(now, expires - 1));
  if (!verified.ok) return { state: 'untrusted' };
  return { state: 'ready', book: new DirectoryBook(verified.value, expires <= now) };
}
