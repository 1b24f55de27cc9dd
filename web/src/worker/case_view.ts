// What one conversation says to the advisor who reads it: pure functions of its entries.
import { toHex } from '../crypto/encoding.ts';
import type { LogEntry } from '../crypto/log_reader.ts';
import type { CallDetails } from '../crypto/private_entry.ts';
import type { Roster } from '../crypto/roster.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { CallCard, CardPeriod, CaseItem, Person } from './advisor_messages.ts';
import type { SaidLine } from './consent_view.ts';
import type { Outgoing } from './conversation_log.ts';
import { talkView } from './talk_view.ts';
import { filesOf, hasWords, saidAt } from './thread_view.ts';

export type CaseFacts = {
  // The advisor's own identity key: all of their devices are "own".
  readonly ownKey: VerifyKey;
  readonly nameOf: (identityKey: VerifyKey) => string;
  readonly consent: ReadonlyMap<number, SaidLine>;
  // Where whoever only stands in came in: what they cannot read before that is not theirs to miss. 0 for all others.
  readonly since: number;
};

export type CaseSummary = {
  readonly unread: number;
  // Up to where this advisor said to have read.
  readonly readSeq: number;
  readonly theirLastSeq: number;
  // When the oldest message was written that came after the last answer.
  readonly waitingSince: number | null;
  readonly answered: boolean;
  readonly startedAt: number;
  readonly lastAt: number;
};

const isClient = ({ sender }: LogEntry): boolean =>
  sender.role === 'client' || sender.role === 'second_client';

function isOwn({ sender }: LogEntry, ownKey: VerifyKey): boolean {
  return toHex(sender.id) === toHex(ownKey);
}

// What a person sees as something new: a text, a call booked or called off, a word about consent.
function speaks({ content }: LogEntry): boolean {
  if (content.kind === 'statement') return true;
  if (content.kind !== 'message') return content.kind === 'sealed' || content.kind === 'unreadable';
  return hasWords(content.message) || content.message.talk !== undefined;
}

const hasText = ({ content }: LogEntry): boolean => content.kind === 'message' && hasWords(content.message);

export function readSeqOf(entries: readonly LogEntry[], ownKey: VerifyKey): number {
  let seq = -1;
  for (const entry of entries) {
    if (entry.content.kind !== 'message' || !isOwn(entry, ownKey)) continue;
    seq = Math.max(seq, entry.content.message.readUpToSeq ?? -1);
  }
  return seq;
}

export function summaryOf(entries: readonly LogEntry[], ownKey: VerifyKey): CaseSummary {
  const readSeq = readSeqOf(entries, ownKey);
  const theirs = entries.filter((entry) => isClient(entry) && speaks(entry));
  const answers = entries.filter((entry) => !isClient(entry) && hasText(entry));
  const answeredSeq = answers.at(-1)?.seq ?? -1;
  const unanswered = theirs.find((entry) => hasText(entry) && entry.seq > answeredSeq);
  const spoken = entries.filter(speaks);
  const [first, last] = [entries[0], spoken.at(-1) ?? entries.at(-1)];
  return {
    unread: theirs.filter(({ seq }) => seq > Math.max(readSeq, answeredSeq)).length,
    readSeq: Math.max(readSeq, answeredSeq),
    theirLastSeq: theirs.at(-1)?.seq ?? -1,
    waitingSince: unanswered ? saidAt(unanswered) : null,
    answered: answers.length > 0,
    startedAt: first ? first.receivedAt : 0,
    lastAt: last ? saidAt(last) : 0,
  };
}

function messageItems(entry: LogEntry, facts: CaseFacts): readonly CaseItem[] {
  const { content, seq, sender } = entry;
  if (content.kind !== 'message') return [];
  const { text = '', talk } = content.message;
  const common = { seq, own: isOwn(entry, facts.ownKey), at: saidAt(entry) };
  const items: CaseItem[] = [];
  if (talk) items.push({ ...common, kind: 'talk', id: `${seq}a`, talk: talkView(talk) });
  if (hasWords(content.message)) {
    const colleague = common.own || isClient(entry) ? null : facts.nameOf(sender.id);
    const files = filesOf(content.message);
    items.push({ ...common, kind: 'message', id: `${seq}`, colleague, text, files, delivery: 'arrived' });
  }
  return items;
}

function newWords({ content, seq, sender, receivedAt: at }: LogEntry, facts: CaseFacts): readonly CaseItem[] {
  if (content.kind !== 'commit') return [];
  const common = { kind: 'new_words', id: `${seq}w`, seq, at } as const;
  if (content.reason === 'code_changed') return [{ ...common, how: 'own_words', name: '' }];
  return content.reason === 'new_card' ? [{ ...common, how: 'card', name: facts.nameOf(sender.id) }] : [];
}

// Where epochs began that this device can open: what new words may open begins at one of these, never between two.
export function periodsOf(
  entries: readonly LogEntry[],
  epochKeys: ReadonlyMap<number, unknown>,
): readonly CardPeriod[] {
  const periods = new Map<number, CardPeriod>();
  for (const entry of entries) {
    const { epoch } = entry.verified.header.position;
    if (!epochKeys.has(epoch)) continue;
    const { at, messages } = periods.get(epoch) ?? { at: entry.receivedAt, messages: 0 };
    periods.set(epoch, { epoch, at, messages: messages + (hasText(entry) ? 1 : 0) });
  }
  return [...periods.values()];
}

function consentItem({ seq }: LogEntry, { consent }: CaseFacts): readonly CaseItem[] {
  const said = consent.get(seq);
  return said ? [{ kind: 'consent', id: `${seq}c`, seq, ...said }] : [];
}

function entryItems(entry: LogEntry, facts: CaseFacts): readonly CaseItem[] {
  switch (entry.content.kind) {
    case 'message':
      return messageItems(entry, facts);
    case 'sealed':
    case 'unreadable':
      return [{ kind: 'unreadable', id: `${entry.seq}`, seq: entry.seq, at: entry.receivedAt }];
    case 'commit':
      return [...newWords(entry, facts), ...consentItem(entry, facts)];
    case 'statement':
      return consentItem(entry, facts);
    case 'private':
    case 'erase':
      return [];
  }
}

function waitingItems({ id, draft, at, state }: Outgoing): readonly CaseItem[] {
  if (draft.kind !== 'message' || !hasWords(draft.message)) return [];
  const { text = '' } = draft.message;
  const files = filesOf(draft.message);
  const common = { seq: -1, own: true, colleague: null, text, files, at, delivery: state } as const;
  return [{ ...common, kind: 'message', id: `out-${id}` }];
}

// A colleague who was not there from the start is announced where they come in. Who stands in comes with consent.
function joiners(entry: LogEntry, known: Set<string>, { ownKey, nameOf }: CaseFacts): readonly CaseItem[] {
  if (entry.content.kind !== 'commit') return [];
  const { seq, receivedAt: at } = entry;
  const advisors = entry.content.members.filter(({ role }) => role === 'advisor');
  const added = advisors.filter(({ id }) => !known.has(toHex(id)));
  for (const { id } of added) known.add(toHex(id));
  if (seq === 0) return [];
  return added
    .filter(({ id }) => toHex(id) !== toHex(ownKey))
    .map(({ id }) => ({ kind: 'joined', id: `${seq}j${toHex(id)}`, seq, name: nameOf(id), at }));
}

// Whoever came back with the recovery card sees one line for all that is lost, not one for each message.
function isFirstUnreadable({ kind }: CaseItem, index: number, items: readonly CaseItem[]): boolean {
  return kind !== 'unreadable' || items[index - 1]?.kind !== 'unreadable';
}

export function caseItems(
  entries: readonly LogEntry[],
  outgoing: readonly Outgoing[],
  facts: CaseFacts,
): readonly CaseItem[] {
  const known = new Set<string>();
  const items = entries.flatMap((entry) => [...joiners(entry, known, facts), ...entryItems(entry, facts)]);
  const readable = items.filter(({ kind, seq }) => kind !== 'unreadable' || seq >= facts.since);
  return [...readable.filter(isFirstUnreadable), ...outgoing.flatMap(waitingItems)];
}

export type SchoolName = { readonly name: string; readonly place: string };

export function personOf(
  roster: Roster | null,
  since: number,
  schoolOf: (code: string) => SchoolName | undefined,
): Person | null {
  if (!roster) return null;
  const { self, school, brake, cover = 'ask', language = null } = roster;
  const named = school === undefined ? undefined : (schoolOf(school) ?? { name: '', place: '' });
  return {
    role: self?.role ?? null,
    name: self?.name ?? '',
    age: self?.age ?? 'not_said',
    school: school !== undefined && named ? { code: school, name: named.name, place: named.place } : null,
    brake,
    cover,
    language,
    since,
  };
}

// The newest details of each call; a later entry replaces an earlier one.
export function callDetailsOf(entries: readonly LogEntry[]): ReadonlyMap<string, CallDetails> {
  const found = new Map<string, CallDetails>();
  for (const { content } of entries) {
    if (content.kind === 'private' && content.details.appointment) {
      found.set(toHex(content.details.appointment), content.details);
    }
  }
  return found;
}

export function callCard(details: CallDetails): CallCard {
  return {
    hasNumber: details.phoneNumber !== undefined,
    nameToUse: details.nameToUse ?? '',
    codeWord: details.codeWord ?? '',
    mayAnswer: details.mayAnswer ?? null,
    ifSomebodyElse: details.ifSomebodyElse ?? null,
    voicemail: details.voicemail ?? null,
    showNumber: details.showNumber ?? null,
    whatHelps: details.whatHelps ?? '',
    companion: details.companion ?? null,
    note: details.note ?? '',
  };
}
