// How many messages a second this browser seals, verifies and opens: the twin of tests/load/rates.cpp. The page puts its
// figures where scripts/bench_crypto.ts reads them.
import { parseEntry, verifyEntry } from '../../src/crypto/entry.ts';
import { openMessage, sealMessage } from '../../src/crypto/message.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { checkedValue, present } from '../crypto/support/expect.ts';
import { Scenario } from '../crypto/support/scenario.ts';

const CHARACTERS = 300;
const REPETITIONS = 2000;

function aSecond(work: () => unknown): number {
  const started = performance.now();
  for (let i = 0; i < REPETITIONS; i++) present(work());
  return REPETITIONS / ((performance.now() - started) / 1000);
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
};
Object.assign(globalThis, { rates });
