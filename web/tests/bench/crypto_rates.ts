// How many messages a second this browser seals, verifies and opens, and how long it works for a new conversation: the
// twin of tests/load/rates.cpp. The page puts its
// figures where scripts/bench_crypto.ts reads them.
import { parseEntry, verifyEntry } from '../../src/crypto/entry.ts';
import { advisorId, conversationId } from '../../src/crypto/ids.ts';
import { openMessage, sealMessage } from '../../src/crypto/message.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { seekWork, workSubject } from '../../src/crypto/work.ts';
import { checkedValue, present } from '../crypto/support/expect.ts';
import { Scenario } from '../crypto/support/scenario.ts';

const CHARACTERS = 300;
const REPETITIONS = 2000;
// As the engine does it (worker/founding_work.ts), so many times for each difficulty.
const HASHES_AT_ONCE = 2;
const PROOFS: Readonly<Record<number, number>> = { 2: 60, 4: 30, 6: 20, 8: 12 };

function aSecond(work: () => unknown): number {
  const started = performance.now();
  for (let i = 0; i < REPETITIONS; i++) present(work());
  return REPETITIONS / ((performance.now() - started) / 1000);
}

// The mean of proofs of different conversations: luck decides how many hashes one takes.
function workMs(bits: number, proofs: number): number {
  const started = performance.now();
  for (let i = 0; i < proofs; i++) {
    const subject = workSubject(systemRandom.bytes(32), conversationId(systemRandom.bytes(16)), [
      advisorId(systemRandom.bytes(16)),
    ]);
    for (let from = 0; seekWork(subject, bits, from, HASHES_AT_ONCE) === null; ) from += HASHES_AT_ONCE;
  }
  return (performance.now() - started) / proofs;
}

await loadSodium();
const scenario = new Scenario(systemRandom);
scenario.append(scenario.makeCommit('create'));
const keys = present(scenario.writer.keys);
const sender = scenario.client.signing;
const position = scenario.writer.next();
const seal = () =>
  sealMessage({ message: { text: 'a'.repeat(CHARACTERS) }, position, keys, sender, random: systemRandom });
const entry = present(seal());
const verify = () => verifyEntry(checkedValue(parseEntry(entry)), sender.verifyKey);
const rates = {
  seal: aSecond(seal),
  verify: aSecond(verify),
  open: aSecond(() => openMessage(present(verify()), keys)),
  work_ms: Object.entries(PROOFS).map(([bits, proofs]) => [Number(bits), workMs(Number(bits), proofs)]),
};
Object.assign(globalThis, { rates });
