// STATEMENT entries: a signed statement, sealed as a MESSAGE is (crypto/KZ1.md 5.5).
import { equalBytes } from './bytes.ts';
import type { EntryPosition, VerifiedEntry } from './entry.ts';
import type { EpochKeys } from './epoch.ts';
import { nonce } from './ids.ts';
import type { Random } from './random.ts';
import { openEntry, sealEntry } from './sealed_entry.ts';
import type { SigningKey } from './sign.ts';
import { type VerifiedStatement, verifyStatement } from './statement.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

const STATEMENT_TAG = 16;

export type StatementSeal = {
  readonly statement: VerifiedStatement;
  readonly position: EntryPosition;
  readonly keys: EpochKeys;
  /** The statement's issuer. */
  readonly sender: SigningKey;
  readonly random: Random;
};

/** The whole signed entry. Null when statement, keys, sender and position do not belong together. */
export function sealStatement(seal: StatementSeal): Uint8Array | null {
  const { statement, position, keys, sender, random } = seal;
  const isOurs =
    equalBytes(statement.issuer, sender.verifyKey) &&
    equalBytes(statement.conversation, position.conversation);
  if (!isOurs) return null;
  const tlv = encodeTlv([[STATEMENT_TAG, statement.bytes]]);
  return sealEntry('statement', tlv, { position, keys, sender, nonce: nonce(random.bytes(24)) });
}

/**
 * Null when it does not open, holds no sound statement, or one that another key signed or that was made for another
 * conversation.
 */
export function openStatement(entry: VerifiedEntry, keys: EpochKeys): VerifiedStatement | null {
  const tlv = entry.header.kind === 'statement' ? openEntry(entry, keys) : null;
  const fields = tlv && TlvFields.parse(tlv);
  const bytes = fields?.ok ? fields.value.raw(STATEMENT_TAG) : undefined;
  const statement = bytes && verifyStatement(bytes);
  if (!statement?.ok) return null;
  const { issuer, conversation } = statement.value;
  const belongs =
    equalBytes(issuer, entry.signer) && equalBytes(conversation, entry.header.position.conversation);
  return belongs ? statement.value : null;
}
