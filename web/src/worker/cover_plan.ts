// When a colleague begins to stand in, and when that is over (crypto/KZ1.md 5.4, 5.5): pure. Family and advisor both come
// to the same step, and whoever is there first takes it: neither has to wait for the other.
import { equalBytes } from '../crypto/bytes.ts';
import { findMember, isClient, type Member } from '../crypto/commit.ts';
import type { CommitPlan } from '../crypto/commit_seal.ts';
import {
  type ConsentLedger,
  type ConsentRecord,
  foldConsent,
  isInForce,
  permitsAdding,
  type Stated,
} from '../crypto/consent_ledger.ts';
import { toHex } from '../crypto/encoding.ts';
import { type EntryHash, NO_ENTRY } from '../crypto/ids.ts';
import type { LogEntry, LogReader } from '../crypto/log_reader.ts';
import type { Prekey } from '../crypto/prekey.ts';
import type { Cover, DirectoryHead } from '../crypto/roster.ts';
import { keyIdOf, type VerifyKey } from '../crypto/sign.ts';
import { pointsOf } from './consent_points.ts';
import { isRolledBack } from './directory_book.ts';
import {
  type AdvisorMember,
  advisorMembers,
  advisorRecipients,
  clientRecipients,
  historyOf,
} from './member_recipients.ts';

export type CoverStep =
  | {
      readonly kind: 'begin';
      readonly advisor: VerifyKey;
      // The entry of the yes.
      readonly yes: EntryHash;
      readonly until: number;
      // Whether what was written before is theirs to read too.
      readonly history: boolean;
    }
  | { readonly kind: 'end'; readonly advisors: readonly VerifyKey[] };

export type ReadLog = { readonly entries: readonly LogEntry[]; readonly reader: LogReader };

// Null when all is as the yes says. Ends come first: who may no longer read is not kept waiting by a newcomer.
export function coverStep({ entries, reader }: ReadLog, at: number): CoverStep | null {
  const covers = reader.members.filter(({ role }) => role === 'cover_advisor');
  if (covers.length === 0 && !entries.some(({ content }) => content.kind === 'statement')) return null;
  const ledger = foldConsent(entries);
  const over = covers.filter(({ id }) => isOver(ledger, id, reader, at));
  if (over.length > 0) return { kind: 'end', advisors: over.map(({ id }) => id) };
  return beginning(ledger, { entries, reader }, at);
}

function yesTo({ grant }: ConsentRecord): { readonly grant: Stated; readonly advisor: VerifyKey } | null {
  const { purpose, toAdvisor } = grant?.statement ?? {};
  return grant && purpose === 'cover' && toAdvisor ? { grant, advisor: toAdvisor } : null;
}

// A yes that a client's present words could not take back holds no longer. Whoever stands in cannot open it and goes by
// the roster.
function isOver(ledger: ConsentLedger, id: VerifyKey, { members, roster }: LogReader, at: number): boolean {
  const given = ledger.records.filter((record) => {
    const yes = yesTo(record);
    return yes !== null && equalBytes(yes.advisor, id);
  });
  const lineOf = (key: VerifyKey) => ledger.lines.get(toHex(key));
  const holds = ({ id: client }: Member) =>
    given.some((one) => isInForce(one, at) && one.grant && lineOf(one.grant.sender.id) === lineOf(client));
  if (given.length > 0) return !members.filter(({ role }) => isClient(role)).every(holds);
  const until = roster?.covers?.find(({ advisor }) => equalBytes(advisor, keyIdOf(id)))?.until ?? 0;
  return until !== 0 && until <= at;
}

function beginning(ledger: ConsentLedger, log: ReadLog, at: number): CoverStep | null {
  const { members, roster } = log.reader;
  for (const record of ledger.records) {
    const yes = yesTo(record);
    if (!yes || !isInForce(record, at) || !allowsNew(record)) continue;
    const { grant, advisor } = yes;
    const isKeptOut = roster?.excludedAdvisors.some((one) => equalBytes(one, keyIdOf(advisor))) ?? false;
    if (findMember(members, advisor) || isKeptOut) continue;
    if (wasInSince(log.entries, advisor, grant.seq)) continue;
    const permission = { authRef: grant.entryHash, advisor, members, at };
    if (!permitsAdding(ledger, permission)) continue;
    const until = grant.statement.validUntil;
    return { kind: 'begin', advisor, yes: grant.entryHash, until, history: allowsEarlier(record) };
  }
  return null;
}

// A question about standing in has two points at most: what is new, and what was written before (KZ1.md 5.5).
function allowsNew({ proposal, grant }: ConsentRecord): boolean {
  const [first] = pointsOf(proposal?.statement ?? {});
  return first === undefined || pointsOf(grant?.statement ?? {}).includes(first);
}

function allowsEarlier({ proposal, grant }: ConsentRecord): boolean {
  const [, second] = pointsOf(proposal?.statement ?? {});
  return second !== undefined && pointsOf(grant?.statement ?? {}).includes(second);
}

// A yes lets somebody in once: whom people sent away stays away until there is another.
function wasInSince(entries: readonly LogEntry[], advisor: VerifyKey, seq: number): boolean {
  return entries.some(
    (entry) =>
      entry.seq > seq &&
      entry.content.kind === 'commit' &&
      findMember(entry.content.members, advisor) !== null,
  );
}

export type CoverFacts = {
  readonly as: 'client' | 'advisor';
  // Usable prekeys of everybody on the advisors' side, and of who comes.
  readonly prekeys: readonly Prekey[];
  readonly directory: DirectoryHead;
  // Whether the directory lists this advisor now.
  readonly isListed: (advisor: VerifyKey) => boolean;
};

// Null when the step is done already, or when somebody could not be reached: a new epoch must put nobody out.
export function coverPlan(reader: LogReader, step: CoverStep | null, facts: CoverFacts): CommitPlan | null {
  const { commit, roster } = reader;
  if (!step || !commit || !roster || isRolledBack(facts.directory, roster.directory)) return null;
  const changed = step.kind === 'begin' ? begun(reader, step, facts) : ended(reader, step);
  const devices = changed && advisorRecipients(changed.advisors, facts.prekeys);
  if (!changed || !devices) return null;
  const { reason, authRef = NO_ENTRY, covers } = changed;
  return {
    reason,
    authRef,
    recipients: [...clientRecipients(reader), ...devices],
    roster: { ...roster, directory: facts.directory, covers },
  };
}

type Changed = Pick<CommitPlan, 'reason' | 'authRef'> & {
  readonly advisors: readonly AdvisorMember[];
  readonly covers: readonly Cover[];
};

function begun(
  reader: LogReader,
  { advisor: id, yes, until, history }: Extract<CoverStep, { kind: 'begin' }>,
  { as, isListed }: CoverFacts,
): Changed | null {
  if (findMember(reader.members, id) || !isListed(id)) return null;
  const coming = { role: 'cover_advisor', id, history: history ? historyOf(reader) : [] } as const;
  // A lone client needs nobody's permission, and then none may be named (KZ1.md 5.4).
  const isAlone = as === 'client' && !reader.members.some(({ role }) => role === 'second_client');
  return {
    reason: 'handover',
    authRef: isAlone ? NO_ENTRY : yes,
    advisors: [...advisorMembers(reader), coming],
    covers: [...(reader.roster?.covers ?? []), { advisor: keyIdOf(id), until }],
  };
}

function ended(reader: LogReader, { advisors: ended }: Extract<CoverStep, { kind: 'end' }>): Changed | null {
  const staying = advisorMembers(reader).filter(({ id }) => !ended.some((one) => equalBytes(one, id)));
  if (staying.length === advisorMembers(reader).length) return null;
  const covers = (reader.roster?.covers ?? []).filter(
    ({ advisor }) => !ended.some((one) => equalBytes(keyIdOf(one), advisor)),
  );
  return { reason: 'remove', advisors: staying, covers };
}
