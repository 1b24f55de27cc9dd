// Which fields belong to which action (crypto/KZ1.md 5.5). A field without a use is refused: nobody shall be able to
// hide in a signature what no screen shows.
import { isClient, type Role } from './commit.ts';
import type { Statement, StatementAction } from './statement.ts';

type Field = 'whom' | 'about' | 'text' | 'language' | 'toldAt' | 'why' | 'consulted' | 'answer' | 'saidAt';

type Shape = {
  readonly ref: 'needed' | 'allowed' | 'none';
  /** Whether it says from when until when it is valid. */
  readonly lasts: boolean;
  readonly needs: readonly Field[];
  readonly allows?: readonly Field[];
};

const ASKED: readonly Field[] = ['whom', 'about', 'text', 'language'];
const FIELDS: readonly Field[] = [...ASKED, 'toldAt', 'why', 'consulted', 'answer', 'saidAt'];

const SHAPES: Readonly<Record<StatementAction, Shape>> = {
  grant: { ref: 'allowed', lasts: true, needs: ASKED },
  withdraw: { ref: 'needed', lasts: false, needs: [] },
  use: { ref: 'needed', lasts: false, needs: ['whom', 'about', 'toldAt'] },
  acknowledge: { ref: 'needed', lasts: false, needs: [] },
  propose: { ref: 'none', lasts: true, needs: ASKED, allows: ['saidAt'] },
  decline: { ref: 'needed', lasts: false, needs: ['answer'] },
  notice: { ref: 'none', lasts: false, needs: [...ASKED, 'toldAt', 'why', 'consulted'] },
};

export function isStatementShape(statement: Statement): boolean {
  const { ref, lasts, needs, allows = [] } = SHAPES[statement.action];
  if (ref === 'needed' && statement.ref === undefined) return false;
  if (ref === 'none' && statement.ref !== undefined) return false;
  if (!isPeriod(statement, lasts)) return false;
  if (!namesWhoItMust(statement)) return false;
  return FIELDS.every((field) => {
    if (needs.includes(field)) return statement[field] !== undefined;
    return allows.includes(field) || statement[field] === undefined;
  });
}

function isPeriod({ validFrom, validUntil }: Statement, lasts: boolean): boolean {
  if (!lasts) return validFrom === 0 && validUntil === 0;
  return validUntil === 0 || validUntil > validFrom;
}

function namesWhoItMust({ purpose, toAdvisor }: Statement): boolean {
  if (purpose === 'joint') return true;
  return (purpose === 'cover') === (toAdvisor !== undefined);
}

/** Only the client's side says yes, no, or not any more; only an advisor asks and tells. */
export function mayIssue(role: Role, action: StatementAction): boolean {
  switch (action) {
    case 'grant':
    case 'withdraw':
    case 'decline':
      return isClient(role);
    case 'propose':
    case 'use':
    case 'notice':
      return !isClient(role);
    case 'acknowledge':
      return true;
  }
}
