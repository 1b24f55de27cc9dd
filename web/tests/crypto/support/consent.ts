// Statements as people make them in a scenario, sealed and appended.
import type { CommitReason } from '../../../src/crypto/commit.ts';
import { advisorRecipient, type NewRecipient, sealCommit } from '../../../src/crypto/commit_seal.ts';
import { type EntryHash, statementId } from '../../../src/crypto/ids.ts';
import type { SigningKey } from '../../../src/crypto/sign.ts';
import { type Statement, signStatement, type VerifiedStatement } from '../../../src/crypto/statement.ts';
import { sealStatement } from '../../../src/crypto/statement_entry.ts';
import { present } from './expect.ts';
import { type AdvisorDevice, NOW, PLAIN_ROSTER, type Scenario } from './scenario.ts';

export const ASKED = {
  whom: 'de mentor',
  about: 'wat er op dinsdag was',
  text: 'Ja',
  language: 'nl-je',
} as const;

export type Said = Partial<Statement> & Pick<Statement, 'action'>;

/** A statement of purpose "tell", sound unless `said` makes it otherwise. */
export function statementOf(scenario: Scenario, issuer: SigningKey, said: Said): Statement {
  const { conversation, random } = scenario;
  return {
    id: statementId(random.bytes(16)),
    conversation,
    issuer: issuer.verifyKey,
    purpose: 'tell',
    validFrom: 0,
    validUntil: 0,
    issuedAt: NOW,
    template: 1,
    ...said,
  };
}

export function sealed(scenario: Scenario, issuer: SigningKey, statement: VerifiedStatement): Uint8Array {
  const keys = present(scenario.writer.keys);
  const position = scenario.writer.next();
  return present(sealStatement({ statement, position, keys, sender: issuer, random: scenario.random }));
}

/** Signed, sealed and appended; the statement, for others to refer to. */
export function say(scenario: Scenario, issuer: SigningKey, said: Said): VerifiedStatement {
  const statement = present(signStatement(statementOf(scenario, issuer, said), issuer));
  scenario.append(sealed(scenario, issuer, statement));
  return statement;
}

export function grantCover(scenario: Scenario, colleague: AdvisorDevice, extra: Partial<Statement> = {}) {
  const toAdvisor = colleague.identity.verifyKey;
  return say(scenario, scenario.client.signing, {
    action: 'grant',
    purpose: 'cover',
    toAdvisor,
    ...ASKED,
    ...extra,
  });
}

/** The COMMIT by which the scenario's advisor brings a colleague in. */
export function addColleague(
  scenario: Scenario,
  colleague: AdvisorDevice,
  authRef: EntryHash,
  { reason = 'add', recipients }: { reason?: CommitReason; recipients?: readonly NewRecipient[] } = {},
): Uint8Array {
  const named = recipients ?? [...scenario.recipients(), advisorRecipient(colleague.prekey)];
  const plan = { reason, authRef, recipients: named, roster: PLAIN_ROSTER };
  const position = scenario.writer.next('commit');
  const { share, random, device } = scenario;
  return present(sealCommit({ plan, position, share, signer: device.signing, random })).entry;
}
