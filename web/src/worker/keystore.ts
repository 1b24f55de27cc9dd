// The unlocked vault of an advisor's device. Every change is sealed and written at once, one writing after the other,
// so that a key that was seen is there after a crash.
import { toHex } from '../crypto/encoding.ts';
import type { AdvisorId, ConversationId, DeviceId } from '../crypto/ids.ts';
import type { NotesKey } from '../crypto/note.ts';
import { systemRandom } from '../crypto/random.ts';
import { type EpochKey, type PrivateKey, receivedSecret32 } from '../crypto/secret.ts';
import { keyIdOf, type SigningKey, signingKeyFromSeed, type VerifyKey } from '../crypto/sign.ts';
import { openVault, sealVault, type VaultKey, type VaultKeys } from '../crypto/vault.ts';
import {
  type DirectoryMemory,
  encodeVaultContent,
  nameOf,
  parseVaultContent,
  type SharedContent,
  type VaultContent,
  type VaultPrekey,
  withName,
} from '../crypto/vault_content.ts';
import { type KemKeyPair, kemKeyPairFromSeed } from '../crypto/xwing.ts';
import type { VaultRecord, VaultStore } from './vault_store.ts';

const IDLE_MINUTES = 15;
const IDLE_MINUTES_MIN = 5;
const IDLE_MINUTES_MAX = 60;

// Makes both keys of the vault again from a passphrase; the other half stays where the unlocking put it.
export type Derive = (passphrase: Uint8Array) => VaultKeys | null;

export class Keystore {
  readonly signing: SigningKey;
  readonly identityKey: VerifyKey;
  readonly advisor: AdvisorId;
  readonly name: string;
  readonly #key: VaultKey;
  readonly #derive: Derive;
  readonly #store: VaultStore;
  #record: VaultRecord;
  #content: VaultContent;
  #pairs: readonly KemKeyPair[];
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;

  private constructor(
    { key, derive }: { key: VaultKey; derive: Derive },
    store: VaultStore,
    record: VaultRecord,
    content: VaultContent,
  ) {
    this.#key = key;
    this.#derive = derive;
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
  static open(key: VaultKey, record: VaultRecord, store: VaultStore, derive: Derive): Keystore | null {
    const opened = openVault(key, { part: 'device', device: record.lock.device }, record.device);
    const content = opened && parseVaultContent(opened);
    return content && new Keystore({ key, derive }, store, record, content);
  }

  get device(): DeviceId {
    return this.#record.lock.device;
  }

  // The identity key, for one signature: nothing in memory opens it without the passphrase. Takes a second or two.
  openIdentity(passphrase: Uint8Array): SigningKey | null {
    const keys = this.#derive(passphrase);
    return keys && openIdentityPart(keys, this.#record);
  }

  // Whether what is on the disk opens, and is this.
  async opensFromDisk(): Promise<boolean> {
    const record = await this.#store.read();
    const place = { part: 'device', device: this.device } as const;
    const opened = record && openVault(this.#key, place, record.device);
    return opened !== null && parseVaultContent(opened) !== null;
  }

  // What the next device of this advisor gets.
  get shared(): SharedContent {
    return this.#content;
  }

  nameOf(device: DeviceId): string {
    return nameOf(this.#content.names, device);
  }

  rename(device: DeviceId, name: string): Promise<void> {
    return this.#change({ names: withName(this.#content.names, device, name) });
  }

  get notesKey(): NotesKey {
    return this.#content.notesKey;
  }

  get idleMinutes(): number {
    return this.#content.idleMinutes ?? IDLE_MINUTES;
  }

  setIdleMinutes(minutes: number): Promise<void> {
    const idleMinutes = Math.min(Math.max(Math.round(minutes), IDLE_MINUTES_MIN), IDLE_MINUTES_MAX);
    return this.#change({ idleMinutes });
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

// Null when it does not open, or is not the identity key of this vault.
export function openIdentityPart(keys: VaultKeys, record: VaultRecord): SigningKey | null {
  const place = { part: 'identity', device: record.lock.device } as const;
  const opened = openVault(keys.identity, place, record.identity);
  const seed = opened && receivedSecret32('signing-seed', opened);
  const identity = seed && signingKeyFromSeed(seed);
  return identity && toHex(identity.verifyKey) === toHex(record.identityKey) ? identity : null;
}

export function sealDevicePart(
  key: VaultKey,
  { lock }: Pick<VaultRecord, 'lock'>,
  content: VaultContent,
): Uint8Array {
  return sealVault(key, { part: 'device', device: lock.device }, encodeVaultContent(content), systemRandom);
}
