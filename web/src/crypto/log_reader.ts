// Reads one conversation with the keys of one member: checks every entry against the chain before it, opens what its
// keys open, and names what is wrong with the first entry that does not belong (crypto/KZ1.md 5.2-5.5). It can stop
// and go on at any entry; a refused entry changes nothing.
import { equalBytes } from './bytes.ts';
import { type ClientRecord, ClientRecords } from './client_record.ts';
import {
  type Commit,
  findMember,
  hasNoAuthority,
  isClient,
  type Member,
  membersOf,
  parseCommit,
} from './commit.ts';
import { type Device, isExcluded, type Sender } from './commit_rules.ts';
import { foldConsent, permitsAdding } from './consent_ledger.ts';
import { verifyDeviceCertificate } from './device_certificate.ts';
import { toHex } from './encoding.ts';
import { type EntryPosition, type ParsedEntry, parseEntry, type VerifiedEntry } from './entry.ts';
import type { EpochKeys } from './epoch.ts';
import { EpochKeyring } from './epoch_keyring.ts';
import type { EntryHash } from './ids.ts';
import { appendEntry, type ChainState, type ChainStep, emptyChain, nextPosition } from './log_chain.ts';
import { type LogContent, openContent } from './log_content.ts';
import type { LogContext, LogEntry, LogKeys, LogRefusal, LogResult } from './log_types.ts';
import { encodeRoster, type Roster } from './roster.ts';
import type { EpochKey } from './secret.ts';
import { keyIdOf } from './sign.ts';

export type {
  LogContext,
  LogEntry,
  LogKeys,
  LogRefusal,
  LogResult,
  LogSender,
  Revocation,
} from './log_types.ts';

const refused = (refusal: LogRefusal): LogResult => ({ ok: false, refusal });

/** Times on clients' entries are whole hours. */
const ROUNDING_S = 3600;

export class LogReader {
  readonly #keys: LogKeys;
  readonly #ring: EpochKeyring;
  readonly #records: ClientRecords;
  readonly #hashes: EntryHash[] = [];
  /** COMMITs and STATEMENTs: all that a permission follows from. */
  readonly #consent: LogEntry[] = [];
  #state: ChainState;
  #roster: Roster | null = null;
  #commit: Commit | null = null;
  #epochStartedAt = 0;
  #latestAt = 0;
  #epochStartedSeq = 0;

  constructor(keys: LogKeys) {
    this.#keys = keys;
    this.#ring = new EpochKeyring(keys, keys.epochKeys ?? new Map());
    this.#records = new ClientRecords(keys.ownKey);
    this.#state = emptyChain(keys.conversation);
  }

  /** Seq of the last entry read; -1 before the first. */
  get headSeq(): number {
    return this.#state.nextSeq - 1;
  }

  get headHash(): EntryHash {
    return this.#state.head;
  }

  get epoch(): number {
    return this.#state.epoch;
  }

  get members(): readonly Member[] {
    return this.#state.members;
  }

  /** The client had everything erased; nothing follows. */
  get isErased(): boolean {
    return this.#state.isErased;
  }

  /** The latest COMMIT; null before the first. */
  get commit(): Commit | null {
    return this.#commit;
  }

  /**
   * How our own keys came in. Null: they did not, and nothing in this log is believed before they have. Then the chain
   * of signatures is unbroken and still somebody else's.
   */
  get record(): ClientRecord | null {
    return this.#records.own;
  }

  /** The COMMIT that put other keys in the place of ours; null as long as ours count. */
  get replaced(): ClientRecord | null {
    return this.#records.replaced;
  }

  /** The latest roster that this reader could open. */
  get roster(): Roster | null {
    return this.#roster;
  }

  /** When the server took the latest COMMIT. Unix seconds. */
  get epochStartedAt(): number {
    return this.#epochStartedAt;
  }

  get entriesInEpoch(): number {
    return this.#state.nextSeq - this.#epochStartedSeq;
  }

  /** Keys of the current epoch, to seal with; null when this reader was not given them. */
  get keys(): EpochKeys | null {
    return this.#ring.keysOf(this.#state.epoch);
  }

  /** Every epoch key this reader has: an advisor's device keeps them, a client grants them. */
  get epochKeys(): ReadonlyMap<number, EpochKey> {
    return this.#ring.keys;
  }

  /** Where the next entry goes: a COMMIT starts the next epoch. */
  next(kind: 'commit' | 'other' = 'other'): EntryPosition {
    return nextPosition(this.#state, kind);
  }

  append(bytes: Uint8Array, context: LogContext): LogResult {
    const parsed = parseEntry(bytes);
    if (!parsed.ok) return refused(parsed.refusal);
    const misplaced = this.#misplaced(parsed.value);
    if (misplaced !== null) return refused(misplaced);
    const devices = this.#devicesFor(parsed.value, context);
    if (devices === null) return refused('sender');
    const isPermitted = this.#permits(parsed.value, context.receivedAt);
    const step = appendEntry(this.#state, parsed.value, { devices, at: context.receivedAt, isPermitted });
    if (!step.ok) return refused(step.refusal);
    const { commit } = step.value;
    const refusal = commit && this.#takeCommit(step.value, commit, context.receivedAt);
    if (refusal !== null) return refused(refusal);
    this.#state = step.value.state;
    this.#hashes.push(step.value.entry.hash);
    this.#latestAt = Math.max(this.#latestAt, context.receivedAt);
    const entry = this.#describe(step.value, context.receivedAt);
    if (commit !== null || parsed.value.header.kind === 'statement') this.#consent.push(entry);
    return { ok: true, entry };
  }

  /** Opens again what was sealed when it was read: a later COMMIT may have granted its epoch. */
  reopen(entry: LogEntry): LogEntry {
    const reopened = { ...entry, content: this.#open(entry.verified) };
    const place = this.#consent.findIndex(({ seq }) => seq === entry.seq);
    if (place >= 0) this.#consent[place] = reopened;
    return reopened;
  }

  /**
   * Whether the STATEMENT that a COMMIT names lets its advisor in. Who comes in by this very COMMIT, or has lost the
   * keys of the epoch before, had no say and cannot judge.
   */
  #permits({ header, payload }: ParsedEntry, receivedAt: number): boolean {
    const commit = header.kind === 'commit' ? parseCommit(payload) : null;
    if (!commit?.ok || hasNoAuthority(commit.value)) return false;
    if (this.keys === null) return true;
    const { members } = this.#state;
    const [added, ...others] = membersOf(commit.value).filter(({ id }) => !findMember(members, id));
    if (added === undefined || others.length > 0) return false;
    // The server's time, but no earlier than what was read, less the rounding: an ended yes is not revived.
    const at = Math.max(receivedAt, this.#latestAt - ROUNDING_S);
    const { authRef } = commit.value;
    return permitsAdding(foldConsent(this.#consent), { authRef, advisor: added.id, members, at });
  }

  /** Says precisely what is wrong with a position; null when it is the next one. */
  #misplaced({ header }: ParsedEntry): LogRefusal | null {
    const { position, kind } = header;
    const expected = this.next(kind === 'commit' ? 'commit' : 'other');
    if (!equalBytes(position.conversation, expected.conversation)) return 'foreign';
    if (position.seq > expected.seq) return 'gap';
    if (position.seq < expected.seq) return this.#followsOurs(position) ? 'replay' : 'fork';
    if (!equalBytes(position.prev, expected.prev)) return 'fork';
    return position.epoch === expected.epoch ? null : 'rule';
  }

  /** Whether an earlier position follows the entry that this reader read before it. */
  #followsOurs({ seq, prev }: EntryPosition): boolean {
    const before = this.#hashes[seq - 1];
    return before === undefined ? seq === 0 : equalBytes(prev, before);
  }

  /**
   * Devices that a member certified with the sender's key; none needed for clients. Null when nobody vouches. One that
   * ended before what was read already counts as revoked, whatever time the server puts on the entry.
   */
  #devicesFor({ header }: ParsedEntry, context: LogContext): readonly Device[] | null {
    const { members, nextSeq } = this.#state;
    const isSender = ({ role, id }: Member): boolean =>
      isClient(role) && equalBytes(keyIdOf(id), header.sender);
    if (nextSeq === 0 || members.some(isSender)) return [];
    const certificates = context.certificates.filter((certificate) =>
      equalBytes(keyIdOf(certificate.fields.deviceKey), header.sender),
    );
    const revokedAt = context.revocations.find(({ device }) => equalBytes(device, header.sender))?.revokedAt;
    const devices = certificates.flatMap((certificate) =>
      members.flatMap(({ id }) => {
        const verified = verifyDeviceCertificate(certificate, id);
        if (verified === null) return [];
        const { deviceKey, notBefore, notAfter } = verified.fields;
        const hasEnded = Math.min(notAfter, revokedAt ?? notAfter) <= this.#latestAt - ROUNDING_S;
        return [{ key: deviceKey, advisor: id, notBefore, notAfter, revokedAt: hasEnded ? 0 : revokedAt }];
      }),
    );
    return devices.length === 0 ? null : devices;
  }

  /** Learns the keys of a new epoch, or says why the COMMIT is refused although the chain would take it. */
  #takeCommit({ entry, sender, state }: ChainStep, commit: Commit, receivedAt: number): LogRefusal | null {
    const opened = this.#ring.open(entry, commit);
    if (opened === 'refused') return 'decrypt';
    const isBlind = commit.reason === 'recovered' && !isClient(sender.role);
    const roster = isBlind ? this.#rosterKept(opened?.roster ?? null) : (opened?.roster ?? null);
    if (roster === 'refused') return 'rule';
    if (roster !== null && !this.#exclusionsHold(sender, commit, roster)) return 'rule';
    const read = { commit, entry, before: this.#state.members, by: sender.member, at: receivedAt };
    if (!this.#records.admit(read, opened?.roster ?? null)) return 'rule';
    this.#records.learn(read);
    this.#ring.learn(state.epoch, commit, opened);
    // What new keys say is about their own COMMIT only; the roster is what later ones go on with.
    this.#roster = roster ? { ...roster, succession: undefined } : this.#roster;
    this.#commit = commit;
    this.#epochStartedAt = receivedAt;
    this.#epochStartedSeq = entry.header.position.seq;
    return null;
  }

  /**
   * An advisor who comes back with the recovery card could not read the roster, so that its COMMIT carries an empty one
   * and everybody goes on with the one before.
   */
  #rosterKept(opened: Roster | null): Roster | null | 'refused' {
    if (opened !== null && encodeRoster(opened).length > 0) return 'refused';
    return this.#roster;
  }

  /** Whom the first client excluded stays out, and only that client may shorten the list. */
  #exclusionsHold(sender: Sender, commit: Commit, roster: Roster): boolean {
    const before = sender.role === 'client' ? [] : (this.#roster?.excludedAdvisors ?? []);
    const kept = new Set(roster.excludedAdvisors.map(toHex));
    if (!before.every((id) => kept.has(toHex(id)))) return false;
    return !membersOf(commit).some((member) => isExcluded(member, roster.excludedAdvisors));
  }

  #describe({ sender, entry }: ChainStep, receivedAt: number): LogEntry {
    const { position, sender: key } = entry.header;
    const { role, member: id } = sender;
    const described = { role, id, key, underCard: this.#records.isOnCard(id) };
    return { seq: position.seq, receivedAt, sender: described, verified: entry, content: this.#open(entry) };
  }

  #open(entry: VerifiedEntry): LogContent {
    const { share, kemKeys, privateKeys = new Map() } = this.#keys;
    const epoch = this.#ring.keysOf(entry.header.position.epoch);
    return openContent(entry, { epoch, share, kemKeys, privateKeys });
  }
}
