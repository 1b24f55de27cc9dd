// Somebody who got hold of two of the three root keys, and signs whatever suits them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../../../scripts/service.ts';
import {
  directoryHead,
  encodeDirectory,
  makeDirectoryHeader,
  parseDirectory,
  signDirectory,
} from '../../../web/src/crypto/directory.ts';
import type { AdvisorRecord, DirectoryRecord } from '../../../web/src/crypto/directory_record.ts';
import { fromBase64Url, toHex } from '../../../web/src/crypto/encoding.ts';
import { signingSeed } from '../../../web/src/crypto/secret.ts';
import { keyIdOf, type SigningKey, signingKeyFromSeed } from '../../../web/src/crypto/sign.ts';
import { loadSodium } from '../../../web/src/crypto/sodium.ts';

const DAY_S = 86_400;

function rootKey(service: Service, number: number): SigningKey {
  const [, seed = ''] = readFileSync(join(service.data, 'demo-keys', `root-${number}.key`), 'utf8')
    .trim()
    .split(' ');
  return signingKeyFromSeed(signingSeed(fromBase64Url(seed) ?? new Uint8Array(0)));
}

// The other key in the place of the advisor's, everywhere.
function swapped(records: readonly DirectoryRecord[], victim: AdvisorRecord, key: SigningKey) {
  const id = keyIdOf(key.verifyKey);
  return records.map((record): DirectoryRecord => {
    if (record.type === 'advisor' && toHex(record.id) === toHex(victim.id))
      return { ...record, id, identityKey: key.verifyKey };
    if (record.type !== 'school') return record;
    const advisors = record.advisors.map((one) => (toHex(one) === toHex(victim.id) ? id : one));
    return { ...record, advisors };
  });
}

export class KeyThief {
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  async #published() {
    const answer = await fetch(`${this.#service.origin}/api/directory`);
    const parsed = parseDirectory(new Uint8Array(await answer.arrayBuffer()));
    if (!parsed.ok) throw new Error(parsed.refusal);
    return parsed.value;
  }

  // Publishes the next version as `change` makes it, and waits until it is served.
  async #publish(change: (records: readonly DirectoryRecord[]) => readonly DirectoryRecord[]): Promise<void> {
    await loadSodium();
    const before = await this.#published();
    const records = change(before.records);
    const issued = Math.floor(Date.now() / 1000);
    const { hash: previousHead } = directoryHead(before.header);
    const version = before.header.version + 1;
    const header = makeDirectoryHeader(
      { version, issued, expires: issued + 30 * DAY_S, previousHead },
      records,
    );
    const signatures = [1, 2].map((number) => signDirectory(header, rootKey(this.#service, number)));
    const file = join(this.#service.data, 'next.directory');
    writeFileSync(file, encodeDirectory(header, signatures, records));
    this.#service.admin('directory', 'publish', file, '--data', this.#service.data);
    while ((await this.#published()).header.version < version)
      await new Promise((again) => setTimeout(again, 100));
  }

  // Answers how to undo it.
  async replaceKeyOf(name: string): Promise<() => Promise<void>> {
    await loadSodium();
    const { records } = await this.#published();
    const victim = records.find((record) => record.type === 'advisor' && record.name.startsWith(name));
    if (victim?.type !== 'advisor') throw new Error(`${name} is not in the directory`);
    await this.#publish((all) =>
      swapped(all, victim, signingKeyFromSeed(signingSeed(new Uint8Array(32).fill(7)))),
    );
    return () => this.#publish(() => records);
  }
}
