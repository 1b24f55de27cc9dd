// The vectors of entries and what they seal (protocol/vectors): the C++ tests run the same files.
import { beforeAll, expect } from 'vitest';
import { equalBytes } from '../../src/crypto/bytes.ts';
import { encodeCommit, parseCommit } from '../../src/crypto/commit.ts';
import { judgeCommit } from '../../src/crypto/commit_rules.ts';
import { openCommit, sealCommitPayload } from '../../src/crypto/commit_seal.ts';
import { NO_NONCE, parseEntry, signEntry, verifyEntry } from '../../src/crypto/entry.ts';
import { deriveEpoch } from '../../src/crypto/epoch.ts';
import { parseErased, verifyErased } from '../../src/crypto/erased_entry.ts';
import { advisorId, kemId, nonce, signature } from '../../src/crypto/ids.ts';
import { encodeMessage, openMessage, parseMessage, sealMessage } from '../../src/crypto/message.ts';
import { parseCallDetails, parsePrivate } from '../../src/crypto/private_entry.ts';
import { openPrivate, sealPrivate, unwrapPrivate } from '../../src/crypto/private_seal.ts';
import { encodeRoster, parseRoster } from '../../src/crypto/roster.ts';
import { epochKey, kemSeed, share, signingSeed } from '../../src/crypto/secret.ts';
import { signingKeyFromSeed, verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { signSuccession, verifySuccession } from '../../src/crypto/succession.ts';
import { kemKeyPairFromSeed, kemPublicKey } from '../../src/crypto/xwing.ts';
import { checkedValue, present, refusalOf } from './support/expect.ts';
import { acceptOr, type Fields, givenRandom, testVectors } from './support/vector.ts';
import {
  callDetailsFrom,
  historyFrom,
  keyFrom,
  membersFrom,
  messageFrom,
  positionOf,
  reasonOf,
  roleOf,
  rosterFrom,
  verifiedFrom,
} from './support/vector_objects.ts';

beforeAll(loadSodium);

const signerOf = (vector: Fields) => signingKeyFromSeed(signingSeed(vector.hex('seed')));
const shareOf = (vector: Fields) => share(vector.hex('share'));
const readerOf = (vector: Fields) => kemKeyPairFromSeed(kemSeed(vector.hex('kem_seed')));

testVectors('entry.json', {
  entry: (vector) => {
    const parsed = parseEntry(vector.hex('entry'));
    if (!parsed.ok) return parsed.refusal;
    const verified = verifyEntry(parsed.value, keyFrom(vector, 'public_key'));
    if (verified === null) return 'signature';
    const { header } = verified;
    expect(header.kind).toBe(vector.text('kind'));
    expect(header.position).toEqual(positionOf(vector));
    expect(header.sender).toEqual(vector.hex('sender'));
    expect(header.nonce).toEqual(vector.hex('nonce'));
    expect(verified.payloadHash).toEqual(vector.hex('payload_hash'));
    expect(verified.hash).toEqual(vector.hex('hash'));
    const sealed = { nonce: nonce(vector.hex('nonce')), payload: vector.hex('payload') };
    expect(signEntry(header.kind, positionOf(vector), sealed, signerOf(vector))).toEqual(vector.hex('entry'));
    return 'accept';
  },
  erased: (vector) => {
    const parsed = parseErased(vector.hex('erased'));
    if (!parsed.ok) return parsed.refusal;
    const hash = verifyErased(parsed.value, keyFrom(vector, 'public_key'));
    if (hash === null) return 'signature';
    expect(hash).toEqual(vector.hex('hash'));
    return 'accept';
  },
});

const judgeRules = (vector: Fields) => {
  const who = vector.object('sender');
  const sender = {
    key: keyFrom(who, 'key'),
    role: roleOf(who.number('role')),
    member: keyFrom(who, 'member'),
  };
  const verdict = judgeCommit(checkedValue(parseCommit(vector.hex('payload'))), {
    before: vector.has('before') && vector.text('before') !== '' ? membersFrom(vector.hex('before')) : [],
    sender,
    directory: vector.has('directory')
      ? vector.hexList('directory').map((key) => present(verifyKey(key)))
      : undefined,
    excludedAdvisors: vector.has('excluded') ? vector.hexList('excluded').map(advisorId) : [],
    isPermitted: vector.flag('permitted'),
  });
  expect(verdict).toBe(vector.text('verdict'));
  return verdict === 'allowed' ? 'accept' : 'rule';
};

testVectors('commit.json', {
  seal: (vector) => {
    const position = positionOf(vector);
    const key = epochKey(vector.hex('secret'));
    const keys = deriveEpoch(shareOf(vector), key, position.conversation, position.epoch);
    const recipients = vector.list('recipients').map((recipient) => ({
      role: roleOf(recipient.number('role')),
      id: keyFrom(recipient, 'id'),
      kemKey: present(kemPublicKey(recipient.hex('kem_key'))),
      history: historyFrom(recipient),
    }));
    const plan = {
      reason: reasonOf(vector.number('reason')),
      recipients,
      roster: rosterFrom(vector.object('roster')),
    };
    const random = givenRandom(vector.hex('random'));
    const payload = present(sealCommitPayload(plan, key, keys, random));
    expect(random.usedUp()).toBe(true);
    const entry = signEntry('commit', position, { nonce: NO_NONCE, payload }, signerOf(vector));
    expect(entry).toEqual(vector.hex('entry'));
    return 'accept';
  },
  open: (vector) => {
    const entry = verifiedFrom(vector, keyFrom(vector, 'signer'));
    const opened = openCommit(entry, readerOf(vector), shareOf(vector));
    if (opened === null) return 'decrypt';
    expect(opened.key.reveal()).toEqual(vector.hex('secret'));
    expect(opened.history.map(({ epoch, key }) => [epoch, key.reveal()])).toEqual(
      historyFrom(vector).map(({ epoch, key }) => [epoch, key.reveal()]),
    );
    expect(opened.roster).toEqual(rosterFrom(vector.object('roster')));
    return 'accept';
  },
  parse: (vector) => {
    const commit = parseCommit(vector.hex('payload'));
    if (commit.ok) expect(encodeCommit(commit.value)).toEqual(vector.hex('payload'));
    return refusalOf(commit);
  },
  rules: judgeRules,
});

testVectors('permission.json', { rules: judgeRules });

testVectors('new_words.json', {
  rules: judgeRules,
  succession: (vector) => {
    const succession = { position: positionOf(vector), kemId: kemId(vector.hex('kem_id')) };
    const made = signature(vector.hex('signature'));
    if (vector.has('seed')) expect(signSuccession(succession, signerOf(vector))).toEqual(made);
    return acceptOr('signature', verifySuccession(succession, keyFrom(vector, 'successor'), made));
  },
  roster: (vector) => {
    const roster = parseRoster(vector.hex('roster'));
    if (!roster.ok) return roster.refusal;
    expect(encodeRoster(roster.value)).toEqual(vector.hex('roster'));
    expect(roster.value.succession).toEqual(vector.hex('succession'));
    return 'accept';
  },
});

const epochKeysOf = (vector: Fields, entry: ReturnType<typeof verifiedFrom>) => {
  const { conversation, epoch } = entry.header.position;
  return deriveEpoch(shareOf(vector), epochKey(vector.hex('secret')), conversation, epoch);
};

testVectors('message.json', {
  seal: (vector) => {
    const position = positionOf(vector);
    const entry = verifiedFrom(vector, keyFrom(vector, 'public_key'));
    const message = messageFrom(vector.object('message'));
    const keys = epochKeysOf(vector, entry);
    const random = givenRandom(vector.hex('random'));
    expect(openMessage(entry, keys)).toEqual(message);
    const sealed = sealMessage({ message, position, keys, sender: signerOf(vector), random });
    expect(sealed).toEqual(vector.hex('entry'));
    expect(random.usedUp()).toBe(true);
    return 'accept';
  },
  open: (vector) => {
    const entry = verifiedFrom(vector, keyFrom(vector, 'public_key'));
    return acceptOr('decrypt', openMessage(entry, epochKeysOf(vector, entry)));
  },
  tlv: (vector) => {
    const message = parseMessage(vector.hex('tlv'));
    if (!message.ok) return refusalOf(message);
    expect(message.value).toEqual(messageFrom(vector.object('message')));
    // Unknown tags are lost, all else is written the same.
    const encoded = vector.hex(vector.has('encoded') ? 'encoded' : 'tlv');
    expect(equalBytes(encodeMessage(message.value), encoded)).toBe(true);
    return refusalOf(message);
  },
});

const openPrivateOf = (vector: Fields) => {
  const entry = verifiedFrom(vector, keyFrom(vector, 'public_key'));
  const secret = unwrapPrivate(entry, readerOf(vector));
  const details = secret && openPrivate(entry, secret, shareOf(vector));
  return secret && details ? { secret, details } : null;
};

testVectors('private.json', {
  seal: (vector) => {
    const opened = present(openPrivateOf(vector));
    const details = callDetailsFrom(vector.object('details'));
    expect(opened.details).toEqual(details);
    expect(equalBytes(opened.secret.reveal(), vector.hex('x'))).toBe(true);
    const devices = vector.hexList('devices').map((key) => present(kemPublicKey(key)));
    const random = givenRandom(vector.hex('random'));
    const seal = { details, position: positionOf(vector), share: shareOf(vector), devices };
    expect(sealPrivate({ ...seal, sender: signerOf(vector), random })).toEqual(vector.hex('entry'));
    expect(random.usedUp()).toBe(true);
    return 'accept';
  },
  open: (vector) => acceptOr('decrypt', openPrivateOf(vector)),
  tlv: (vector) => {
    const details = parseCallDetails(vector.hex('tlv'));
    if (details.ok) expect(details.value).toEqual(callDetailsFrom(vector.object('details')));
    return refusalOf(details);
  },
  parse: (vector) => refusalOf(parsePrivate(vector.hex('payload'))),
});
