// Finds schools by name, place, street, alias or code, forgiving accents, short forms and typing slips.
import type { SchoolRecord } from '../crypto/directory_record.ts';
import { plainTokens } from '../text/plain.ts';
import { slipsBetween } from '../text/slips.ts';

export const RESULTS_MAX = 8;

// Kinds of school that many names share: they help when typed, and are no reason to refuse a school that lacks them.
const COMMON = new Set([
  'obs',
  'cbs',
  'rkbs',
  'pcb',
  'college',
  'lyceum',
  'school',
  'basisschool',
  'de',
  'het',
  'op',
  't',
]);

type Indexed = {
  readonly school: SchoolRecord;
  readonly name: readonly string[];
  readonly other: readonly string[];
};

export type Found = { readonly total: number; readonly schools: readonly SchoolRecord[] };

function slipsAllowed(token: string): number {
  if (token.length < 4) return 0;
  return token.length < 7 ? 1 : 2;
}

// 0 is best; null when the token is nowhere near.
function distance(typed: string, tokens: readonly string[]): number | null {
  if (tokens.some((token) => token.startsWith(typed))) return 0;
  if (typed.length > 2 && tokens.some((token) => token.includes(typed))) return 1;
  const allowed = slipsAllowed(typed);
  const near = tokens.some((token) => {
    const start = token.slice(0, Math.max(typed.length, token.length - 2));
    return Math.abs(start.length - typed.length) <= allowed && slipsBetween(typed, start) <= allowed;
  });
  return allowed > 0 && near ? 3 : null;
}

function score(typed: readonly string[], { name, other }: Indexed): number | null {
  let sum = 0;
  for (const token of typed) {
    const inName = distance(token, name);
    const inOther = distance(token, other);
    const best = Math.min(inName ?? Number.POSITIVE_INFINITY, (inOther ?? Number.POSITIVE_INFINITY) + 0.5);
    if (Number.isFinite(best)) sum += best;
    else if (COMMON.has(token) && typed.length > 1) sum += 1;
    else return null;
  }
  return sum;
}

export class SchoolSearch {
  readonly #index: readonly Indexed[];

  constructor(schools: readonly SchoolRecord[]) {
    this.#index = schools.map((school) => ({
      school,
      name: plainTokens(`${school.name} ${school.aliases}`),
      other: plainTokens(`${school.place} ${school.street} ${school.code} ${school.kind}`),
    }));
  }

  find(query: string): Found {
    const typed = plainTokens(query);
    if (typed.length === 0) return { total: 0, schools: [] };
    const found = this.#index.flatMap((indexed) => {
      const points = score(typed, indexed);
      return points === null ? [] : [{ points, school: indexed.school }];
    });
    found.sort(
      (left, right) =>
        left.points - right.points ||
        left.school.name.localeCompare(right.school.name, 'nl') ||
        left.school.street.localeCompare(right.school.street, 'nl'),
    );
    return { total: found.length, schools: found.slice(0, RESULTS_MAX).map(({ school }) => school) };
  }
}
