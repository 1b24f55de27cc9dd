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
import type { SecurityKey, VaultRecord, VaultStore } from './vault_store.ts';

const IDLE_MINUTES = 15;
const IDLE_MINUTES_MIN = 5;
const IDLE_MINUTES_MAX = 60;

// Makes both keys of the vault again; the server's half stays where the unlocking put it.
export type Derive = (passphrase: Uint8Array, prf: Uint8Array | undefined) => VaultKeys | null;

// What a security key gave for its salt, and which one it was.
export type KeyOutput = SecurityKey & { readonly prf: Uint8Array };

export type Unlocked = {
  readonly key: VaultKey;
  readonly derive: Derive;
  readonly prf?: Uint8Array | undefined;
};

export class Keystore {
  readonly signing: SigningKey;
  readonly identityKey: VerifyKey;
  readonly advisor: AdvisorId;
  readonly name: string;
  readonly #derive: Derive;
  readonly #store: VaultStore;
  #key: VaultKey;
  #prf: Uint8Array | undefined;
  #record: VaultRecord;
  #content: VaultContent;
  #pairs: readonly KemKeyPair[];
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;

  private constructor(
    { key, derive, prf }: Unlocked,
    store: VaultStore,
    record: VaultRecord,
    content: VaultContent,
  ) {
    this.#key = key;
    this.#derive = derive;
    this.#prf = prf;
    this.#store = store;
    this.#record = record;
    this.#content = content;
    this.signing = signingKeyFromSeed(content.deviceSeed);
    this.identityKey = record.identityKey;
    this.advisor = keyIdOf(record.identityKey);
    this.name = record.name;
    this.#pairs = content.prekeys.map(({ seed }) => kemKeyPairFromSeed(seed));
  }

  // Null when the key is not the record's.
  static open(unlocked: Unlocked, record: VaultRecord, store: VaultStore): Keystore | null {
    const content = openDevicePart(unlocked.key, record);
    return content && new Keystore(unlocked, store, record, content);
  }

  get device(): DeviceId {
    return this.#record.lock.device;
  }

  // The identity key, for one signature: nothing in memory opens it without the passphrase. Takes a second or two.
  openIdentity(passphrase: Uint8Array): SigningKey | null {
    const keys = this.#derive(passphrase, this.#prf);
    return keys && openIdentityPart(keys, this.#record);
  }

  // The passkey without which this vault does not open.
  get securityKey(): SecurityKey | null {
    return this.#record.securityKey ?? null;
  }

  // Seals both parts anew, under keys that `output` is part of, or nothing but the passphrase and the server's half. False
  // leaves all as it was.
  reseal(passphrase: Uint8Array, output: KeyOutput | null): Promise<boolean> {
    const done = this.#writing.then(() => this.#reseal(passphrase, output));
    // Whoever asked hears that the disk failed; what is written after it goes on under the key that is in force.
    this.#writing = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  async #reseal(passphrase: Uint8Array, output: KeyOutput | null): Promise<boolean> {
    const identity = this.openIdentity(passphrase);
    const keys = identity && this.#derive(passphrase, output?.prf);
    if (!identity || !keys) return false;
    const { securityKey: _before, ...rest } = this.#record;
    const key = output && { securityKey: { credential: output.credential, salt: output.salt } };
    const record: VaultRecord = {
      ...rest,
      ...key,
      device: sealDevicePart(keys.device, rest, this.#content),
      identity: sealIdentityPart(keys.identity, rest, identity),
    };
    const opens = (kept: VaultRecord) =>
      !!openDevicePart(keys.device, kept) && !!openIdentityPart(keys, kept);
    if (!(await this.#store.replace(record, opens))) return false;
    this.#key = keys.device;
    this.#prf = output?.prf;
    this.#record = record;
    return true;
  }

  // Whether what is on the disk opens, and is this.
  async opensFromDisk(): Promise<boolean> {
    await this.#writing;
    const record = await this.#store.read();
    return !!record && openDevicePart(this.#key, record) !== null;
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

  // Drops all keys of the conversations meant; free of cost when there are none. Resolves when it is on the disk.
  forgetCases(isMeant: (conversation: string) => boolean): Promise<void> {
    const kept = (one: { readonly conversation: ConversationId }) => !isMeant(toHex(one.conversation));
    const caseKeys = this.#content.caseKeys.filter(kept);
    const privateKeys = this.#content.privateKeys.filter(kept);
    const same =
      caseKeys.length === this.#content.caseKeys.length &&
      privateKeys.length === this.#content.privateKeys.length;
    return same ? this.#writing : this.#change({ caseKeys, privateKeys });
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

function openDevicePart(key: VaultKey, { lock, device }: VaultRecord): VaultContent | null {
  const opened = openVault(key, { part: 'device', device: lock.device }, device);
  return opened && parseVaultContent(opened);
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

export function sealIdentityPart(
  key: VaultKeys['identity'],
  { lock }: Pick<VaultRecord, 'lock'>,
  identity: SigningKey,
): Uint8Array {
  return sealVault(key, { part: 'identity', device: lock.device }, identity.seed.reveal(), systemRandom);
}
