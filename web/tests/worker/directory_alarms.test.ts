// What an advisor hears when the directory, its past or what families saw does not fit.
import { beforeAll, describe, expect, test } from 'vitest';
import type { DirectoryRecord } from '../../src/crypto/directory_record.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { DirectoryMemory } from '../../src/crypto/vault_content.ts';
import { changedFields, type DirectoryFacts, directoryAlarms } from '../../src/worker/directory_alarms.ts';
import { bookOf, rootKeys } from '../../src/worker/directory_book.ts';
import { DirectoryChain } from '../../src/worker/directory_chain.ts';
import {
  advisorRecord,
  DAY,
  historyOf,
  NOW,
  type Published,
  publish,
  rootTexts,
  seededKey,
} from './support/signed_directory.ts';

beforeAll(loadSodium);

const noor = () => seededKey(11);
const bo = () => seededKey(12);
const bookFrom = (published: Published) => {
  const fetched = bookOf(published.file, rootTexts(), NOW);
  if (fetched.state !== 'ready') throw new Error(fetched.state);
  return fetched.book;
};
const servedBy = (served: readonly Published[]) => (from: number) =>
  Promise.resolve(historyOf(served.slice(from - 1)));
const memoryOf = (published: Published, record = advisorRecord(noor())): DirectoryMemory => ({
  head: published.head,
  rootKeys: rootKeys(rootTexts()),
  ownRecord: record,
});

async function factsOf(
  served: readonly Published[],
  seen: DirectoryMemory | undefined,
  part: Partial<DirectoryFacts> = {},
): Promise<DirectoryFacts> {
  const last = served.at(-1);
  if (!last) throw new Error('nothing is served');
  const chain = new DirectoryChain(rootKeys(rootTexts()), servedBy(served));
  const followed = await chain.follow(last.head);
  const book = bookFrom(last);
  return {
    book,
    chain,
    followed,
    rootKeys: rootKeys(rootTexts()),
    ownKey: noor().verifyKey,
    seen,
    now: NOW,
    ...part,
  };
}

function versions(count: number, records: readonly DirectoryRecord[] = [advisorRecord(noor())]): Published[] {
  const made: Published[] = [];
  while (made.length < count) made.push(publish(records, made.at(-1)));
  return made;
}

describe('directory history', () => {
  const follow = async (served: readonly Published[], head: Published) =>
    new DirectoryChain(rootKeys(rootTexts()), servedBy(served)).follow(head.head);

  test('is followed up to the head of the directory', async () => {
    const served = versions(3);
    expect(await follow(served, served[2] as Published)).toBe('complete');
  });

  test('that ends early, leaves something out, forks or is no history is false', async () => {
    const [first, second, third] = versions(3) as [Published, Published, Published];
    const fork = publish([advisorRecord(bo())], first);
    expect(await follow([first, second], third)).toBe('false');
    expect(await follow([first, third], third)).toBe('false');
    expect(await follow([first, fork], second)).toBe('false');
    const junk = new DirectoryChain(rootKeys(rootTexts()), () => Promise.resolve(new Uint8Array([1])));
    expect(await junk.follow(first.head)).toBe('false');
  });

  test('that cannot be had is no alarm', async () => {
    const chain = new DirectoryChain(rootKeys(rootTexts()), () => Promise.resolve(null));
    expect(await chain.follow((versions(1)[0] as Published).head)).toBe('unreachable');
  });
});

describe('directory alarms', () => {
  test('there are none while everything fits, however much is new', async () => {
    const served = versions(3);
    expect(directoryAlarms(await factsOf(served, undefined))).toEqual([]);
    expect(directoryAlarms(await factsOf(served, memoryOf(served[0] as Published)))).toEqual([]);
  });

  test('a past that this device did not see', async () => {
    const [first, seen] = versions(2) as [Published, Published];
    const other = publish([advisorRecord(noor()), advisorRecord(bo(), { name: 'Bo' })], first);
    const facts = await factsOf([first, other, publish([advisorRecord(noor())], other)], memoryOf(seen));
    expect(directoryAlarms(facts)).toEqual([{ kind: 'history' }]);
  });

  test('a directory that goes back', async () => {
    const [first, second] = versions(2) as [Published, Published];
    expect(directoryAlarms(await factsOf([first], memoryOf(second)))).toEqual([{ kind: 'history' }]);
  });

  test('the own key is gone, or somebody else stands under the name', async () => {
    const [first] = versions(1) as [Published];
    const without = publish([advisorRecord(bo(), { name: 'Bo', email: 'bo@kiezel.example' })], first);
    const swapped = publish([advisorRecord(bo())], first);
    expect(directoryAlarms(await factsOf([first, without], memoryOf(first)))).toEqual([
      { kind: 'gone', replaced: false },
    ]);
    expect(directoryAlarms(await factsOf([first, swapped], memoryOf(first)))).toEqual([
      { kind: 'gone', replaced: true },
    ]);
  });

  test('the own details changed, but not for a later end of validity', async () => {
    const [first] = versions(1) as [Published];
    const changed = publish([advisorRecord(noor(), { phone: '030 2', notAfter: NOW + 500 * DAY })], first);
    expect(directoryAlarms(await factsOf([first, changed], memoryOf(first)))).toEqual([
      { kind: 'changed', fields: ['phone'] },
    ]);
    expect(changedFields(advisorRecord(noor()), advisorRecord(noor(), { notAfter: NOW + DAY }))).toEqual([]);
  });

  test('other root keys', async () => {
    const [first] = versions(1) as [Published];
    const before = { ...memoryOf(first), rootKeys: [1, 2, 4].map((fill) => seededKey(fill).verifyKey) };
    expect(directoryAlarms(await factsOf([first], before))).toEqual([{ kind: 'roots' }]);
  });

  test('running out is said only when it is close', async () => {
    const [first] = versions(1) as [Published];
    const left = async (days: number) =>
      directoryAlarms(await factsOf([first], memoryOf(first), { now: NOW + 30 * DAY - days * DAY }));
    expect(await left(4)).toEqual([]);
    expect(await left(2.5)).toEqual([{ kind: 'lapsing', days: 2 }]);
    expect(await left(-1)).toEqual([{ kind: 'lapsing', days: 0 }]);
  });
});
