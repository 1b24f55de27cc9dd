// Whole logs (protocol/vectors/log.json): the C++ tests run the same file.
import { beforeAll, describe, expect, test } from 'vitest';
import { clientKemKey, clientSigningKey } from '../../src/crypto/client_keys.ts';
import { fromHex } from '../../src/crypto/encoding.ts';
import { parseEntry } from '../../src/crypto/entry.ts';
import { EpochKeyring } from '../../src/crypto/epoch_keyring.ts';
import { parseErased } from '../../src/crypto/erased_entry.ts';
import { conversationId } from '../../src/crypto/ids.ts';
import {
  appendEntry,
  appendErased,
  type ChainFacts,
  type ChainState,
  emptyChain,
} from '../../src/crypto/log_chain.ts';
import { type LogContent, openContent } from '../../src/crypto/log_content.ts';
import type { Checked } from '../../src/crypto/refusal.ts';
import { kemSeed, secret32, share } from '../../src/crypto/secret.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { type KemKeyPair, kemKeyPairFromSeed } from '../../src/crypto/xwing.ts';
import { checkedValue, present } from './support/expect.ts';
import { Fields, testVectors, vectorFile } from './support/vector.ts';
import { deviceFrom, membersFrom } from './support/vector_objects.ts';

beforeAll(loadSodium);

const scenario = vectorFile('log.json').object('scenario');
const conversation = conversationId(scenario.hex('conversation'));
const entries = scenario.hexList('entries');

function factsOf(vector: Fields): ChainFacts {
  const devices = (vector.has('devices') ? vector : scenario).list('devices').map(deviceFrom);
  return { devices, at: scenario.number('at_s') };
}

/** An entry is a number of the scenario's, hex of another one, or an erased one. */
function append(state: ChainState, item: unknown, facts: ChainFacts): Checked<ChainState> {
  if (typeof item === 'object') {
    return appendErased(state, checkedValue(parseErased(new Fields(item).hex('erased'))), facts);
  }
  const bytes = typeof item === 'number' ? entries[item] : fromHex(String(item));
  const parsed = parseEntry(present(bytes));
  if (!parsed.ok) return parsed;
  const step = appendEntry(state, parsed.value, facts);
  return step.ok ? { ok: true, value: step.value.state } : step;
}

testVectors('log.json', {
  '': (vector) => {
    const items = vector.items('entries');
    let state = emptyChain(conversation);
    for (const [index, item] of items.entries()) {
      const next = append(state, item, factsOf(vector));
      if (!next.ok) {
        expect(index).toBe(vector.number('refused_at'));
        return next.refusal;
      }
      state = next.value;
    }
    expect(state.nextSeq).toBe(vector.number('next_seq'));
    expect(state.head).toEqual(vector.hex('head'));
    expect(state.epoch).toBe(vector.number('epoch'));
    expect(state.members).toEqual(membersFrom(vector.hex('members')));
    return 'accept';
  },
});

describe('log.json: the scenario says to each reader what the vectors say', () => {
  function contentsFor(key: KemKeyPair): readonly LogContent[] {
    const owner = { conversation, share: share(scenario.hex('share')), kemKeys: [key] };
    const ring = new EpochKeyring(owner, new Map());
    let state = emptyChain(conversation);
    return entries.map((bytes) => {
      const step = checkedValue(appendEntry(state, checkedValue(parseEntry(bytes)), factsOf(scenario)));
      state = step.state;
      if (step.commit !== null) {
        const opened = ring.open(step.entry, step.commit);
        if (opened === 'refused') throw new Error('refused');
        ring.learn(state.epoch, step.commit, opened);
      }
      return openContent(step.entry, { ...owner, epoch: ring.keysOf(state.epoch), privateKeys: new Map() });
    });
  }

  function inWords(content: LogContent): string {
    if (content.kind !== 'message') return content.kind;
    const { text, readUpToSeq } = content.message;
    return text ?? `read ${readUpToSeq}`;
  }

  test('the advisor’s device reads everything', () => {
    const key = kemKeyPairFromSeed(kemSeed(scenario.hex('prekey_seed')));

    expect(contentsFor(key).map(inWords)).toEqual(scenario.textList('contents'));
  });

  test('the client reads all but the private entry', () => {
    const root = secret32('client-root', scenario.hex('client_root'));
    const expected = scenario
      .textList('contents')
      .map((content) => (content === 'private' ? 'sealed' : content));

    expect(contentsFor(clientKemKey(root)).map(inWords)).toEqual(expected);
    expect(clientSigningKey(root, conversation).verifyKey).toEqual(scenario.hex('client_key'));
  });
});
