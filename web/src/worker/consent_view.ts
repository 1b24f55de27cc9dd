// The ledger of consent as people see it: its cards, and a line in the conversation for each statement. Pure; what counts
// is judged in crypto/consent_ledger.ts. Loaded with the first statement of a conversation.
import { equalBytes } from '../crypto/bytes.ts';
import { isClient } from '../crypto/commit.ts';
import {
  type ConsentLedger,
  type ConsentRecord,
  type DangerNotice,
  foldConsent,
  type Stated,
} from '../crypto/consent_ledger.ts';
import { toHex } from '../crypto/encoding.ts';
import type { LogEntry } from '../crypto/log_reader.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type {
  ConsentCard,
  ConsentLine,
  ConsentPurpose,
  ConsentStateName,
  CoverPerson,
  Telling,
} from './consent_messages.ts';
import { pointsOf } from './consent_points.ts';
import { type StandIn, standIns } from './cover_view.ts';

export type ConsentFacts = {
  // The first name of an advisor; '' when it is not known.
  readonly nameOf: (identityKey: VerifyKey) => string;
  // As the directory has it; '' for whom it does not know.
  readonly fullNameOf: (identityKey: VerifyKey) => string;
  readonly isOwn: (stated: Pick<Stated, 'sender'>) => boolean;
  // An advisor's own identity key.
  readonly ownKey?: VerifyKey;
  // Unix seconds.
  readonly now: number;
};

export type SaidLine = {
  readonly line: ConsentLine;
  readonly purpose: ConsentPurpose;
  readonly own: boolean;
  readonly name: string;
  readonly whom: string;
  readonly at: number;
  // Of who begins to stand in; 0 until it is withdrawn.
  readonly until?: number;
};

export type ConsentView = {
  // Newest first.
  readonly cards: readonly ConsentCard[];
  readonly uncounted: number;
  // Questions that wait for the client.
  readonly asks: number;
  // Who stands in at the end of the log.
  readonly covers: readonly CoverPerson[];
  readonly stood: readonly StandIn[];
  // By seq.
  readonly lines: ReadonlyMap<number, SaidLine>;
};

const isOver = (until: number, now: number) => until !== 0 && until <= now;

function stateOf({ proposal, grant, declined, withdrawn }: ConsentRecord, now: number): ConsentStateName {
  if (withdrawn) return 'withdrawn';
  if (grant) return isOver(grant.statement.validUntil, now) ? 'ended' : 'allowed';
  if (declined) return declined.answer === 'talk_first' ? 'talk_first' : 'declined';
  if (proposal?.statement.saidAt === undefined) return 'asked';
  return isOver(proposal.statement.validUntil, now) ? 'ended' : 'said';
}

const refOf = ({ statement }: Stated): string => toHex(statement.hash);

// Whom a statement is about: an advisor by the key that was signed, never by the name that somebody wrote beside it.
function aboutWhom({ statement }: Stated, facts: ConsentFacts): Pick<ConsentCard, 'whom' | 'colleague'> {
  const { toAdvisor, whom = '' } = statement;
  if (toAdvisor === undefined) return { whom, colleague: 'none' };
  const name = facts.fullNameOf(toAdvisor);
  return name === '' ? { whom, colleague: 'stranger' } : { whom: name, colleague: 'known' };
}

function tellingOf(use: Stated, facts: ConsentFacts): Telling {
  const { toldAt = use.receivedAt, whom = '' } = use.statement;
  return { at: toldAt, name: facts.nameOf(use.sender.id), whom, points: pointsOf(use.statement) };
}

function cardOf(record: ConsentRecord, facts: ConsentFacts): ConsentCard | null {
  const { proposal, grant, declined, withdrawn, uses } = record;
  // The points and the end of a yes are the client's own, whatever was asked.
  const [first, latest] = [proposal ?? grant, grant ?? proposal];
  if (!first || !latest) return null;
  const state = stateOf(record, facts.now);
  return {
    id: refOf(first),
    state,
    purpose: first.statement.purpose,
    name: proposal ? facts.nameOf(proposal.sender.id) : '',
    ...aboutWhom(latest, facts),
    points: pointsOf(latest.statement),
    from: latest.statement.validFrom,
    until: latest.statement.validUntil,
    askedAt: proposal?.receivedAt ?? null,
    saidAt: proposal?.statement.saidAt ?? null,
    answeredAt: grant?.receivedAt ?? declined?.stated.receivedAt ?? null,
    withdrawnAt: withdrawn?.receivedAt ?? null,
    told: uses.map((use) => tellingOf(use, facts)),
    notice: null,
    underCard: grant?.sender.underCard ?? false,
    yes: state === 'allowed' || state === 'said' ? refOf(latest) : null,
  };
}

function noticeCard({ notice }: DangerNotice, facts: ConsentFacts): ConsentCard {
  const { whom = '', toldAt = notice.receivedAt, why = '', consulted = '', purpose } = notice.statement;
  return {
    id: refOf(notice),
    state: 'told_without',
    purpose,
    colleague: 'none',
    name: facts.nameOf(notice.sender.id),
    whom,
    points: pointsOf(notice.statement),
    from: 0,
    until: 0,
    askedAt: null,
    saidAt: null,
    answeredAt: null,
    withdrawnAt: null,
    told: [],
    notice: { at: toldAt, why, consulted },
    underCard: false,
    yes: null,
  };
}

class Lines {
  readonly found = new Map<number, SaidLine>();
  readonly #facts: ConsentFacts;

  constructor(facts: ConsentFacts) {
    this.#facts = facts;
  }

  add(line: ConsentLine, stated: Stated | null | undefined, whom: string, asker: string): void {
    if (!stated) return;
    const { sender, receivedAt: at, seq } = stated;
    const name = isClient(sender.role) ? asker : this.#facts.nameOf(sender.id);
    const { purpose } = stated.statement;
    this.found.set(seq, { line, purpose, own: this.#facts.isOwn(stated), name, whom, at });
  }

  // A COMMIT has one line: who takes the place of another is announced, and the other is gone by that.
  addCover({ id, from, to, until }: StandIn): void {
    const { ownKey, nameOf } = this.#facts;
    const own = ownKey !== undefined && equalBytes(ownKey, id);
    const common = { purpose: 'cover', own, name: '', whom: nameOf(id) } as const;
    if (to) this.found.set(to.seq, { ...common, line: 'leaves', at: to.receivedAt });
    this.found.set(from.seq, { ...common, line: 'joins', at: from.receivedAt, until });
  }

  addRecord({ proposal, grant, declined, withdrawn, uses }: ConsentRecord): void {
    const about = grant ?? proposal;
    const whom = about ? aboutWhom(about, this.#facts).whom : '';
    const asked = proposal ? aboutWhom(proposal, this.#facts).whom : '';
    const asker = proposal ? this.#facts.nameOf(proposal.sender.id) : '';
    this.add(proposal?.statement.saidAt === undefined ? 'asked' : 'said', proposal, asked, asker);
    this.add('allowed', grant, whom, asker);
    this.add(declined?.answer === 'talk_first' ? 'talk_first' : 'declined', declined?.stated, whom, asker);
    this.add('withdrawn', withdrawn, whom, asker);
    for (const use of uses) this.add('told', use, use.statement.whom ?? whom, asker);
  }
}

function linesOf(
  ledger: ConsentLedger,
  entries: readonly LogEntry[],
  facts: ConsentFacts,
  covers: readonly StandIn[],
) {
  const lines = new Lines(facts);
  for (const cover of covers) lines.addCover(cover);
  for (const record of ledger.records) lines.addRecord(record);
  for (const { notice } of ledger.notices)
    lines.add('told_without', notice, notice.statement.whom ?? '', facts.nameOf(notice.sender.id));
  const ignored = new Set(ledger.ignored);
  for (const { seq, receivedAt: at } of entries) {
    if (ignored.has(seq))
      lines.found.set(seq, { line: 'uncounted', purpose: 'other', own: false, name: '', whom: '', at });
  }
  return lines.found;
}

export function consentView(entries: readonly LogEntry[], facts: ConsentFacts): ConsentView {
  const ledger = foldConsent(entries);
  const covers = standIns(entries, ledger);
  const placed = [
    ...ledger.records.map((record) => ({
      seq: (record.proposal ?? record.grant)?.seq ?? 0,
      card: cardOf(record, facts),
    })),
    ...ledger.notices.map((notice) => ({ seq: notice.notice.seq, card: noticeCard(notice, facts) })),
  ];
  const cards = placed.sort((left, right) => right.seq - left.seq).flatMap(({ card }) => card ?? []);
  return {
    cards,
    uncounted: ledger.ignored.length,
    asks: cards.filter(({ state }) => state === 'asked' || state === 'said').length,
    stood: covers,
    covers: covers.flatMap(({ id, to, until }) => (to ? [] : [{ name: facts.nameOf(id), until }])),
    lines: linesOf(ledger, entries, facts, covers),
  };
}
