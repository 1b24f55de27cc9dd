// Statements, what they come to, and the order to erase (protocol/vectors/{statement,consent}.json).
import { beforeAll, expect } from 'vitest';
import {
  type ConsentLedger,
  foldConsent,
  isInForce,
  permitsAdding,
} from '../../src/crypto/consent_ledger.ts';
import type { VerifiedEntry } from '../../src/crypto/entry.ts';
import { deriveEpoch } from '../../src/crypto/epoch.ts';
import { parseEraseOrder } from '../../src/crypto/erase_order.ts';
import { entryHash } from '../../src/crypto/ids.ts';
import type { LogContent } from '../../src/crypto/log_content.ts';
import type { LogEntry } from '../../src/crypto/log_reader.ts';
import { epochKey, share, signingSeed } from '../../src/crypto/secret.ts';
import { keyIdOf, signingKeyFromSeed } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { signStatement, verifyStatement } from '../../src/crypto/statement.ts';
import { openStatement, sealStatement } from '../../src/crypto/statement_entry.ts';
import { checkedValue, present, refusalOf } from './support/expect.ts';
import { type Fields, givenRandom, testVectors } from './support/vector.ts';
import { keyFrom, membersFrom, roleOf, verifiedFrom } from './support/vector_objects.ts';

beforeAll(loadSodium);

const ACTIONS = ['grant', 'withdraw', 'use', 'acknowledge', 'propose', 'decline', 'notice'];
const signerOf = (vector: Fields) => signingKeyFromSeed(signingSeed(vector.hex('seed')));

testVectors('statement.json', {
  statement: (vector) => {
    const bytes = vector.hex('statement');
    const checked = verifyStatement(bytes);
    if (!checked.ok) return checked.refusal;
    expect(checked.value.hash).toEqual(vector.hex('hash'));
    expect(checked.value.action).toBe(ACTIONS[vector.number('action') - 1]);
    if (vector.has('seed')) {
      expect(present(signStatement(checked.value, signerOf(vector))).bytes).toEqual(bytes);
    }
    return 'accept';
  },
  entry: (vector) => {
    const entry = verifiedFrom(vector, keyFrom(vector, 'public_key'));
    const { position } = entry.header;
    const keys = present(
      deriveEpoch(
        share(vector.hex('share')),
        epochKey(vector.hex('secret')),
        position.conversation,
        position.epoch,
      ),
    );
    const statement = openStatement(entry, keys);
    if (statement === null) return 'decrypt';
    expect(statement.bytes).toEqual(vector.hex('statement'));
    const random = givenRandom(vector.hex('nonce'));
    const sender = signerOf(vector);
    expect(sealStatement({ statement, position, keys, sender, random })).toEqual(vector.hex('entry'));
    return 'accept';
  },
  erase: (vector) => refusalOf(parseEraseOrder(vector.hex('payload'))),
});

/** An event as the log reader would hand it to the ledger: only what the ledger looks at. */
function entryFrom(event: Fields): LogEntry {
  const isCommit = event.has('members');
  const kind = isCommit ? 'commit' : 'statement';
  const hash = event.has('entry_hash') ? entryHash(event.hex('entry_hash')) : null;
  const verified = { header: { kind }, hash } as unknown as VerifiedEntry;
  const id = isCommit ? new Uint8Array(32) : keyFrom(event, 'member');
  const sender = {
    role: event.has('role') ? roleOf(event.number('role')) : 'client',
    id,
    key: isCommit ? id : keyIdOf(keyFrom(event, 'member')),
    underCard: event.flag('under_card'),
  } as unknown as LogEntry['sender'];
  const seq = isCommit ? 0 : event.number('seq');
  return { seq, receivedAt: 0, sender, verified, content: contentFrom(event) };
}

function contentFrom(event: Fields): LogContent {
  if (event.has('unopened')) return { kind: 'sealed' };
  if (event.has('members')) {
    const reason = event.flag('own_change') ? ('code_changed' as const) : ('rotate' as const);
    return { kind: 'commit', reason, members: membersFrom(event.hex('members')), roster: null };
  }
  return { kind: 'statement', statement: checkedValue(verifyStatement(event.hex('statement'))) };
}

function ask(event: Fields, entries: readonly LogEntry[]): boolean {
  const ledger = foldConsent(entries);
  const commits = entries.flatMap(({ content }) => (content.kind === 'commit' ? [content.members] : []));
  const members = present(commits.at(-1));
  const authRef = entryHash(event.hex('auth_ref'));
  return permitsAdding(ledger, {
    authRef,
    advisor: keyFrom(event, 'advisor'),
    members,
    at: event.number('at_s'),
  });
}

function recordsOf(ledger: ConsentLedger, at: number): readonly unknown[] {
  return ledger.records.map((record) => ({
    proposal: record.proposal !== null,
    grant: record.grant !== null,
    declined: record.declined !== null,
    withdrawn: record.withdrawn !== null,
    uses: record.uses.length,
    seen: record.seen.length,
    in_force: isInForce(record, at),
  }));
}

testVectors('consent.json', {
  '': (vector) => {
    const entries: LogEntry[] = [];
    for (const event of vector.list('events')) {
      if (event.has('permitted')) expect(ask(event, entries)).toBe(event.flag('permitted'));
      else entries.push(entryFrom(event));
    }
    const ledger = foldConsent(entries);
    expect(ledger.ignored).toEqual(vector.items('ignored'));
    expect(recordsOf(ledger, vector.number('at_s'))).toEqual(vector.items('records'));
    expect(ledger.notices.map(({ seen }) => ({ seen: seen.length }))).toEqual(vector.items('notices'));
    return 'accept';
  },
});
