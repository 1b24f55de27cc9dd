// Who stood in, from which entry to which, and until when: what the log says about it, for the lines and notices of both
// sides. Pure.
import { equalBytes } from '../crypto/bytes.ts';
import type { Member } from '../crypto/commit.ts';
import type { ConsentLedger } from '../crypto/consent_ledger.ts';
import type { LogEntry } from '../crypto/log_reader.ts';
import type { Roster } from '../crypto/roster.ts';
import { keyIdOf, type VerifyKey } from '../crypto/sign.ts';

export type StandIn = {
  readonly id: VerifyKey;
  readonly from: LogEntry;
  // Null as long as they stand in.
  readonly to: LogEntry | null;
  // 0: until it is withdrawn.
  readonly until: number;
};

const has = (members: readonly Member[], one: Member) => members.some(({ id }) => equalBytes(id, one.id));

export function standIns(entries: readonly LogEntry[], ledger: ConsentLedger): readonly StandIn[] {
  const found: StandIn[] = [];
  let before: readonly Member[] = [];
  for (const entry of entries) {
    if (entry.content.kind !== 'commit') continue;
    const { members, roster } = entry.content;
    const after = members.filter(({ role }) => role === 'cover_advisor');
    for (const [index, one] of found.entries()) {
      const isGone = one.to === null && !after.some(({ id }) => equalBytes(id, one.id));
      if (isGone) found[index] = { ...one, to: entry };
    }
    for (const one of after) {
      if (!has(before, one))
        found.push({ id: one.id, from: entry, to: null, until: untilOf(one.id, entry, ledger, roster) });
    }
    before = after;
  }
  return found;
}

// What the family said; who cannot open that goes by the roster.
function untilOf(id: VerifyKey, { seq }: LogEntry, ledger: ConsentLedger, roster: Roster | null): number {
  const given = ledger.records.flatMap(({ grant }) => {
    const { purpose, toAdvisor } = grant?.statement ?? {};
    const isThis = grant && grant.seq < seq && purpose === 'cover' && toAdvisor && equalBytes(toAdvisor, id);
    return isThis ? [grant.statement.validUntil] : [];
  });
  const noted = roster?.covers?.find(({ advisor }) => equalBytes(advisor, keyIdOf(id)))?.until;
  return given.at(-1) ?? noted ?? 0;
}
