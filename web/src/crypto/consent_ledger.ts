// What the STATEMENTs of a conversation come to: who allowed what, what was told under it, what is in force
// (crypto/KZ1.md 5.5). A pure fold over a log as it was read; fold again when more of it could be opened. Whether a
// COMMIT may add an advisor is judged by permitsAdding.
import { equalBytes } from './bytes.ts';
import { findMember, isClient, type Member } from './commit.ts';
import { toHex } from './encoding.ts';
import type { EntryHash } from './ids.ts';
import type { LogEntry, LogSender } from './log_types.ts';
import type { VerifyKey } from './sign.ts';
import type { Answer, StatementAction, VerifiedStatement } from './statement.ts';
import { mayIssue } from './statement_shape.ts';

/** A statement that counts, and where it stands. */
export type Stated = {
  readonly seq: number;
  /** Unix seconds, as the server stamped the entry. */
  readonly receivedAt: number;
  readonly entryHash: EntryHash;
  readonly sender: LogSender;
  readonly statement: VerifiedStatement;
};

/** One question and what became of it, or a yes that nobody had asked for. */
export type ConsentRecord = {
  /** PROPOSE; null for a yes of the client's own accord. */
  readonly proposal: Stated | null;
  readonly grant: Stated | null;
  readonly declined: { readonly stated: Stated; readonly answer: Answer } | null;
  readonly withdrawn: Stated | null;
  /** What was told, in the order of the log, also what was told too late. */
  readonly uses: readonly Stated[];
  readonly seen: readonly Stated[];
};

/** An advisor told somebody without consent. */
export type DangerNotice = { readonly notice: Stated; readonly seen: readonly Stated[] };

export type ConsentLedger = {
  readonly records: readonly ConsentRecord[];
  readonly notices: readonly DangerNotice[];
  /** Seqs of statements that were opened and do not count. */
  readonly ignored: readonly number[];
  /** For permitsAdding: a client's keys are of one line as long as it changes its words itself. */
  readonly lines: ReadonlyMap<string, number>;
  /** By line: seq of the last statement that this reader could not open. It might be a withdrawal. */
  readonly unopened: ReadonlyMap<number, number>;
};

/** In force at a time: given, not withdrawn, begun, not over. Unix seconds. */
export function isInForce({ grant, withdrawn }: ConsentRecord, at: number): boolean {
  if (grant === null || withdrawn !== null) return false;
  const { validFrom, validUntil } = grant.statement;
  return validFrom <= at && (validUntil === 0 || at < validUntil);
}

export type Permission = {
  /** auth_ref of the COMMIT. */
  readonly authRef: EntryHash;
  /** Whose identity key it adds. */
  readonly advisor: VerifyKey;
  /** Before the COMMIT. */
  readonly members: readonly Member[];
  /** Unix seconds; the server's time, made later where the log shows it to be old (LogReader). */
  readonly at: number;
};

/** Whether every client of the conversation said that this advisor may join, and auth_ref names the last to say so. */
export function permitsAdding(ledger: ConsentLedger, { authRef, advisor, members, at }: Permission): boolean {
  const clients = members.filter(({ role }) => isClient(role));
  const grants = clients.map((client) => permissionOf(ledger, client, advisor, at));
  if (grants.length === 0 || grants.includes(null)) return false;
  const last = grants.reduce((latest, grant) => ((grant?.seq ?? 0) > (latest?.seq ?? 0) ? grant : latest));
  return last !== null && last !== undefined && equalBytes(last.entryHash, authRef);
}

/** The latest GRANT of this client's line that permits; what is under a card or may be withdrawn unseen does not. */
function permissionOf(ledger: ConsentLedger, client: Member, advisor: VerifyKey, at: number): Stated | null {
  const line = ledger.lines.get(toHex(client.id));
  if (line === undefined) return null;
  const unopened = ledger.unopened.get(line) ?? -1;
  const grants = ledger.records.flatMap((record) => {
    const { grant } = record;
    if (grant === null || !isInForce(record, at) || grant.sender.underCard) return [];
    const { purpose, toAdvisor } = grant.statement;
    const isThis = purpose === 'cover' && toAdvisor !== undefined && equalBytes(toAdvisor, advisor);
    const isTheirs = ledger.lines.get(toHex(grant.sender.id)) === line;
    return isThis && isTheirs && grant.seq > unopened ? [grant] : [];
  });
  return grants.at(-1) ?? null;
}

type Draft = { -readonly [Field in keyof ConsentRecord]: ConsentRecord[Field] };
type NoticeDraft = { -readonly [Field in keyof DangerNotice]: DangerNotice[Field] };
type Place = { readonly record: Draft } | { readonly notice: NoticeDraft };

/** `entries` from the first on, in order. */
export function foldConsent(entries: readonly LogEntry[]): ConsentLedger {
  const fold = new Fold();
  for (const entry of entries) fold.take(entry);
  return fold;
}

class Fold implements ConsentLedger {
  readonly records: Draft[] = [];
  readonly notices: NoticeDraft[] = [];
  readonly ignored: number[] = [];
  readonly lines = new Map<string, number>();
  readonly unopened = new Map<number, number>();
  readonly #ids = new Set<string>();
  /** Where each counting statement went, and what it was, by its hash. */
  readonly #places = new Map<string, { readonly stated: Stated; readonly place: Place }>();
  #members: readonly Member[] = [];
  #linesMade = 0;

  take(entry: LogEntry): void {
    const { content, verified, sender } = entry;
    if (content.kind === 'commit') this.#takeMembers(content.members, content.reason === 'code_changed');
    if (verified.header.kind !== 'statement') return;
    if (content.kind === 'statement') {
      const stated = {
        seq: entry.seq,
        receivedAt: entry.receivedAt,
        entryHash: verified.hash,
        sender,
        statement: content.statement,
      };
      if (!this.#count(stated)) this.ignored.push(entry.seq);
      return;
    }
    const line = this.lines.get(toHex(sender.id));
    if (line !== undefined) this.unopened.set(line, entry.seq);
  }

  /** Keys that a client made itself go on where its old ones stopped; any others begin anew. */
  #takeMembers(members: readonly Member[], isOwnChange: boolean): void {
    const left = this.#members.find(({ role, id }) => isClient(role) && !findMember(members, id));
    for (const { role, id } of members) {
      const key = toHex(id);
      if (!isClient(role) || this.lines.has(key)) continue;
      const before = isOwnChange && left ? this.lines.get(toHex(left.id)) : undefined;
      this.lines.set(key, before ?? this.#linesMade++);
    }
    this.#members = members;
  }

  #count(stated: Stated): boolean {
    const { statement, sender } = stated;
    const id = toHex(statement.id);
    if (!mayIssue(sender.role, statement.action) || this.#ids.has(id)) return false;
    const place = this.#placeOf(stated);
    if (place === null) return false;
    this.#ids.add(id);
    this.#places.set(toHex(statement.hash), { stated, place });
    return true;
  }

  #placeOf(stated: Stated): Place | null {
    const { action, ref } = stated.statement;
    if (action === 'notice') return this.#note(stated);
    if (action === 'propose') return this.#begin({ proposal: stated });
    if (ref === undefined) return action === 'grant' ? this.#begin({ grant: stated }) : null;
    const named = this.#places.get(toHex(ref));
    if (named === undefined) return null;
    if (action === 'acknowledge') return see(named.place, stated);
    if (!('record' in named.place) || !isOfTheSame(stated, named.stated)) return null;
    const isTaken = this.#answer(action, { stated, to: named.stated, record: named.place.record });
    return isTaken ? named.place : null;
  }

  #note(stated: Stated): Place {
    const notice = { notice: stated, seen: [] };
    this.notices.push(notice);
    return { notice };
  }

  #begin(first: { proposal: Stated } | { grant: Stated }): Place {
    const empty = { proposal: null, grant: null, declined: null, withdrawn: null, uses: [], seen: [] };
    const record: Draft = { ...empty, ...first };
    this.records.push(record);
    return { record };
  }

  #answer(action: StatementAction, { stated, to, record }: Answering): boolean {
    switch (action) {
      case 'grant':
        if (to !== record.proposal || record.grant !== null) return false;
        record.grant = stated;
        return true;
      case 'decline': {
        const { answer } = stated.statement;
        if (to !== record.proposal || record.grant !== null || answer === undefined) return false;
        record.declined = { stated, answer };
        return true;
      }
      case 'withdraw':
        if (to !== record.grant || record.withdrawn !== null || !this.#isOfOneLine(stated, to)) return false;
        record.withdrawn = stated;
        return true;
      case 'use':
        if (to !== record.grant && to.statement.saidAt === undefined) return false;
        record.uses = [...record.uses, stated];
        return true;
      default:
        return false;
    }
  }

  #isOfOneLine(one: Stated, other: Stated): boolean {
    const line = this.lines.get(toHex(one.sender.id));
    return line !== undefined && line === this.lines.get(toHex(other.sender.id));
  }
}

type Answering = { readonly stated: Stated; readonly to: Stated; readonly record: Draft };

function see(place: Place, stated: Stated): Place {
  const what = 'record' in place ? place.record : place.notice;
  what.seen = [...what.seen, stated];
  return place;
}

/** An answer is about what was asked and about nobody else. */
function isOfTheSame(answer: Stated, asked: Stated): boolean {
  const [one, other] = [answer.statement, asked.statement];
  return one.purpose === other.purpose && isSameKey(one.toAdvisor, other.toAdvisor);
}

function isSameKey(one: VerifyKey | undefined, other: VerifyKey | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return equalBytes(one, other);
}
