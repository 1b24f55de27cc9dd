// The vectors of primitives, keys and numbers (protocol/vectors): the C++ tests run the same files.
import { beforeAll, expect } from 'vitest';
import { isZero } from '../../src/crypto/bytes.ts';
import {
  clientAuthKey,
  clientKemKey,
  clientRoot,
  clientSigningKey,
  codeSalt,
  mailboxOf,
} from '../../src/crypto/client_keys.ts';
import { deriveEpoch } from '../../src/crypto/epoch.ts';
import { hash } from '../../src/crypto/hash.ts';
import type { HeldNotice } from '../../src/crypto/held_notice.ts';
import { expand, expandRaw, extract } from '../../src/crypto/hkdf.ts';
import { unwrap, wrap } from '../../src/crypto/hpke.ts';
import {
  advisorId,
  conversationId,
  deviceId,
  entryHash,
  keyId,
  signature,
  statementId,
} from '../../src/crypto/ids.ts';
import type { Label } from '../../src/crypto/labels.ts';
import { signLogin, verifyLogin } from '../../src/crypto/login.ts';
import { notesKey, openNote, sealNote } from '../../src/crypto/note.ts';
import { pad, unpad } from '../../src/crypto/padding.ts';
import { chainCheck, safetyNumber } from '../../src/crypto/safety_number.ts';
import { epochKey, kemSeed, share, signingSeed } from '../../src/crypto/secret.ts';
import { sign, signingKeyFromSeed, verify, verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium, sodium } from '../../src/crypto/sodium.ts';
import { parseTlv } from '../../src/crypto/tlv.ts';
import { codeFromInteger } from '../../src/crypto/words.ts';
import { seekWork, workBits, workSubject } from '../../src/crypto/work.ts';
import { decapsulate, encapsulate, kemKeyPairFromSeed, kemPublicKey } from '../../src/crypto/xwing.ts';
import { present, refusalOf } from './support/expect.ts';
import { acceptOr, type Fields, givenRandom, testVectors } from './support/vector.ts';

beforeAll(loadSodium);

// Vectors use labels of the test and of later versions too.
const labelOf = (vector: Fields): Label => vector.text('label') as Label;
const publicKeyOf = (vector: Fields) => present(verifyKey(vector.hex('public_key')));

testVectors('client_keys.json', {
  '': (vector) => {
    const code = codeFromInteger(vector.hex('code'));
    if (code === null) return 'shape';
    const deployment = vector.text('deployment_id');
    const root = present(clientRoot(code, deployment));
    const auth = clientAuthKey(root);
    const kem = clientKemKey(root);
    expect(codeSalt(deployment)).toEqual(vector.hex('code_salt'));
    expect(root.reveal()).toEqual(vector.hex('root'));
    expect(auth.seed.reveal()).toEqual(vector.hex('auth_seed'));
    expect(auth.verifyKey).toEqual(vector.hex('auth_pk'));
    expect(mailboxOf(auth.verifyKey)).toEqual(vector.hex('mailbox'));
    expect(kem.seed.reveal()).toEqual(vector.hex('kem_seed'));
    expect(kem.kemId).toEqual(vector.hex('kem_id'));
    const signing = clientSigningKey(root, conversationId(vector.hex('conversation')));
    expect(signing.verifyKey).toEqual(vector.hex('sign_pk'));
    return 'accept';
  },
});

testVectors('hkdf.json', {
  hash: (vector) => {
    expect(hash(labelOf(vector), vector.hex('message'))).toEqual(vector.hex('output'));
    return 'accept';
  },
  hkdf: (vector) => {
    const output = vector.hex('output');
    const prk = extract(vector.hex('salt'), vector.hex('ikm')).reveal();
    expect(expandRaw(prk, vector.hex('info'), output.length)).toEqual(output);
    return 'accept';
  },
  expand: (vector) => {
    expect(expand(vector.hex('prk'), labelOf(vector), vector.hex('context'))).toEqual(vector.hex('output'));
    return 'accept';
  },
});

testVectors('sign.json', {
  sign: (vector) => {
    if (isZero(vector.hex('seed'))) {
      expect(() => signingSeed(vector.hex('seed'))).toThrow(RangeError);
      return 'shape';
    }
    const key = signingKeyFromSeed(signingSeed(vector.hex('seed')));
    expect(key.verifyKey).toEqual(vector.hex('public_key'));
    expect(key.keyId).toEqual(vector.hex('key_id'));
    expect(sign(key, labelOf(vector), vector.hex('message'))).toEqual(vector.hex('signature'));
    return 'accept';
  },
  verify: (vector) => {
    const made = signature(vector.hex('signature'));
    return acceptOr('signature', verify(publicKeyOf(vector), labelOf(vector), [vector.hex('message')], made));
  },
  raw: (vector) => {
    const [made, message, key] = [vector.hex('signature'), vector.hex('message'), vector.hex('public_key')];
    return acceptOr('signature', sodium().crypto_sign_verify_detached(made, message, key));
  },
});

testVectors('xwing.json', {
  round_trip: (vector) => {
    const pair = kemKeyPairFromSeed(kemSeed(vector.hex('seed')));
    const made = present(encapsulate(pair.publicKey, givenRandom(vector.hex('encapsulation_seed'))));
    expect(pair.publicKey).toEqual(vector.hex('public_key'));
    expect(pair.kemId).toEqual(vector.hex('kem_id'));
    expect(made.ciphertext).toEqual(vector.hex('ciphertext'));
    expect(made.sharedSecret).toEqual(vector.hex('shared_secret'));
    expect(decapsulate(pair.seed, made.ciphertext)).toEqual(made.sharedSecret);
    return 'accept';
  },
  encapsulate: (vector) => {
    const key = kemPublicKey(vector.hex('public_key'));
    if (key === null) return 'syntax';
    return acceptOr('shape', encapsulate(key, givenRandom(vector.hex('encapsulation_seed'))));
  },
  decapsulate: (vector) => {
    const secret = decapsulate(kemSeed(vector.hex('seed')), vector.hex('ciphertext'));
    if (secret === null) return 'decrypt';
    expect(secret).toEqual(vector.hex('shared_secret'));
    return 'accept';
  },
});

const contextOf = (vector: Fields) => ({ info: vector.hex('info'), associated: vector.hex('associated') });
const opened = (vector: Fields) =>
  unwrap(kemKeyPairFromSeed(kemSeed(vector.hex('seed'))), contextOf(vector), vector.hex('wrapped'));

testVectors('hpke.json', {
  wrap: (vector) => {
    const key = present(kemPublicKey(vector.hex('public_key')));
    const random = givenRandom(vector.hex('random'));
    expect(wrap(key, contextOf(vector), vector.hex('plaintext'), random)).toEqual(vector.hex('wrapped'));
    expect(opened(vector)).toEqual(vector.hex('plaintext'));
    expect(random.usedUp()).toBe(true);
    return 'accept';
  },
  unwrap: (vector) => acceptOr('decrypt', opened(vector)),
});

testVectors('tlv_padding.json', {
  tlv: (vector) => {
    const items = parseTlv(vector.hex('bytes'));
    if (items.ok) {
      const expected = vector
        .list('items')
        .map((item) => ({ tag: item.number('tag'), value: item.hex('value') }));
      expect(items.value).toEqual(expected);
    }
    return refusalOf(items);
  },
  pad: (vector) => {
    const padded = pad(new Uint8Array(vector.number('size')).fill(7));
    if (padded === null) return 'limit';
    expect(padded.length).toBe(vector.number('padded_size'));
    return 'accept';
  },
  unpad: (vector) => {
    const plaintext = unpad(vector.hex('padded'));
    if (plaintext === null) return 'decrypt';
    expect(plaintext.length).toBe(vector.number('size'));
    return 'accept';
  },
});

testVectors('epoch.json', {
  '': (vector) => {
    if (isZero(vector.hex('share')) || isZero(vector.hex('secret'))) {
      expect(() => share(new Uint8Array(32))).toThrow(RangeError);
      return 'shape';
    }
    const [ours, secret] = [share(vector.hex('share')), epochKey(vector.hex('secret'))];
    const conversation = conversationId(vector.hex('conversation'));
    const keys = deriveEpoch(ours, secret, conversation, vector.number('epoch'));
    expect(keys.commitment).toEqual(vector.hex('key_commitment'));
    expect(keys.rosterKey.reveal()).toEqual(vector.hex('roster_key'));
    expect(keys.senderKey(keyId(vector.hex('sender'))).reveal()).toEqual(vector.hex('sender_key'));
    return 'accept';
  },
});

testVectors('safety_number.json', {
  identity: (vector) => {
    expect(safetyNumber(publicKeyOf(vector))).toBe(vector.text('number'));
    return 'accept';
  },
  chain: (vector) => {
    expect(chainCheck(entryHash(vector.hex('entry_hash')))).toBe(vector.text('number'));
    return 'accept';
  },
});

testVectors('login.json', {
  '': (vector) => {
    const transcript = {
      origin: vector.text('origin'),
      nonce: vector.hex('challenge'),
      id: deviceId(vector.hex('id')),
      expiresAt: vector.number('expires_s'),
    };
    const made = signature(vector.hex('signature'));
    if (!verifyLogin(publicKeyOf(vector), transcript, made)) return 'signature';
    expect(signLogin(signingKeyFromSeed(signingSeed(vector.hex('seed'))), transcript)).toEqual(made);
    return 'accept';
  },
});

testVectors('work.json', {
  '': (vector) => {
    const advisors = vector.hexList('advisors').map(advisorId);
    const subject = workSubject(vector.hex('nonce'), conversationId(vector.hex('conversation')), advisors);
    expect(subject).toEqual(vector.hex('subject'));
    const [bits, counter] = [vector.number('bits'), vector.number('counter')];
    if (Number(workBits(subject, counter)) < bits) return 'rule';
    expect(seekWork(subject, bits, 0, counter + 1)).toBe(counter);
    expect(seekWork(subject, bits, 0, counter)).toBeNull();
    return 'accept';
  },
});

const heldNotice = (held: Fields): HeldNotice => ({
  id: statementId(held.hex('id')),
  whom: held.text('whom'),
  about: held.text('about'),
  why: held.text('why'),
  consulted: held.text('consulted'),
  toldAt: held.number('told_at'),
  reviewAt: held.number('review_at'),
  later: held.text('later'),
});

testVectors('note.json', {
  '': (vector) => {
    const place = {
      key: notesKey(vector.hex('key')),
      conversation: conversationId(vector.hex('conversation')),
      revision: vector.number('revision'),
    };
    const fields = vector.object('note');
    const note = {
      text: fields.text('text'),
      alias: fields.text('alias'),
      labels: fields.textList('labels'),
      held: fields.has('held') ? fields.list('held').map(heldNotice) : [],
    };
    const result = openNote(vector.hex('sealed'), place);
    if (result === null) return 'decrypt';
    expect(result).toEqual(note);
    expect(sealNote(note, place, givenRandom(vector.hex('random')))).toEqual(vector.hex('sealed'));
    return 'accept';
  },
});
