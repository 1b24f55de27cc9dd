// Folds the entries of a conversation in order and refuses the first that does not belong: position, sender,
// signature, commit rules (crypto/KZ1.md 5.2, 5.4, 5.8). Needs no secrets; log_reader.ts adds them. States are values:
// a refused entry leaves nothing behind.
import { equalBytes } from './bytes.ts';
import { type Commit, isClient, type Member, membersOf, parseCommit } from './commit.ts';
import { type Device, findSender, judgeCommit, type Sender } from './commit_rules.ts';
import {
  type EntryHeader,
  type EntryPosition,
  type ParsedEntry,
  type VerifiedEntry,
  verifyEntry,
} from './entry.ts';
import { parseEraseOrder } from './erase_order.ts';
import { type ErasedEntry, verifyErased } from './erased_entry.ts';
import { type AdvisorId, type ConversationId, type EntryHash, NO_ENTRY } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import type { VerifyKey } from './sign.ts';

/** All that the next entry is judged by. */
export type ChainState = {
  readonly conversation: ConversationId;
  readonly nextSeq: number;
  /** Hash of the last entry; zeros before the first. */
  readonly head: EntryHash;
  readonly epoch: number;
  readonly members: readonly Member[];
  /** An ERASE was the last entry: nothing follows. */
  readonly isErased: boolean;
};

export type ChainFacts = {
  /** Devices of the advisors concerned; others do no harm. */
  readonly devices: readonly Device[];
  /** When the entry was or is being accepted. Unix seconds. */
  readonly at: number;
  readonly directory?: readonly VerifyKey[] | undefined;
  readonly excludedAdvisors?: readonly AdvisorId[] | undefined;
  /** See CommitFacts. */
  readonly isPermitted?: boolean | undefined;
};

export type ChainStep = {
  readonly state: ChainState;
  readonly entry: VerifiedEntry;
  readonly sender: Sender;
  /** The parsed payload of a COMMIT, else null. */
  readonly commit: Commit | null;
};

export function emptyChain(conversation: ConversationId): ChainState {
  return { conversation, nextSeq: 0, head: NO_ENTRY, epoch: 0, members: [], isErased: false };
}

/** Where the next entry of this kind goes. */
export function nextPosition(state: ChainState, kind: 'commit' | 'other'): EntryPosition {
  const { conversation, nextSeq, head, epoch } = state;
  const startsEpoch = kind === 'commit' && nextSeq > 0;
  return { conversation, seq: nextSeq, prev: head, epoch: startsEpoch ? epoch + 1 : epoch };
}

/**
 * The state after `entry`, or why it is refused: rule = wrong position, sender is no member or its device is not
 * valid, the commit is not allowed, an ERASE by anybody but the first client, anything after one; signature; and the
 * refusals of parseCommit and parseEraseOrder.
 */
export function appendEntry(state: ChainState, entry: ParsedEntry, facts: ChainFacts): Checked<ChainStep> {
  if (!fits(state, entry.header)) return refuse('rule');
  const commit = entry.header.kind === 'commit' ? parseCommit(entry.payload) : null;
  if (commit?.ok === false) return commit;
  const order = entry.header.kind === 'erase' ? parseEraseOrder(entry.payload) : null;
  if (order?.ok === false) return order;
  const sender = senderOf(state, entry.header, commit?.value ?? null, facts);
  if (sender === null || (order !== null && sender.role !== 'client')) return refuse('rule');
  const verified = verifyEntry(entry, sender.key);
  if (verified === null) return refuse('signature');
  if (commit !== null && !isAllowed(state, commit.value, sender, facts)) return refuse('rule');
  const next = { ...advance(state, verified.header, verified.hash), isErased: order !== null };
  const members = commit === null ? state.members : membersOf(commit.value);
  return accept({ state: { ...next, members }, entry: verified, sender, commit: commit?.value ?? null });
}

/** The same for an entry whose payload was erased. A COMMIT or an ERASE cannot be erased (rule). */
export function appendErased(state: ChainState, entry: ErasedEntry, facts: ChainFacts): Checked<ChainState> {
  const { kind } = entry.header;
  if (kind === 'commit' || kind === 'erase' || !fits(state, entry.header)) return refuse('rule');
  const sender = senderOf(state, entry.header, null, facts);
  if (sender === null) return refuse('rule');
  const hash = verifyErased(entry, sender.key);
  return hash === null ? refuse('signature') : accept(advance(state, entry.header, hash));
}

function fits(state: ChainState, { kind, position }: EntryHeader): boolean {
  const expected = nextPosition(state, kind === 'commit' ? 'commit' : 'other');
  if (state.isErased || (state.nextSeq === 0 && kind !== 'commit')) return false;
  return (
    equalBytes(position.conversation, expected.conversation) &&
    position.seq === expected.seq &&
    equalBytes(position.prev, expected.prev) &&
    position.epoch === expected.epoch
  );
}

/** The first COMMIT is signed by the client that it names itself. */
function senderOf(
  state: ChainState,
  header: EntryHeader,
  commit: Commit | null,
  facts: ChainFacts,
): Sender | null {
  if (state.nextSeq > 0 || commit === null) {
    return findSender(state.members, facts.devices, header.sender, facts.at);
  }
  const named = membersOf(commit).filter((member) => isClient(member.role));
  return findSender(named, [], header.sender, facts.at);
}

function isAllowed(state: ChainState, commit: Commit, sender: Sender, facts: ChainFacts): boolean {
  const { directory, excludedAdvisors, isPermitted } = facts;
  const known = { before: state.members, sender, directory, excludedAdvisors, isPermitted };
  return judgeCommit(commit, known) === 'allowed';
}

function advance(state: ChainState, { position }: EntryHeader, hash: EntryHash): ChainState {
  return { ...state, nextSeq: position.seq + 1, head: hash, epoch: position.epoch };
}
