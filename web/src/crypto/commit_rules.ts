// Who may write, and who may commit what (crypto/KZ1.md 5.4). Pure: facts in, verdict out. The server passes what it
// can see; a reader adds what only it knows.
import { equalBytes } from './bytes.ts';
import {
  type Commit,
  findMember,
  hasNoAuthority,
  isClient,
  type Member,
  membersOf,
  type Role,
} from './commit.ts';
import type { AdvisorId, EntryHash, KeyId } from './ids.ts';
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
  /** Permission of a client is needed, and auth_ref names none. */
  | 'no_statement'
  | 'unknown_advisor'
  | 'excluded_advisor';

/** What is known about the STATEMENT entry that auth_ref names. */
export type AuthorityEntry = { readonly hash: EntryHash; readonly sender: KeyId };

export type CommitFacts = {
  /** Members of the epoch before; empty when this starts the conversation. */
  readonly before: readonly Member[];
  readonly sender: Sender;
  /** Undefined when the log has no earlier STATEMENT with auth_ref's hash. */
  readonly authority?: AuthorityEntry | undefined;
  /** Identity keys of advisors that may be added now; undefined = not checked (a reader of old entries). */
  readonly directory?: readonly VerifyKey[] | undefined;
  /** From the sealed roster; empty at the server, which cannot see it. */
  readonly excludedAdvisors: readonly AdvisorId[];
};

type Change = {
  readonly before: readonly Member[];
  readonly after: readonly Member[];
  readonly added: readonly Member[];
  readonly removed: readonly Member[];
};

export function judgeCommit(commit: Commit, facts: CommitFacts): CommitVerdict {
  const after = membersOf(commit);
  const change = compare(facts.before, after);
  const verdict =
    facts.before.length === 0
      ? judgeCreation(commit, after, facts.sender)
      : judgeChange(commit, change, facts);
  return verdict === 'allowed' ? judgeAddedAdvisors(change.added, facts) : verdict;
}

function compare(before: readonly Member[], after: readonly Member[]): Change {
  const added = after.filter((member) => !findMember(before, member.id));
  const removed = before.filter((member) => !findMember(after, member.id));
  return { before, after, added, removed };
}

function judgeCreation(commit: Commit, members: readonly Member[], sender: Sender): CommitVerdict {
  const clients = members.filter((member) => isClient(member.role));
  const [client] = clients;
  const alone = clients.length === 1 && client?.role === 'client' && equalBytes(client.id, sender.key);
  const advised = members.length > clients.length;
  return commit.reason === 'create' && hasNoAuthority(commit) && alone && advised
    ? 'allowed'
    : 'not_a_creation';
}

function judgeChange(commit: Commit, change: Change, facts: CommitFacts): CommitVerdict {
  if (commit.reason === 'create') return 'already_created';
  if (!fitsReason(commit, change)) return 'change_not_reason';
  if (!keepsClientKeys(change)) return 'client_key_changed';
  if (!onePupil(change)) return 'not_permitted';
  if (!permitted(commit, change, facts)) return 'not_permitted';
  if (needsStatement(change, facts.sender) && !hasAuthority(commit, facts)) return 'no_statement';
  return 'allowed';
}

/** Roles never change and a code change swaps one client for one of the same role. */
function fitsReason({ reason }: Commit, { before, after, added, removed }: Change): boolean {
  const rolesKept = after.every((member) => (findMember(before, member.id) ?? member).role === member.role);
  if (!rolesKept) return false;
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
      return (
        added.length === 1 &&
        removed.length === 1 &&
        isClient(added[0]?.role ?? 'advisor') &&
        added[0]?.role === removed[0]?.role
      );
  }
}

function keepsClientKeys({ before, after }: Change): boolean {
  return after.every((member) => equalBytes(member.kemId, (findMember(before, member.id) ?? member).kemId));
}

function onePupil({ after }: Change): boolean {
  return after.filter((member) => member.role === 'client').length === 1;
}

function permitted({ reason }: Commit, { added, removed }: Change, { sender }: CommitFacts): boolean {
  const onlyItself = removed.every((member) => equalBytes(member.id, sender.member));
  switch (sender.role) {
    case 'client':
      return reason !== 'code_changed' || onlyItself;
    case 'second_client':
      return reason === 'rotate' || (onlyItself && (reason === 'code_changed' || reason === 'remove'));
    case 'advisor':
    case 'cover_advisor':
      if (reason === 'rotate' || reason === 'device_revoked' || reason === 'recovered') return true;
      if (reason === 'remove') return onlyItself;
      return (
        (reason === 'add' || reason === 'handover') &&
        onlyItself &&
        added.every((member) => !isClient(member.role))
      );
  }
}

/** An advisor never adds anybody by itself, and with several clients nobody does. */
function needsStatement({ before, added }: Change, sender: Sender): boolean {
  if (added.length === 0) return false;
  const clients = before.filter((member) => isClient(member.role)).length;
  const joins = added.some((member) => !isClient(member.role)) || clients < added.length;
  return !isClient(sender.role) || (clients > 1 && joins);
}

function hasAuthority(commit: Commit, { authority, before }: CommitFacts): boolean {
  if (authority === undefined || !equalBytes(authority.hash, commit.authRef)) return false;
  return before.some((member) => isClient(member.role) && equalBytes(keyIdOf(member.id), authority.sender));
}

function judgeAddedAdvisors(added: readonly Member[], facts: CommitFacts): CommitVerdict {
  const advisors = added.filter((member) => !isClient(member.role));
  const listed = (member: Member): boolean =>
    facts.directory?.some((key) => equalBytes(key, member.id)) ?? true;
  if (!advisors.every(listed)) return 'unknown_advisor';
  return advisors.some((member) => isExcluded(member, facts.excludedAdvisors))
    ? 'excluded_advisor'
    : 'allowed';
}

export function isExcluded(member: Member, excluded: readonly AdvisorId[]): boolean {
  return !isClient(member.role) && excluded.some((id) => equalBytes(id, keyIdOf(member.id)));
}
