// Standing in as the advisor sees it whose page this is. Pure.
import { equalBytes } from '../crypto/bytes.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import { type CoverState, NO_COVER } from './case_messages.ts';
import type { ConsentView } from './consent_view.ts';
import type { ConversationLog } from './conversation_log.ts';
import type { StandIn } from './cover_view.ts';

// The entry with which this advisor came in; 0 when it does not stand in now.
export function sinceWhen(stood: readonly StandIn[], ownKey: VerifyKey): number {
  return stood.findLast(({ id, to }) => to === null && equalBytes(id, ownKey))?.from.seq ?? 0;
}

export type CoverSeen = {
  readonly seen: Pick<ConsentView, 'covers' | 'stood'>;
  readonly log: Pick<ConversationLog, 'entries' | 'reader' | 'state'>;
  readonly ownKey: VerifyKey;
  readonly nameOf: (identityKey: VerifyKey) => string;
};

export function coverStateOf({ seen, log, ownKey, nameOf }: CoverSeen): CoverState {
  if (log.state !== 'good' || seen.covers.length === 0) return NO_COVER;
  const own = seen.stood.findLast(({ id, to }) => to === null && equalBytes(id, ownKey));
  if (!own) return { state: 'covered', people: seen.covers, hidden: false };
  const main = log.reader.members.filter(({ role }) => role === 'advisor');
  const people = main.map(({ id }) => ({ name: nameOf(id), until: own.until }));
  const hidden = log.entries.some(({ seq, content }) => seq < own.from.seq && content.kind === 'sealed');
  return { state: 'covering', people, hidden };
}
