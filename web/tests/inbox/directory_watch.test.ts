// The advisor's device as a witness: what it remembers over a lock, what it says aloud, and when it is quiet again.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url } from '../../src/crypto/encoding.ts';
import { hashValue } from '../../src/crypto/ids.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { passphraseBytes, type VaultKey, vaultKeys } from '../../src/crypto/vault.ts';
import type { AdvisorContext } from '../../src/worker/advisor_context.ts';
import { initialAdvisorSlices } from '../../src/worker/advisor_messages.ts';
import { bookOf } from '../../src/worker/directory_book.ts';
import { DirectoryWatch } from '../../src/worker/directory_watch.ts';
import { Keystore } from '../../src/worker/keystore.ts';
import { keepDevice, makeDevice, type NewDevice } from '../../src/worker/new_device.ts';
import { Publisher } from '../../src/worker/publisher.ts';
import type { VaultRecord } from '../../src/worker/vault_store.ts';
import { present } from '../crypto/support/expect.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';
import {
  advisorRecord,
  historyOf,
  type Published,
  publishNow,
  roots,
  seededKey,
} from '../worker/support/signed_directory.ts';
import { MemoryVaultStore } from './memory_vault_store.ts';

const DERIVING_MS = 120_000;
const random = seededRandom('directory watch');
const store = new MemoryVaultStore();
let device: NewDevice;
let key: VaultKey;
let untouched: VaultRecord;

beforeAll(async () => {
  await loadSodium();
  device = makeDevice('Noor Voorbeeld', Math.floor(Date.now() / 1000), random);
  present(await keepDevice(device, store, random));
  untouched = present(await store.read());
  const { lock } = untouched;
  key = present(
    vaultKeys({ passphrase: passphraseBytes(device.passphrase), lock, share: device.share }),
  ).device;
}, DERIVING_MS);

beforeEach(() => store.write(untouched));

// One unlocked inbox; the service gives out `served`, which may change under it.
async function inbox(served: readonly Published[]) {
  const keystore = present(Keystore.open({ key, derive: () => null }, present(await store.read()), store));
  const organisation = {
    name: '',
    deploymentId: '',
    rootKeys: roots().map(({ verifyKey }) => toBase64Url(verifyKey)),
    phone: '',
    email: '',
    exitUrl: '',
  };
  const slices = new Publisher(initialAdvisorSlices, () => {});
  const context = { slices, organisation, origin: '' } as unknown as AdvisorContext;
  let now = served;
  const watch = new DirectoryWatch(context, keystore, (from) =>
    Promise.resolve(historyOf(now.slice(from - 1))),
  );
  const look = async (next: readonly Published[] = now) => {
    now = next;
    const fetched = bookOf(present(next.at(-1)).file, organisation.rootKeys, Math.floor(Date.now() / 1000));
    if (fetched.state !== 'ready') throw new Error(fetched.state);
    await watch.look(fetched.book);
    await keystore.saved();
  };
  await look();
  return { watch, look, trust: () => slices.get('trust') };
}

const listed = (before?: Published, phone = '030 1') =>
  publishNow([advisorRecord(device.identity, { phone, notBefore: 1 })], before);
const swapped = (before: Published) => publishNow([advisorRecord(seededKey(12), { notBefore: 1 })], before);

describe('directory watch', () => {
  test('remembers over a lock, and says that somebody stands under the name', async () => {
    const first = listed();
    expect((await inbox([first])).trust().alarms).toEqual([]);

    const second = swapped(first);
    const after = await inbox([first, second]);
    expect(after.trust().alarms).toEqual([{ kind: 'gone', replaced: true }]);
    // An alarm is not forgotten by looking twice, nor by saying that it is right.
    await after.watch.confirm();
    expect(after.trust().alarms).toEqual([{ kind: 'gone', replaced: true }]);
    expect((await inbox([first, second])).trust().alarms).toHaveLength(1);
    expect((await inbox([first, second, listed(second)])).trust().alarms).toEqual([]);
  });

  test('keeps saying that the past was rewritten until the advisor has called', async () => {
    const [first, other] = [listed(), listed(undefined, '030 9')];
    await inbox([first]);
    const after = await inbox([other]);
    expect(after.trust().alarms).toContainEqual({ kind: 'history' });
    expect((await inbox([other])).trust().alarms).toContainEqual({ kind: 'history' });
    await after.watch.confirm();
    expect(after.trust().alarms).toEqual([]);
  });

  test('asks once whether changed details are right', async () => {
    const first = listed();
    await inbox([first]);
    const after = await inbox([first, listed(first, '030 2')]);
    expect(after.trust().alarms).toEqual([{ kind: 'changed', fields: ['phone'] }]);
    await after.watch.confirm();
    expect(after.trust().alarms).toEqual([]);
  });
});

describe('a split view', () => {
  test('a family that was shown what was never published', async () => {
    const first = listed();
    const { watch, trust } = await inbox([first]);
    const fork = listed(undefined, '030 9');
    expect(watch.judge([{ id: 'a', heads: [first.head] }])).toBe(false);
    expect(trust().split).toEqual([]);
    expect(
      watch.judge([
        { id: 'a', heads: [first.head] },
        { id: 'b', heads: [first.head, fork.head] },
      ]),
    ).toBe(false);
    expect(trust().split).toEqual(['b']);
  });

  test('a newer head than ours is looked up first, and only then an alarm', async () => {
    const first = listed();
    const second = listed(first);
    const { watch, look, trust } = await inbox([first]);
    const cases = [{ id: 'a', heads: [second.head] }];
    expect(watch.judge(cases)).toBe(true);
    expect(watch.judge(cases)).toBe(false);
    expect(trust().split).toEqual([]);
    await look([first, second]);
    watch.judge(cases);
    expect(trust().split).toEqual([]);

    const never = [{ id: 'a', heads: [{ version: 3, hash: hashValue(new Uint8Array(32).fill(9)) }] }];
    expect(watch.judge(never)).toBe(true);
    await look();
    watch.judge(never);
    expect(trust().split).toEqual(['a']);
  });
});
