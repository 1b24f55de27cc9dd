// Who may write, and who may commit what (crypto/KZ1.md 5.4). Pure: facts in, verdict out. The server passes what it
// can see; a reader adds what only it knows.
import { equalBytes } from './bytes.ts';
import {
  type Commit,
  type CommitReason,
  findMember,
  hasNoAuthority,
  isClient,
  type Member,
  membersOf,
  type Role,
} from './commit.ts';
import type { AdvisorId, KeyId } from './ids.ts';
import { keyIdOf, type VerifyKey } from './sign.ts';

/** A certified device of an advisor, and the times between which its entries count. Unix seconds. */
export type Device = {
  readonly key: VerifyKey;
  /** The advisor's identity key (AIK). */
  readonly advisor: VerifyKey;
  readonly notBefore: number;
  readonly notAfter: number;
  /** From then on refused; undefined = not revoked. */
  readonly revokedAt?: number | undefined;
};

export function deviceValidAt(device: Device, at: number): boolean {
  const { notBefore, notAfter, revokedAt } = device;
  return notBefore <= at && at < notAfter && (revokedAt === undefined || at < revokedAt);
}

/** Whose signature an entry must bear. */
export type Sender = {
  readonly key: VerifyKey;
  readonly role: Role;
  /** The member on whose behalf: the same key for clients, the AIK for advisors. */
  readonly member: VerifyKey;
};

/** The member or the valid device of a member with this key id; null when there is none. */
export function findSender(
  members: readonly Member[],
  devices: readonly Device[],
  sender: KeyId,
  at: number,
): Sender | null {
  for (const { role, id } of members) {
    if (isClient(role) && equalBytes(keyIdOf(id), sender)) return { key: id, role, member: id };
  }
  for (const device of devices) {
    if (!equalBytes(keyIdOf(device.key), sender) || !deviceValidAt(device, at)) continue;
    const member = findMember(members, device.advisor);
    if (member && !isClient(member.role)) return { key: device.key, role: member.role, member: member.id };
  }
  return null;
}

export type CommitVerdict =
  | 'allowed'
  /** Creation wants: one client who signs it, advisors, no one else, no auth_ref. */
  | 'not_a_creation'
  | 'already_created'
  /** What changes in the member set is not what the reason says. */
  | 'change_not_reason'
  /** A client's KEM key changed without that client changing its code. */
  | 'client_key_changed'
  /** This role may not make this change. */
  | 'not_permitted'
  /** A client's STATEMENT is needed and none permits this; or one is named and none is needed. */
  | 'no_statement'
  /** An added advisor is not in the directory. */
  | 'unknown_advisor'
  /** An added advisor was excluded by the client. */
  | 'excluded_advisor';

export type CommitFacts = {
  /** Members of the epoch before; empty when this starts the conversation. */
  readonly before: readonly Member[];
  readonly sender: Sender;
  /** Identity keys of advisors that may be added now; undefined = not checked (a reader of old entries). */
  readonly directory?: readonly VerifyKey[] | undefined;
  /** From the sealed roster; empty at the server, which cannot see it. */
  readonly excludedAdvisors?: readonly AdvisorId[] | undefined;
  /**
   * auth_ref names a STATEMENT that permits to add this advisor, as far as whoever asks can see: the server sees that a
   * client signed it, a reader what it says (consent_ledger.ts).
   */
  readonly isPermitted?: boolean | undefined;
};

/** How the member set differs from the one before. */
type Change = {
  readonly added: readonly Member[];
  readonly removed: readonly Member[];
  readonly roleChanged: boolean;
  readonly clientKeyChanged: boolean;
};

export function judgeCommit(commit: Commit, facts: CommitFacts): CommitVerdict {
  const after = membersOf(commit);
  if (facts.before.length === 0) return judgeCreation(commit, after, facts);
  if (commit.reason === 'create') return 'already_created';
  const change = changeBetween(facts.before, after);
  if (change.clientKeyChanged) return 'client_key_changed';
  if (!isWhatTheReasonSays(commit.reason, change, facts.sender)) return 'change_not_reason';
  const verdict = judgeSender(commit.reason, change, facts);
  if (verdict !== 'allowed' && verdict !== 'no_statement') return verdict;
  const needsStatement = verdict === 'no_statement';
  if (needsStatement === hasNoAuthority(commit)) return 'no_statement';
  if (needsStatement && !isPermittedChange(change, facts)) return 'no_statement';
  return judgeAddedAdvisors(change.added, facts);
}

function judgeCreation(commit: Commit, members: readonly Member[], facts: CommitFacts): CommitVerdict {
  const clients = members.filter((member) => isClient(member.role)).length;
  const advisors = members.filter((member) => member.role === 'advisor').length;
  const onlyThese = clients === 1 && advisors >= 1 && clients + advisors === members.length;
  const isCreation = commit.reason === 'create' && hasNoAuthority(commit) && facts.sender.role === 'client';
  return onlyThese && isCreation ? judgeAddedAdvisors(members, facts) : 'not_a_creation';
}

function changeBetween(before: readonly Member[], after: readonly Member[]): Change {
  const stayed = after.flatMap((member) => {
    const earlier = findMember(before, member.id);
    return earlier ? [{ earlier, member }] : [];
  });
  return {
    added: after.filter((member) => !findMember(before, member.id)),
    removed: before.filter((member) => !findMember(after, member.id)),
    roleChanged: stayed.some(({ earlier, member }) => earlier.role !== member.role),
    clientKeyChanged: stayed.some(
      ({ earlier, member }) => isClient(member.role) && !equalBytes(earlier.kemId, member.kemId),
    ),
  };
}

/** The reason is what people are told; it must be what happened. */
function isWhatTheReasonSays(reason: CommitReason, change: Change, sender: Sender): boolean {
  const { added, removed } = change;
  if (change.roleChanged) return false;
  switch (reason) {
    case 'create':
      return false;
    case 'add':
      return added.length > 0 && removed.length === 0;
    case 'remove':
      return added.length === 0 && removed.length > 0;
    case 'rotate':
    case 'device_revoked':
    case 'recovered':
      return added.length === 0 && removed.length === 0;
    case 'handover':
      return added.length > 0 && [...added, ...removed].every((member) => !isClient(member.role));
    case 'code_changed':
      return isRecordOf(sender, replacedClient(change));
    case 'new_card':
      return replacedClient(change) !== null;
  }
}

/**
 * One client's record makes room for another of the same role with both keys new: with the KEM key kept, the old words
 * would go on opening every epoch. The record that leaves, or null.
 */
function replacedClient({ added, removed }: Change): Member | null {
  const [[after, ...othersAdded], [before, ...othersRemoved]] = [added, removed];
  if (!before || !after || othersAdded.length > 0 || othersRemoved.length > 0) return null;
  const replaces = isClient(before.role) && after.role === before.role;
  return replaces && !equalBytes(after.kemId, before.kemId) ? before : null;
}

function isRecordOf(sender: Sender, record: Member | null): boolean {
  return record !== null && equalBytes(record.id, sender.member);
}

function judgeSender(reason: CommitReason, change: Change, facts: CommitFacts): CommitVerdict {
  switch (facts.sender.role) {
    case 'client':
      return judgeClient(reason, facts.before);
    case 'second_client':
      return judgeSecondClient(reason, change, facts.sender);
    case 'advisor':
    case 'cover_advisor':
      return judgeAdvisor(reason, change, facts.sender);
  }
}

/** With a client's permission one advisor comes; an advisor who hands over may leave, and nobody else. */
function isPermittedChange(
  { added, removed }: Change,
  { sender, isPermitted = false }: CommitFacts,
): boolean {
  const [advisor, ...others] = added;
  const onlyAdvisor = advisor !== undefined && others.length === 0 && !isClient(advisor.role);
  const mayGo = (member: Member) => isClient(sender.role) || equalBytes(member.id, sender.member);
  return isPermitted && onlyAdvisor && removed.every(mayGo);
}

function judgeClient(reason: CommitReason, before: readonly Member[]): CommitVerdict {
  if (reason === 'new_card') return 'not_permitted';
  const adds = reason === 'add' || reason === 'handover';
  const severalClients = before.some((member) => member.role === 'second_client');
  return adds && severalClients ? 'no_statement' : 'allowed';
}

function judgeSecondClient(reason: CommitReason, change: Change, sender: Sender): CommitVerdict {
  const leaves = reason === 'remove' && removesOnly(change, sender.member);
  return reason === 'rotate' || reason === 'code_changed' || leaves ? 'allowed' : 'not_permitted';
}

function judgeAdvisor(reason: CommitReason, change: Change, sender: Sender): CommitVerdict {
  switch (reason) {
    case 'rotate':
    case 'device_revoked':
    case 'recovered':
      return 'allowed';
    case 'remove':
      return advisorMayRemove(change, sender) ? 'allowed' : 'not_permitted';
    case 'add':
    case 'handover':
      return 'no_statement';
    // Whoever only covers does not know the person well enough to recognise them.
    case 'new_card':
      return sender.role === 'advisor' ? 'allowed' : 'not_permitted';
    case 'create':
    case 'code_changed':
      return 'not_permitted';
  }
}

/** Itself; and whom it had stand in for it, when that is over. Nobody comes in by this, and no client goes. */
function advisorMayRemove(change: Change, { role, member }: Sender): boolean {
  if (removesOnly(change, member)) return true;
  return role === 'advisor' && change.removed.every((removed) => removed.role === 'cover_advisor');
}

function removesOnly({ removed }: Change, id: VerifyKey): boolean {
  const [first, ...others] = removed;
  return first !== undefined && others.length === 0 && equalBytes(first.id, id);
}

function judgeAddedAdvisors(added: readonly Member[], facts: CommitFacts): CommitVerdict {
  const { directory, excludedAdvisors = [] } = facts;
  for (const member of added) {
    if (isClient(member.role)) continue;
    if (isExcluded(member, excludedAdvisors)) return 'excluded_advisor';
    if (directory && !directory.some((key) => equalBytes(key, member.id))) return 'unknown_advisor';
  }
  return 'allowed';
}

export function isExcluded(member: Member, excluded: readonly AdvisorId[]): boolean {
  return !isClient(member.role) && excluded.some((id) => equalBytes(id, keyIdOf(member.id)));
}
