// What a conversation looks like to the client who reads it: a pure function of its entries and of what is still on its
// way.
import { toHex } from '../crypto/encoding.ts';
import type { LogEntry } from '../crypto/log_reader.ts';
import type { Message } from '../crypto/message.ts';
import { chainCheck } from '../crypto/safety_number.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { FileView } from './attachment_messages.ts';
import type { ConsentView } from './consent_view.ts';
import type { ConversationLog, Outgoing } from './conversation_log.ts';
import type { AdvisorCard, ChainCheck, ThreadBlock, ThreadItem, ThreadState } from './messages.ts';
import { talkView } from './talk_view.ts';

// The server rounds its times of clients' entries to the hour; within that, the writer's own clock is believed.
const CLOCK_DOUBT_S = 2 * 3600;

export type ThreadFacts = {
  readonly advisor: AdvisorCard;
  readonly nameOf: (identityKey: VerifyKey) => string;
  readonly block: ThreadBlock | null;
  // Null when there is none, or when what reads it is still on its way.
  readonly consent: Pick<ConsentView, 'lines' | 'asks' | 'covers'> | null;
  readonly eraseAt: number | null;
};

export function saidAt(entry: LogEntry): number {
  const { content, receivedAt } = entry;
  const own = content.kind === 'message' ? content.message.clientTimeMs : undefined;
  const at = own === undefined ? receivedAt : Math.floor(own / 1000);
  return Math.abs(at - receivedAt) <= CLOCK_DOUBT_S ? at : receivedAt;
}

export function filesOf({ attachments = [] }: Message): readonly FileView[] {
  return attachments.map(({ blob, name, kind, form, bytes }) => ({
    id: toHex(blob),
    name,
    kind,
    form,
    bytes,
  }));
}

// Whether a message is something to read: a text or a file, and not only a mark.
export function hasWords({ text, attachments }: Message): boolean {
  return text !== undefined || attachments !== undefined;
}

// The last of our entries that an advisor said to have read.
export function readUpTo(entries: readonly LogEntry[]): number {
  let seq = -1;
  for (const { content, sender } of entries) {
    if (sender.role === 'client' || content.kind !== 'message') continue;
    seq = Math.max(seq, content.message.readUpToSeq ?? -1);
  }
  return seq;
}

function isWithheld({ content, verified }: LogEntry): boolean {
  return content.kind === 'sealed' && verified.header.kind === 'message';
}

function itemsOf(entry: LogEntry, read: number, facts: ThreadFacts): readonly ThreadItem[] {
  const { content, seq, sender } = entry;
  // With every word change the key is another and the person the same.
  const own = sender.role === 'client';
  const at = saidAt(entry);
  // A message whose key we were never given is as unreadable as a broken one; sealed call details are not for us.
  if (content.kind === 'unreadable' || isWithheld(entry)) return [{ kind: 'unreadable', id: `${seq}`, at }];
  if (content.kind !== 'message') return [];
  const { text = '', talk } = content.message;
  const items: ThreadItem[] = [];
  if (hasWords(content.message)) {
    const delivery = seq <= read ? 'read' : 'arrived';
    const files = filesOf(content.message);
    const author = facts.nameOf(sender.id);
    items.push({ kind: 'message', id: `${seq}`, own, author, text, files, at, delivery });
  }
  if (talk) {
    const name = facts.nameOf(sender.id);
    items.push({ kind: 'appointment', id: `${seq}a`, own, name, talk: talkView(talk), at });
  }
  return items;
}

function consentItem({ seq }: LogEntry, { consent }: ThreadFacts): readonly ThreadItem[] {
  const said = consent?.lines.get(seq);
  return said ? [{ kind: 'consent', id: `${seq}c`, ...said }] : [];
}

function newWords(
  { content, seq, sender, receivedAt: at }: LogEntry,
  facts: ThreadFacts,
): readonly ThreadItem[] {
  if (content.kind !== 'commit') return [];
  const { reason } = content;
  if (reason !== 'code_changed' && reason !== 'new_card') return [];
  const how = reason === 'new_card' ? 'card' : 'own_words';
  return [{ kind: 'new_words', id: `${seq}w`, how, name: how === 'card' ? facts.nameOf(sender.id) : '', at }];
}

// Words from a card open what the advisor chose: all that is shut lies before, and is told of once.
function splitShut({ entries, reader }: ConversationLog): {
  readonly shut: readonly ThreadItem[];
  readonly open: readonly LogEntry[];
} {
  const since = reader.record?.seq ?? 0;
  const shut = entries.filter((entry) => entry.seq < since && isWithheld(entry));
  const last = shut.at(-1);
  if (!last) return { shut: [], open: entries };
  const open = entries.filter((entry) => !shut.includes(entry));
  return { shut: [{ kind: 'shut', id: `${last.seq}s`, at: last.receivedAt }], open };
}

function waitingItem({ id, draft, at, state }: Outgoing): readonly ThreadItem[] {
  if (draft.kind !== 'message' || !hasWords(draft.message)) return [];
  const { text = '' } = draft.message;
  const files = filesOf(draft.message);
  return [{ kind: 'message', id: `out-${id}`, own: true, author: '', text, files, at, delivery: state }];
}

// An advisor who was not there from the start is announced where they come in. Who stands in comes with consent.
function joiners(
  entries: readonly LogEntry[],
  facts: ThreadFacts,
): ReadonlyMap<number, readonly ThreadItem[]> {
  const known = new Set<string>();
  const found = new Map<number, readonly ThreadItem[]>();
  for (const { content, seq, receivedAt } of entries) {
    if (content.kind !== 'commit') continue;
    const advisors = content.members.filter(({ role }) => role === 'advisor');
    const added = advisors.filter(({ id }) => !known.has(toHex(id)));
    for (const { id } of added) known.add(toHex(id));
    if (seq === 0) continue;
    found.set(
      seq,
      added.map(({ id }) => ({ kind: 'joined', id: `${seq}j`, name: facts.nameOf(id), at: receivedAt })),
    );
  }
  return found;
}

export function checkOf({ entries, reader }: ConversationLog): ChainCheck | null {
  if (entries.length === 0) return null;
  return { entries: reader.headSeq + 1, number: chainCheck(reader.headHash) };
}

// The advisor who came back with the recovery card and has lost what came before; a client's own commit of this kind
// gives it back. Null when nobody waits for it. Whoever only stands in gets no history by this.
export function whoLostHistory(entries: readonly LogEntry[]): VerifyKey | null {
  return entries.reduce<VerifyKey | null>((lost, { content, sender }) => {
    if (content.kind !== 'commit' || content.reason !== 'recovered') return lost;
    if (sender.role === 'cover_advisor') return lost;
    return sender.role === 'advisor' ? sender.id : null;
  }, null);
}

export function threadOf(log: ConversationLog, facts: ThreadFacts): ThreadState {
  const { entries, reader } = log;
  const read = readUpTo(entries);
  const joined = joiners(entries, facts);
  const { shut, open } = splitShut(log);
  const items = open.flatMap((entry) => [
    ...(joined.get(entry.seq) ?? []),
    ...newWords(entry, facts),
    ...consentItem(entry, facts),
    ...itemsOf(entry, read, facts),
  ]);
  const { roster, record, replaced } = reader;
  const nameOfMember = facts.nameOf;
  return {
    state: replaced ? 'replaced' : log.state === 'good' ? 'open' : log.state,
    replaced: replaced && {
      how: replaced.how === 'card' ? 'card' : 'own_words',
      name: nameOfMember(replaced.by),
      at: replaced.at,
    },
    cardFrom: record?.how === 'card' ? nameOfMember(record.by) : null,
    advisor: facts.advisor,
    items: [...shut, ...items, ...log.outgoing.flatMap(waitingItem)],
    brake: roster?.brake ?? false,
    tone: roster?.language === undefined ? null : roster.language === 'nl-u' ? 'u' : 'je',
    language: roster?.language === undefined ? null : roster.language === 'en' ? 'en' : 'nl',
    check: checkOf(log),
    block: facts.block,
    lostHistory: whoLostHistory(entries) !== null,
    eraseAt: facts.eraseAt,
    asks: facts.consent?.asks ?? 0,
    covers: facts.consent?.covers ?? [],
  };
}
