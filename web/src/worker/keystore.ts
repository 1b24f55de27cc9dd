// The unlocked vault of an advisor's device. Every change is sealed and written at once, one writing after the other,
// so that a key that was seen is there after a crash.
import { toHex } from '../crypto/encoding.ts';
import type { AdvisorId, ConversationId } from '../crypto/ids.ts';
import type { NotesKey } from '../crypto/note.ts';
import { systemRandom } from '../crypto/random.ts';
import type { EpochKey, PrivateKey } from '../crypto/secret.ts';
import { keyIdOf, type SigningKey, signingKeyFromSeed, type VerifyKey } from '../crypto/sign.ts';
import { openVault, sealVault, type VaultKey } from '../crypto/vault.ts';
import {
  type DirectoryMemory,
  encodeVaultContent,
  parseVaultContent,
  type VaultContent,
  type VaultPrekey,
} from '../crypto/vault_content.ts';
import { type KemKeyPair, kemKeyPairFromSeed } from '../crypto/xwing.ts';
import type { VaultRecord, VaultStore } from './vault_store.ts';

export class Keystore {
  readonly signing: SigningKey;
  readonly identityKey: VerifyKey;
  readonly advisor: AdvisorId;
  readonly name: string;
  readonly #key: VaultKey;
  readonly #store: VaultStore;
  #record: VaultRecord;
  #content: VaultContent;
  #pairs: readonly KemKeyPair[];
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;

  private constructor(key: VaultKey, store: VaultStore, record: VaultRecord, content: VaultContent) {
    this.#key = key;
    this.#store = store;
    this.#record = record;
    this.#content = content;
    this.signing = signingKeyFromSeed(content.deviceSeed);
    this.identityKey = record.identityKey;
    this.advisor = keyIdOf(record.identityKey);
    this.name = record.name;
    this.#pairs = content.prekeys.map(({ seed }) => kemKeyPairFromSeed(seed));
  }

  // Null when `key` is not the record's.
  static open(key: VaultKey, record: VaultRecord, store: VaultStore): Keystore | null {
    const opened = openVault(key, { part: 'device', device: record.lock.device }, record.device);
    const content = opened && parseVaultContent(opened);
    return content && new Keystore(key, store, record, content);
  }

  get notesKey(): NotesKey {
    return this.#content.notesKey;
  }

  get directorySeen(): DirectoryMemory | undefined {
    return this.#content.directorySeen;
  }

  // Resolves when it is on the disk.
  rememberDirectory(directorySeen: DirectoryMemory): Promise<void> {
    return this.#change({ directorySeen });
  }

  get prekeys(): readonly VaultPrekey[] {
    return this.#content.prekeys;
  }

  // All prekeys that still exist, as readers of a log need them.
  get kemKeys(): readonly KemKeyPair[] {
    return this.#pairs;
  }

  epochKeysOf(conversation: ConversationId): ReadonlyMap<number, EpochKey> {
    const name = toHex(conversation);
    const ours = this.#content.caseKeys.filter((kept) => toHex(kept.conversation) === name);
    return new Map(ours.map(({ epoch, key }) => [epoch, key]));
  }

  privateKeysOf(conversation: ConversationId): ReadonlyMap<number, PrivateKey> {
    const name = toHex(conversation);
    const ours = this.#content.privateKeys.filter((kept) => toHex(kept.conversation) === name);
    return new Map(ours.map(({ seq, key }) => [seq, key]));
  }

  // Resolves when the new list is on the disk.
  replacePrekeys(prekeys: readonly VaultPrekey[]): Promise<void> {
    this.#pairs = prekeys.map(({ seed }) => kemKeyPairFromSeed(seed));
    return this.#change({ prekeys });
  }

  // Keeps what is new and drops the keys of private entries that are no longer wanted; free of cost when nothing changed.
  keepCase(
    conversation: ConversationId,
    epochKeys: ReadonlyMap<number, EpochKey>,
    privateKeys: ReadonlyMap<number, PrivateKey>,
  ): void {
    const [epochs, privates] = [this.epochKeysOf(conversation), this.privateKeysOf(conversation)];
    const newEpochs = [...epochKeys].filter(([epoch]) => !epochs.has(epoch));
    const same =
      privates.size === privateKeys.size && [...privateKeys.keys()].every((seq) => privates.has(seq));
    if (newEpochs.length === 0 && same) return;
    const name = toHex(conversation);
    const others = this.#content.privateKeys.filter((kept) => toHex(kept.conversation) !== name);
    void this.#change({
      caseKeys: [
        ...this.#content.caseKeys,
        ...newEpochs.map(([epoch, key]) => ({ conversation, epoch, key })),
      ],
      privateKeys: [...others, ...[...privateKeys].map(([seq, key]) => ({ conversation, seq, key }))],
    });
  }

  // Resolves when all that changed until now is on the disk.
  saved(): Promise<void> {
    return this.#writing;
  }

  // Changes that come while a writing runs go together into the next one.
  #change(part: Partial<VaultContent>): Promise<void> {
    this.#content = { ...this.#content, ...part };
    if (this.#dirty) return this.#writing;
    this.#dirty = true;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    this.#dirty = false;
    this.#record = { ...this.#record, device: sealDevicePart(this.#key, this.#record, this.#content) };
    await this.#store.write(this.#record);
  }
}

export function sealDevicePart(
  key: VaultKey,
  { lock }: Pick<VaultRecord, 'lock'>,
  content: VaultContent,
): Uint8Array {
  return sealVault(key, { part: 'device', device: lock.device }, encodeVaultContent(content), systemRandom);
}
