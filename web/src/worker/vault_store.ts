// The one record that an advisor's browser keeps: the sealed vault, and beside it what is needed to ask for the other
// half of its key. Nothing in it opens anything by itself (crypto/KZ1.md 4.2).
import { createStore, get, set, type UseStore } from 'idb-keyval';
import { argon2Salt } from '../crypto/argon2id.ts';
import { deviceId } from '../crypto/ids.ts';
import { type VerifyKey, verifyKey } from '../crypto/sign.ts';
import { costAllowed, type VaultLock } from '../crypto/vault.ts';

export type VaultRecord = {
  readonly lock: VaultLock;
  readonly identityKey: VerifyKey;
  // The advisor's, so that the unlock screen can say whose inbox this is.
  readonly name: string;
  // Asks the server for the device's share.
  readonly unlockToken: Uint8Array;
  // The day-to-day keys: sealed anew whenever they change.
  readonly device: Uint8Array;
  // The identity key, which is opened only to certify a device.
  readonly identity: Uint8Array;
};

export interface VaultStore {
  // Null when there is none, or what is there is not a record of ours.
  read(): Promise<VaultRecord | null>;
  write(record: VaultRecord): Promise<void>;
}

const VERSION = 2;
const TOKEN_BYTES = 32;
const KEY = 'device';

type Stored = {
  version?: unknown;
  salt?: unknown;
  memoryKib?: unknown;
  passes?: unknown;
  deviceId?: unknown;
  identityKey?: unknown;
  name?: unknown;
  unlockToken?: unknown;
  device?: unknown;
  identity?: unknown;
};

function bytes(value: unknown, length?: number): Uint8Array | null {
  if (!(value instanceof Uint8Array)) return null;
  return length === undefined || value.length === length ? value : null;
}

export function encodeRecord(record: VaultRecord): Stored {
  const { lock, ...rest } = record;
  return { version: VERSION, salt: lock.salt, ...lock.cost, deviceId: lock.device, ...rest };
}

function parseLock({ salt, memoryKib, passes, deviceId: device }: Stored): VaultLock | null {
  const [saltBytes, deviceBytes] = [bytes(salt, 16), bytes(device, 16)];
  if (!saltBytes || !deviceBytes || typeof memoryKib !== 'number' || typeof passes !== 'number') return null;
  // Whoever lowered the cost wants the passphrase guessed.
  if (!costAllowed({ memoryKib, passes })) return null;
  return { salt: argon2Salt(saltBytes), cost: { memoryKib, passes }, device: deviceId(deviceBytes) };
}

export function parseRecord(stored: unknown): VaultRecord | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const fields: Stored = stored;
  const lock = parseLock(fields);
  const [keyBytes, unlockToken] = [bytes(fields.identityKey, 32), bytes(fields.unlockToken, TOKEN_BYTES)];
  const identityKey = keyBytes && verifyKey(keyBytes);
  const [device, identity] = [bytes(fields.device), bytes(fields.identity)];
  if (fields.version !== VERSION || typeof fields.name !== 'string') return null;
  if (!lock || !identityKey || !unlockToken || !device || !identity) return null;
  return { lock, identityKey, name: fields.name, unlockToken, device, identity };
}

export class BrowserVaultStore implements VaultStore {
  readonly #place: UseStore = createStore('kiezel', 'vault');

  async read(): Promise<VaultRecord | null> {
    return parseRecord(await get(KEY, this.#place));
  }

  async write(record: VaultRecord): Promise<void> {
    await set(KEY, encodeRecord(record), this.#place);
  }
}
