import { beforeAll, describe, expect, test } from 'vitest';
import { concat, u8, u32, u64 } from '../../src/crypto/bytes.ts';
import {
  ENTRY_PAYLOAD_BYTES_MAX,
  NO_NONCE,
  parseEntry,
  signEntry,
  verifyEntry,
} from '../../src/crypto/entry.ts';
import { erasePayload, parseErased, verifyErased } from '../../src/crypto/erased_entry.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { conversationId, NO_ENTRY, nonce } from '../../src/crypto/ids.ts';
import { appendEntry, appendErased, emptyChain } from '../../src/crypto/log_chain.ts';
import { generateSigningKey, sign } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { checkedValue, flipped, present, refusalOf } from './support/expect.ts';
import { NOW, Scenario } from './support/scenario.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const key = () => generateSigningKey(seededRandom('entry'));
const position = {
  conversation: conversationId(new Uint8Array(16).fill(1)),
  seq: 3,
  prev: NO_ENTRY,
  epoch: 2,
};
const made = () =>
  signEntry(
    'message',
    position,
    { nonce: nonce(new Uint8Array(24).fill(2)), payload: new Uint8Array(40) },
    key(),
  );
const replaced = (offset: number, bytes: Uint8Array) =>
  concat(made().slice(0, offset), bytes, made().slice(offset + bytes.length));

describe('entry', () => {
  test('what was signed is read and verified', () => {
    const verified = present(verifyEntry(checkedValue(parseEntry(made())), key().verifyKey));

    expect(verified.header).toEqual({
      kind: 'message',
      position,
      sender: key().keyId,
      nonce: nonce(new Uint8Array(24).fill(2)),
      payloadBytes: 40,
    });
  });

  test.each([
    ['cut by a byte', () => made().slice(0, -1), 'syntax'],
    ['longer by a byte', () => concat(made(), u8(0)), 'syntax'],
    ['shorter than a header', () => made().slice(0, 107), 'syntax'],
    ['of another magic', () => replaced(0, u8(0x4c)), 'shape'],
    ['of another suite', () => replaced(2, u8(1)), 'shape'],
    ['of kind 0', () => replaced(3, u8(0)), 'shape'],
    ['of kind 6', () => replaced(3, u8(6)), 'shape'],
    ['a COMMIT with a nonce', () => replaced(3, u8(1)), 'shape'],
    ['an ERASE with a nonce', () => replaced(3, u8(5)), 'shape'],
    [
      'with a sequence number beyond numbers',
      () => replaced(20, concat(u8(0), u8(0x20), u32(0), u8(0), u8(0))),
      'limit',
    ],
    ['with a payload over the bound', () => replaced(104, u32(ENTRY_PAYLOAD_BYTES_MAX + 1)), 'limit'],
    ['with another payload length', () => replaced(104, u32(41)), 'syntax'],
    ['with the largest sequence number', () => replaced(20, u64(Number.MAX_SAFE_INTEGER)), 'accept'],
  ])('%s: %s', (_, bytes, expected) => {
    expect(refusalOf(parseEntry(bytes()))).toBe(expected);
  });

  test('every flipped byte is noticed', () => {
    const accepted = [...made().keys()].filter((i) => {
      const parsed = parseEntry(flipped(made(), i));
      return parsed.ok && verifyEntry(parsed.value, key().verifyKey) !== null;
    });

    expect(accepted).toEqual([]);
  });

  test('another signer is refused although its signature is right', () => {
    const other = generateSigningKey(seededRandom('other'));
    const header = made().slice(0, 108);
    const payload = made().slice(108, -64);
    const resigned = concat(header, payload, sign(other, 'kz1/entry', header, sha256(payload)));

    expect(verifyEntry(checkedValue(parseEntry(resigned)), other.verifyKey)).toBeNull();
    expect(verifyEntry(checkedValue(parseEntry(resigned)), key().verifyKey)).toBeNull();
  });

  test('a payload over the bound is not written', () => {
    const payload = new Uint8Array(ENTRY_PAYLOAD_BYTES_MAX + 1);

    expect(() => signEntry('commit', position, { nonce: NO_NONCE, payload }, key())).toThrow(RangeError);
  });
});

describe('erased entry', () => {
  const erased = () => erasePayload(present(verifyEntry(checkedValue(parseEntry(made())), key().verifyKey)));

  test('its hash and signature are those of the whole', () => {
    const whole = present(verifyEntry(checkedValue(parseEntry(made())), key().verifyKey));

    expect(verifyErased(checkedValue(parseErased(erased())), key().verifyKey)).toEqual(whole.hash);
  });

  test('a flipped payload hash is noticed', () => {
    const parsed = checkedValue(parseErased(flipped(erased(), 120)));

    expect(verifyErased(parsed, key().verifyKey)).toBeNull();
  });

  test('the chain goes on over it', () => {
    const scenario = Scenario.usual(seededRandom('erased'));
    const facts = { devices: [], at: NOW };
    const [create, message] = scenario.log.map((bytes) => checkedValue(parseEntry(bytes)));
    const created = checkedValue(
      appendEntry(emptyChain(scenario.conversation), present(create), facts),
    ).state;
    const step = checkedValue(appendEntry(created, present(message), facts));

    const after = checkedValue(
      appendErased(created, checkedValue(parseErased(erasePayload(step.entry))), facts),
    );

    expect(after).toEqual(step.state);
  });

  test('a COMMIT cannot be erased', () => {
    const scenario = Scenario.usual(seededRandom('erased'));
    const facts = { devices: [], at: NOW };
    const create = checkedValue(parseEntry(present(scenario.log[0])));
    const step = checkedValue(appendEntry(emptyChain(scenario.conversation), create, facts));
    const bytes = checkedValue(parseErased(erasePayload(step.entry)));

    expect(refusalOf(appendErased(emptyChain(scenario.conversation), bytes, facts))).toBe('rule');
  });
});
