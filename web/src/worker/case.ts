// One conversation on the advisor's desk: its log, its note, and what both say, worked out anew only when they change.
import { equalBytes } from '../crypto/bytes.ts';
import type { Member } from '../crypto/commit.ts';
import { toHex } from '../crypto/encoding.ts';
import type { ConversationId } from '../crypto/ids.ts';
import type { DirectoryHead } from '../crypto/roster.ts';
import type { PrivateKey, Share } from '../crypto/secret.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { Talk } from '../crypto/talk.ts';
import type { Call } from '../net/calls.ts';
import type { CaseItem, CaseState, CoverState } from './advisor_messages.ts';
import { NO_COVER } from './case_messages.ts';
import { CaseNote } from './case_note.ts';
import { type CaseSummary, callDetailsOf, caseItems, periodsOf, personOf, summaryOf } from './case_view.ts';
import type { Colleagues } from './colleagues.ts';
import { type ConsentFacts, type ConsentView, consentView } from './consent_view.ts';
import { now } from './context.ts';
import { ConversationLog, type LogState } from './conversation_log.ts';
import { coverStateOf, sinceWhen } from './cover_state.ts';
import { type Finished, Finishing } from './finishing.ts';
import { heldOf } from './held_notices.ts';
import type { Keystore } from './keystore.ts';
import { talksOf } from './talks.ts';
import { checkOf } from './thread_view.ts';

// After this, nobody needs to look up how a person wanted to be called.
const CALL_KEY_KEPT_S = 7 * 86_400;

export type CasePlace = {
  readonly keystore: Keystore;
  readonly ownKey: VerifyKey;
  readonly colleagues: Colleagues;
  readonly online: () => boolean;
  readonly changed: (changed: Case) => void;
};

export function shownState(state: LogState, reading: boolean): CaseState['state'] {
  if (state === 'good') return reading ? 'reading' : 'good';
  return state === 'erased' ? 'closed' : state;
}

export class Case {
  readonly id: string;
  readonly conversation: ConversationId;
  readonly log: ConversationLog;
  readonly note: CaseNote;
  readonly finishing: Finishing;
  // The server's newest, as far as it told us.
  headSeq = -1;
  readonly #place: CasePlace;
  #summary: CaseSummary | null = null;
  #items: readonly CaseItem[] | null = null;
  #consent: ConsentView | null = null;
  #readMark = -1;

  constructor(conversation: ConversationId, share: Share, place: CasePlace) {
    const { keystore, colleagues } = place;
    this.#place = place;
    this.id = toHex(conversation);
    this.conversation = conversation;
    this.note = new CaseNote(conversation, keystore.notesKey, () => place.changed(this));
    this.finishing = new Finishing(conversation, () => place.changed(this));
    const keys = {
      conversation,
      share,
      kemKeys: keystore.kemKeys,
      epochKeys: keystore.epochKeysOf(conversation),
      privateKeys: keystore.privateKeysOf(conversation),
    };
    const facts = {
      certificates: () => colleagues.certificates,
      revocations: () => colleagues.revocations,
      online: place.online,
      refreshCertificates: () => colleagues.refreshKeys(this.advisorKeys),
    };
    this.log = new ConversationLog(keys, keystore.signing, facts, () => this.#logChanged());
  }

  get behind(): boolean {
    return this.log.state === 'good' && this.log.reader.headSeq < this.headSeq;
  }

  get summary(): CaseSummary {
    const since = this.#since;
    const entries = since === 0 ? this.log.entries : this.log.entries.filter(({ seq }) => seq >= since);
    this.#summary ??= summaryOf(entries, this.#place.ownKey);
    return this.#summary;
  }

  get items(): readonly CaseItem[] {
    this.#items ??= this.#caseItems();
    return this.#items;
  }

  #caseItems(): readonly CaseItem[] {
    const { ownKey, colleagues } = this.#place;
    const nameOf = (key: VerifyKey) => colleagues.nameOf(key);
    const facts = { ownKey, nameOf, consent: this.#consentLines, since: this.#since };
    return caseItems(this.log.entries, this.log.outgoing, facts);
  }

  get #seen(): ConsentView {
    this.#consent ??= consentView(this.log.entries, this.consentFacts);
    return this.#consent;
  }

  // Whoever cannot open the yes cannot judge what refers to it.
  get #consentLines(): ConsentView['lines'] {
    const { lines } = this.#seen;
    if (this.#since === 0) return lines;
    return new Map([...lines].filter(([, { line }]) => line !== 'uncounted'));
  }

  // Where this advisor came in to stand in; 0 for whose conversation it is.
  get #since(): number {
    return this.isCovering ? sinceWhen(this.#seen.stood, this.#place.ownKey) : 0;
  }

  get isCovering(): boolean {
    return this.#isOurs('cover_advisor');
  }

  get cover(): CoverState {
    const { ownKey } = this.#place;
    if (!this.log.reader.members.some(({ role }) => role === 'cover_advisor')) return NO_COVER;
    return coverStateOf({ seen: this.#seen, log: this.log, ownKey, nameOf: this.consentFacts.nameOf });
  }

  get consentFacts(): ConsentFacts {
    const { ownKey, colleagues } = this.#place;
    return {
      nameOf: (key) => colleagues.nameOf(key).split(' ')[0] ?? '',
      fullNameOf: (key) => colleagues.nameOf(key),
      isOwn: ({ sender }) => equalBytes(sender.id, ownKey),
      ownKey,
      now: now(),
    };
  }

  // When it is to be decided again whether the family hears what was told without consent.
  get reviewAt(): number | null {
    const days = heldOf(this).map(({ reviewAt }) => reviewAt);
    return days.length === 0 ? null : Math.min(...days);
  }

  get callDetails() {
    return callDetailsOf(this.log.entries);
  }

  get talks() {
    return talksOf(this.log.entries);
  }

  // Every directory that somebody says to have seen when they made a commit.
  get directoryHeads(): readonly DirectoryHead[] {
    return this.log.entries.flatMap(({ content }) =>
      content.kind === 'commit' && content.roster?.directory ? [content.roster.directory] : [],
    );
  }

  // What the directory says may have changed.
  forgetNames(): void {
    this.#items = null;
    this.#consent = null;
  }

  view(): CaseState {
    const { log, summary, note } = this;
    const reading = this.behind || log.entries.length === 0;
    return {
      id: this.id,
      state: shownState(log.state, reading),
      items: this.items,
      theirLastSeq: summary.theirLastSeq,
      readSeq: Math.max(summary.readSeq, this.#readMark),
      person: personOf(log.reader.roster, summary.startedAt, (code) => this.#place.colleagues.school(code)),
      note: note.state,
      check: checkOf(log),
      periods: this.isMain ? periodsOf(log.entries, log.reader.epochKeys) : [],
      finish: this.finishing.view(this.isMain),
      cover: this.cover,
    };
  }

  // Whoever only covers does not know the person well enough to recognise them.
  get isMain(): boolean {
    return this.log.state === 'good' && this.#isOurs('advisor');
  }

  #isOurs(as: Member['role']): boolean {
    return this.log.reader.members.some(({ role, id }) => role === as && equalBytes(id, this.#place.ownKey));
  }

  // Whoever stood in is out again, and reads nothing more here.
  get isLeft(): boolean {
    const { members, headSeq } = this.log.reader;
    const isRead = this.log.state === 'good' && headSeq >= 0 && headSeq >= this.headSeq;
    return isRead && !members.some(({ id }) => equalBytes(id, this.#place.ownKey));
  }

  reply(text: string, call: Call): Promise<boolean> {
    return this.log.send({ kind: 'message', message: { text, clientTimeMs: Date.now() } }, call);
  }

  // Says to the other side that this was read: once, and only forward.
  markRead(seq: number, call: Call): void {
    const upTo = Math.min(seq, this.summary.theirLastSeq);
    // A finished conversation takes no word of ours, not even that it was read.
    if (upTo <= Math.max(this.#readMark, this.summary.readSeq) || this.finishing.isFinished) return;
    this.#readMark = upTo;
    void this.log.send({ kind: 'message', message: { readUpToSeq: upTo } }, call);
  }

  // An appointment that changed, and perhaps a text with it.
  tellTalk(talk: Talk, text: string, call: Call): Promise<boolean> {
    const message = { talk, clientTimeMs: Date.now(), ...(text === '' ? {} : { text }) };
    return this.log.send({ kind: 'message', message }, call);
  }

  #logChanged(): void {
    this.#summary = null;
    this.#items = null;
    this.#consent = null;
    this.keepKeys();
    this.#place.changed(this);
  }

  // What the server says about the conversation beside its log.
  learn(finished: Finished): void {
    this.finishing.learn(finished);
    if (!this.finishing.isFinished) this.log.reopen();
    this.keepKeys();
  }

  // Of what was finished long ago, this device keeps none.
  keepKeys(): void {
    const { keystore } = this.#place;
    if (this.finishing.isPast) void keystore.forgetCases((id) => id === this.id);
    else keystore.keepCase(this.conversation, this.log.reader.epochKeys, this.#privateKeys());
  }

  // Of calls that are still to come or were only just; the others' keys are dropped (crypto/KZ1.md 5.5).
  #privateKeys(): ReadonlyMap<number, PrivateKey> {
    const ends = new Map<string, number>();
    for (const { content } of this.log.entries) {
      const notice = content.kind === 'message' ? content.message.talk : undefined;
      if (notice) ends.set(toHex(notice.id), notice.end);
    }
    // Entries that were not read yet keep theirs.
    const { headSeq } = this.log.reader;
    const before = this.#place.keystore.privateKeysOf(this.conversation);
    const kept = new Map([...before].filter(([seq]) => seq > headSeq));
    for (const { seq, content, receivedAt } of this.log.entries) {
      if (content.kind !== 'private') continue;
      const { appointment } = content.details;
      const end = (appointment && ends.get(toHex(appointment))) ?? receivedAt;
      if (end + CALL_KEY_KEPT_S > now()) kept.set(seq, content.key);
    }
    return kept;
  }

  // Everybody on our side of the conversation.
  get advisorKeys(): readonly VerifyKey[] {
    const { members } = this.log.reader;
    return members.filter(({ role }) => role === 'advisor' || role === 'cover_advisor').map(({ id }) => id);
  }
}
