// Makes statements and sends them: signed once, sealed anew for the place that they get (crypto/KZ1.md 5.5).
import { toHex } from '../crypto/encoding.ts';
import { type ConversationId, statementId } from '../crypto/ids.ts';
import type { LogEntry } from '../crypto/log_reader.ts';
import { systemRandom } from '../crypto/random.ts';
import type { SigningKey } from '../crypto/sign.ts';
import { type Statement, signStatement, type VerifiedStatement } from '../crypto/statement.ts';
import { sealStatement } from '../crypto/statement_entry.ts';
import type { ShownText } from './consent_messages.ts';
import { now } from './context.ts';
import type { Draft } from './draft.ts';

// Of the page's texts from which the full text is made (feature/consent/full_text.ts); counts up when they change.
const TEMPLATE = 1;
const ID_BYTES = 16;

// What the person decided; the rest follows from who says it, where and when.
export type Said = Omit<
  Statement,
  'id' | 'conversation' | 'issuer' | 'validFrom' | 'validUntil' | 'issuedAt' | 'template'
> &
  Partial<Pick<Statement, 'id' | 'validFrom' | 'validUntil'>>;

export type Speaker = { readonly conversation: ConversationId; readonly signer: SigningKey };

export function wordsOf(whom: string, points: readonly string[], shown: ShownText) {
  return { whom, about: points.join('\n'), text: shown.text, language: shown.language };
}

// A yes counts from what the server wrote last: no clock of a device can put its beginning into the future.
export function validFrom(entries: readonly LogEntry[]): number {
  return Math.min(now(), entries.at(-1)?.receivedAt ?? 0);
}

export function statementByRef(entries: readonly LogEntry[], ref: string): VerifiedStatement | null {
  for (const { content } of entries) {
    if (content.kind === 'statement' && toHex(content.statement.hash) === ref) return content.statement;
  }
  return null;
}

// Null when it passes a bound, so that nothing is sent.
export function statementDraft(said: Said, { conversation, signer }: Speaker): Draft | null {
  const statement = signStatement(
    {
      validFrom: 0,
      validUntil: 0,
      ...said,
      id: said.id ?? statementId(systemRandom.bytes(ID_BYTES)),
      conversation,
      issuer: signer.verifyKey,
      issuedAt: now(),
      template: TEMPLATE,
    },
    signer,
  );
  if (!statement) return null;
  return {
    kind: 'made',
    make: ({ keys, position, sender, random }) =>
      keys && sealStatement({ statement, position, keys, sender, random }),
  };
}
