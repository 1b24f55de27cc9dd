// Telling a family later what was told without consent: kept in the sealed note until the day on which it is decided
// again, never longer ahead than a fortnight. Once the log has the NOTICE, the note forgets it.
import { foldConsent } from '../crypto/consent_ledger.ts';
import { toHex } from '../crypto/encoding.ts';
import type { HeldNotice } from '../crypto/held_notice.ts';
import { statementId } from '../crypto/ids.ts';
import { NOTE_HELD_MAX } from '../crypto/note.ts';
import { systemRandom } from '../crypto/random.ts';
import type { Call } from '../net/calls.ts';
import type { Case } from './case.ts';
import type { AdvisorConsentAct, HeldMatter } from './consent_messages.ts';
import { now } from './context.ts';
import { type Said, wordsOf } from './statement_writing.ts';

const REVIEW_AHEAD_S = 14 * 86_400;
const ID_BYTES = 16;

type Act<Name> = Extract<AdvisorConsentAct, { act: Name }>;

// What the family has not heard: a NOTICE may have reached the log and the note not.
export function heldOf({ note, log }: Pick<Case, 'note' | 'log'>): readonly HeldNotice[] {
  if (note.held.length === 0) return [];
  const told = new Set(foldConsent(log.entries).notices.map(({ notice }) => toHex(notice.statement.id)));
  return note.held.filter(({ id }) => !told.has(toHex(id)));
}

export function heldMatters(one: Case): readonly HeldMatter[] {
  return heldOf(one).map(({ id, about, later, ...held }) => ({
    ...held,
    id: toHex(id),
    points: about.split('\n'),
    later: later.split('\n'),
  }));
}

export function mayHold({ note }: Case): boolean {
  return note.held.length < NOTE_HELD_MAX;
}

function mayReviewAt(reviewAt: number): boolean {
  return reviewAt > now() && reviewAt <= now() + REVIEW_AHEAD_S;
}

// A reason is one line, so that the next one can stand below it.
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

const isSame = (left: HeldNotice, right: HeldNotice) =>
  left.whom === right.whom && left.about === right.about && left.toldAt === right.toldAt;

export function hold(one: Case, act: Act<'hold'>, call: Call): Promise<boolean> {
  if (!mayReviewAt(act.reviewAt)) return Promise.resolve(false);
  const { whom, points, toldAt, why, consulted, reviewAt } = act;
  const id = statementId(systemRandom.bytes(ID_BYTES));
  const later = oneLine(act.later);
  const added = { id, whom, about: points.join('\n'), why, consulted, toldAt, reviewAt, later };
  return one.note.changeHeld((held) => {
    // An answer that got lost: it is there already.
    if (held.some((known) => isSame(known, added))) return held;
    return held.length < NOTE_HELD_MAX ? [...held, added] : null;
  }, call);
}

export function holdOn(
  one: Case,
  { held: id, reviewAt, later }: Act<'hold_on'>,
  call: Call,
): Promise<boolean> {
  if (!mayReviewAt(reviewAt)) return Promise.resolve(false);
  return one.note.changeHeld((held) => {
    if (!held.some((known) => toHex(known.id) === id)) return null;
    return held.map((known) =>
      toHex(known.id) === id ? { ...known, reviewAt, later: `${known.later}\n${oneLine(later)}` } : known,
    );
  }, call);
}

// The NOTICE that it was held for, under its own id.
export function heldSaid(one: Case, { held: id, why, shown }: Act<'tell_held'>): Said | null {
  const held = heldOf(one).find((known) => toHex(known.id) === id);
  if (!held) return null;
  const words = wordsOf(held.whom, held.about.split('\n'), shown);
  const { toldAt, consulted } = held;
  return { id: held.id, action: 'notice', purpose: 'tell', toldAt, why, consulted, ...words };
}

// What the log says to have been told goes from the note.
export async function forgetTold(one: Case, call: Call): Promise<void> {
  const left = new Set(heldOf(one).map(({ id }) => toHex(id)));
  if (left.size === one.note.held.length) return;
  await one.note.changeHeld((held) => held.filter(({ id }) => left.has(toHex(id))), call);
}
