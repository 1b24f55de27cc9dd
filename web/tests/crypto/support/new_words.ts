// The COMMIT that gives a client new words, as somebody makes it who does it right, or wrong in one point.
import type { CommitReason } from '../../../src/crypto/commit.ts';
import {
  advisorRecipient,
  clientRecipient,
  type HistoryGrant,
  sealCommit,
} from '../../../src/crypto/commit_seal.ts';
import type { EntryPosition } from '../../../src/crypto/entry.ts';
import type { SigningKey } from '../../../src/crypto/sign.ts';
import { signSuccession } from '../../../src/crypto/succession.ts';
import { present } from './expect.ts';
import { type Client, PLAIN_ROSTER, type Scenario } from './scenario.ts';

type Change = {
  readonly reason: CommitReason;
  readonly successor: Client;
  readonly signer: SigningKey;
  readonly history?: readonly HistoryGrant[];
  /** Who says to succeed, and where: by default the successor, here. */
  readonly vouching?: SigningKey | null;
  readonly place?: (position: EntryPosition) => EntryPosition;
};

export function newWords(scenario: Scenario, change: Change): Uint8Array {
  const { reason, successor, signer, history = [], vouching = successor.signing } = change;
  const position = scenario.writer.next('commit');
  const place = change.place?.(position) ?? position;
  const statement = { position: place, kemId: successor.kem.kemId };
  const succession = vouching ? signSuccession(statement, vouching) : undefined;
  const recipients = [
    clientRecipient(successor.signing.verifyKey, successor.kem.publicKey, history),
    advisorRecipient(scenario.device.prekey),
  ];
  const plan = { reason, recipients, roster: { ...PLAIN_ROSTER, succession } };
  const { share, random } = scenario;
  return present(sealCommit({ plan, position, share, signer, random })).entry;
}
