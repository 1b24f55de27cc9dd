// All conversations of the advisor: follows the server's list of what is new, reads each log, keeps the rows current.
// The server tells of every change on the desk, so only conversations with something new are followed, and only so many.
import { toHex } from '../crypto/encoding.ts';
import { conversationId } from '../crypto/ids.ts';
import { receivedSecret32 } from '../crypto/secret.ts';
import type { AnyNotification } from '../protocol/frame.ts';
import { subscriptions_max } from '../protocol/limits.ts';
import type { ConversationHead } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { DeskRow } from './advisor_messages.ts';
import { Case, type CasePlace, shownState } from './case.ts';
import { NO_CASE } from './case_messages.ts';
import { now } from './context.ts';
import { compareRows, groupOf, nextCallOf, pebbleNames } from './desk_view.ts';
import type { Slot } from './messages.ts';

// Some room below the server's bound for a subscription that is being ended.
const FOLLOWED_MAX = subscriptions_max - 8;
const READ_AT_ONCE = 4;
// Many logs arrive together at the start; the page needs to hear of it a few times a second.
const PUBLISH_MS = 40;

export type CallsOf = {
  // Booked calls of a conversation.
  of(conversation: string): readonly Slot[];
  today(conversation: string): boolean;
};

type DeskPlace = Omit<CasePlace, 'changed'> & {
  readonly calls: CallsOf;
  readonly changed: (changed: Case) => void;
};

export class Desk {
  readonly #context: AdvisorContext;
  readonly #place: DeskPlace;
  readonly #cases = new Map<string, Case>();
  // In the order in which they were last used.
  readonly #followed = new Set<string>();
  readonly #toRead: Case[] = [];
  #reading = 0;
  #cursor = 0;
  #listed = false;
  #erased = 0;
  #ended = 0;
  // Up to here the server's list is whole; null before it said so.
  #wholeAt: number | null = null;
  #openId: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: AdvisorContext, place: DeskPlace) {
    this.#context = context;
    this.#place = place;
  }

  get cases(): readonly Case[] {
    return [...this.#cases.values()];
  }

  find(id: string): Case | undefined {
    return this.#cases.get(id);
  }

  // After each login: what changed since the cursor comes by itself, what waits is written.
  async resume(): Promise<void> {
    this.#followed.clear();
    const { call } = this.#context;
    const subscribed = await call('desk.subscribe', { after: this.#cursor });
    if (!subscribed.ok) return;
    this.#listed = true;
    this.#wholeAt = subscribed.value.cursor;
    this.#forgetUnknown();
    this.publishSoon();
    const open = this.#openId === null ? undefined : this.#cases.get(this.#openId);
    if (open) this.#read(open);
    for (const one of this.#cases.values()) {
      if (one.log.outgoing.length > 0) void one.log.flush(call);
      if (one.note.state.state === 'failed') void one.note.load(call);
    }
  }

  notified(notification: AnyNotification): void {
    if (notification.name === 'desk.changed') {
      this.#cursor = Math.max(this.#cursor, notification.params.cursor);
      for (const head of notification.params.items) this.#learn(head);
      for (const id of notification.params.erased) this.#forget(toHex(id));
      this.#forgetUnknown();
      this.publishSoon();
    } else if (notification.name === 'conversation.state') {
      this.#cases.get(toHex(notification.params.conversation))?.learn(notification.params);
      this.publishSoon();
    } else if (notification.name === 'conversation.erased') {
      this.#forget(toHex(notification.params.conversation));
      this.publishSoon();
    } else if (notification.name === 'conversation.entries') {
      const { conversation, entries, head_seq: headSeq } = notification.params;
      const found = this.#cases.get(toHex(conversation));
      if (!found) return;
      found.headSeq = Math.max(found.headSeq, headSeq);
      void found.log.receive(entries).then(() => found.log.flush(this.#context.call));
    }
  }

  // Somebody had it erased, or its time had come: what this device knows of it goes too.
  #forget(id: string, how: 'erased' | 'ended' = 'erased'): void {
    void this.#place.keystore.forgetCases((one) => one === id);
    if (!this.#cases.delete(id)) return;
    this.#followed.delete(id);
    if (this.#openId === id) this.#openId = null;
    if (how === 'erased') this.#erased += 1;
    else this.#ended += 1;
  }

  // Whoever stood in is not told by the server when others end it: asked for the few that it can be.
  async forgetEnded(only?: string): Promise<void> {
    for (const one of this.cases) {
      if (!one.isCovering || (only !== undefined && one.id !== only)) continue;
      const reply = await this.#context.call('conversation.open', { conversation: one.conversation });
      if (!reply.ok && reply.error.code === 'not_found') this.#endCover(one.id);
    }
  }

  #endCover(id: string): void {
    if (!this.#cases.has(id)) return;
    this.#forget(id, 'ended');
    this.publishSoon();
  }

  // Once the list is whole, keys of what is not on it are of no use to anybody.
  #forgetUnknown(): void {
    if (this.#wholeAt === null || this.#cursor < this.#wholeAt) return;
    this.#wholeAt = null;
    void this.#place.keystore.forgetCases((id) => !this.#cases.has(id));
  }

  putErasedAway(): void {
    this.#erased = 0;
    this.#ended = 0;
    this.publish();
  }

  #learn(head: ConversationHead): void {
    const { conversation, share, head_seq: headSeq } = head;
    const id = toHex(conversation);
    const secret = receivedSecret32('share', share);
    if (!secret) return;
    let found = this.#cases.get(id);
    if (!found) {
      const place: CasePlace = { ...this.#place, changed: (changed) => this.#changed(changed) };
      found = new Case(conversationId(conversation), secret, place);
      this.#cases.set(id, found);
    }
    found.learn(head);
    found.headSeq = Math.max(found.headSeq, headSeq);
    if (found.behind) this.#read(found);
  }

  #read(one: Case): void {
    if (this.#followed.has(one.id) || this.#toRead.includes(one)) return;
    this.#toRead.push(one);
    void this.#readNext();
  }

  async #readNext(): Promise<void> {
    if (this.#reading >= READ_AT_ONCE) return;
    const next = this.#toRead.shift();
    if (!next) return;
    this.#reading += 1;
    try {
      await this.#follow(next);
    } finally {
      this.#reading -= 1;
      void this.#readNext();
    }
  }

  async #follow(one: Case): Promise<void> {
    const { call } = this.#context;
    this.#makeRoom();
    this.#followed.add(one.id);
    const { conversation, log } = one;
    const reply = await call('conversation.subscribe', { conversation, after: log.reader.headSeq });
    if (!reply.ok) {
      this.#followed.delete(one.id);
      return;
    }
    one.headSeq = Math.max(one.headSeq, reply.value.head_seq);
    await Promise.all([log.reached(reply.value.head_seq), one.note.load(call)]);
    this.publishSoon();
  }

  #makeRoom(): void {
    for (const id of this.#followed) {
      if (this.#followed.size < FOLLOWED_MAX) return;
      const found = this.#cases.get(id);
      if (id === this.#openId || !found) continue;
      this.#followed.delete(id);
      void this.#context.call('conversation.unsubscribe', { conversation: found.conversation });
    }
  }

  open(id: string): void {
    const found = this.#cases.get(id);
    if (!found) return;
    this.#openId = id;
    void found.note.load(this.#context.call);
    this.#read(found);
    void this.forgetEnded(id);
    this.publish();
  }

  close(): void {
    this.#openId = null;
    this.publish();
  }

  #changed(changed: Case): void {
    this.#place.changed(changed);
    if (changed.isLeft) this.#endCover(changed.id);
    this.publishSoon();
  }

  publishSoon(): void {
    this.#timer ??= setTimeout(() => this.publish(), PUBLISH_MS);
  }

  publish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { slices } = this.#context;
    const rows = this.#rows();
    slices.set('desk', {
      state: this.#listed ? 'ready' : 'loading',
      rows,
      erased: this.#erased,
      ended: this.#ended,
    });
    const open = this.#openId === null ? undefined : this.#cases.get(this.#openId);
    slices.set('open', open ? open.view() : NO_CASE);
  }

  #rows(): readonly DeskRow[] {
    const names = pebbleNames([...this.#cases.keys()]);
    const at = now();
    const rows = this.cases.map((one): DeskRow => {
      const { id, summary, log, note, finishing } = one;
      const { calls } = this.#place;
      const { roster } = log.reader;
      const due = one.reviewAt !== null && one.reviewAt <= at;
      const group = one.isCovering ? 'cover' : groupOf(summary, calls.today(id));
      const open = due && group !== 'new' ? 'mine' : group;
      const empty = log.entries.length === 0;
      return {
        id,
        alias: note.state.fields.alias,
        pebble: names.get(id) ?? { colour: 0, number: 0 },
        state: shownState(log.state, empty),
        role: roster?.self?.role ?? null,
        brake: roster?.brake ?? false,
        due,
        group: finishing.isFinished ? 'finished' : open,
        unread: summary.unread,
        waitingSince: summary.waitingSince,
        lastAt: summary.lastAt,
        nextCall: nextCallOf(calls.of(id), at),
        cover: one.cover,
      };
    });
    return rows.sort(compareRows);
  }
}
