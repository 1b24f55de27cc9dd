// The one record that an advisor's browser keeps: the sealed vault, and beside it what is needed to ask for the other
// half of its key. Nothing in it opens anything by itself (crypto/KZ1.md 4.2).
import { createStore, del, get, promisifyRequest, set, type UseStore } from 'idb-keyval';
import { argon2Salt } from '../crypto/argon2id.ts';
import { deviceId } from '../crypto/ids.ts';
import { type VerifyKey, verifyKey } from '../crypto/sign.ts';
import { costAllowed, type VaultLock } from '../crypto/vault.ts';

// A passkey without whose output (WebAuthn PRF) this vault does not open.
export type SecurityKey = {
  readonly credential: Uint8Array;
  // What the authenticator makes its output from: this vault's own.
  readonly salt: Uint8Array;
};

export type VaultRecord = {
  readonly lock: VaultLock;
  readonly identityKey: VerifyKey;
  // The advisor's, so that the unlock screen can say whose inbox this is.
  readonly name: string;
  // Asks the server for the device's share.
  readonly unlockToken: Uint8Array;
  readonly securityKey?: SecurityKey | undefined;
  // The day-to-day keys: sealed anew whenever they change.
  readonly device: Uint8Array;
  // The identity key, which is opened only to certify a device.
  readonly identity: Uint8Array;
};

// Two places on the disk: the vault, and the one that is to take its place. Each call is one whole step, or nothing.
export type Slot = 'device' | 'next';
export interface VaultSlots {
  get(slot: Slot): Promise<unknown>;
  set(slot: Slot, value: object): Promise<void>;
  // Empties 'next' in the same step.
  setDevice(value: object): Promise<void>;
  drop(slot: 'next'): Promise<void>;
}

const VERSION = 2;
const TOKEN_BYTES = 32;
export const PRF_SALT_BYTES = 32;

type Stored = {
  version?: unknown;
  salt?: unknown;
  memoryKib?: unknown;
  passes?: unknown;
  deviceId?: unknown;
  identityKey?: unknown;
  name?: unknown;
  unlockToken?: unknown;
  credential?: unknown;
  prfSalt?: unknown;
  device?: unknown;
  identity?: unknown;
};

function bytes(value: unknown, length?: number): Uint8Array | null {
  if (!(value instanceof Uint8Array)) return null;
  return length === undefined || value.length === length ? value : null;
}

export function encodeRecord(record: VaultRecord): Stored {
  const { lock, securityKey, ...rest } = record;
  const key = securityKey && { credential: securityKey.credential, prfSalt: securityKey.salt };
  return { version: VERSION, salt: lock.salt, ...lock.cost, deviceId: lock.device, ...rest, ...key };
}

function parseLock({ salt, memoryKib, passes, deviceId: device }: Stored): VaultLock | null {
  const [saltBytes, deviceBytes] = [bytes(salt, 16), bytes(device, 16)];
  if (!saltBytes || !deviceBytes || typeof memoryKib !== 'number' || typeof passes !== 'number') return null;
  // Whoever lowered the cost wants the passphrase guessed.
  if (!costAllowed({ memoryKib, passes })) return null;
  return { salt: argon2Salt(saltBytes), cost: { memoryKib, passes }, device: deviceId(deviceBytes) };
}

// Undefined for a vault that needs none; null for half of one.
function parseSecurityKey({ credential, prfSalt }: Stored): SecurityKey | null | undefined {
  if (credential === undefined && prfSalt === undefined) return undefined;
  const [id, salt] = [bytes(credential), bytes(prfSalt, PRF_SALT_BYTES)];
  return id && id.length > 0 && salt ? { credential: id, salt } : null;
}

export function parseRecord(stored: unknown): VaultRecord | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const fields: Stored = stored;
  const lock = parseLock(fields);
  const [keyBytes, unlockToken] = [bytes(fields.identityKey, 32), bytes(fields.unlockToken, TOKEN_BYTES)];
  const identityKey = keyBytes && verifyKey(keyBytes);
  const securityKey = parseSecurityKey(fields);
  const [device, identity] = [bytes(fields.device), bytes(fields.identity)];
  if (fields.version !== VERSION || typeof fields.name !== 'string' || securityKey === null) return null;
  if (!lock || !identityKey || !unlockToken || !device || !identity) return null;
  const key = securityKey && { securityKey };
  return { lock, identityKey, name: fields.name, unlockToken, ...key, device, identity };
}

export class VaultStore {
  readonly #slots: VaultSlots;

  constructor(slots: VaultSlots) {
    this.#slots = slots;
  }

  // Null when there is none, or what is there is not a record of ours.
  async read(): Promise<VaultRecord | null> {
    // Left by a replacement that was cut short. It may need less to open than the vault that is in force.
    await this.#slots.drop('next');
    return parseRecord(await this.#slots.get('device'));
  }

  write(record: VaultRecord): Promise<void> {
    return this.#slots.set('device', encodeRecord(record));
  }

  // For a vault under other keys: the one before goes only when the new one was read back and `opens`. False leaves all
  // as it was.
  async replace(record: VaultRecord, opens: (kept: VaultRecord) => boolean): Promise<boolean> {
    await this.#slots.set('next', encodeRecord(record));
    const kept = parseRecord(await this.#slots.get('next'));
    if (kept && opens(kept)) {
      await this.#slots.setDevice(encodeRecord(kept));
      return true;
    }
    await this.#slots.drop('next');
    return false;
  }
}

export class BrowserSlots implements VaultSlots {
  readonly #place: UseStore = createStore('kiezel', 'vault');

  get(slot: Slot): Promise<unknown> {
    return get(slot, this.#place);
  }

  set(slot: Slot, value: object): Promise<void> {
    return set(slot, value, this.#place);
  }

  setDevice(value: object): Promise<void> {
    return this.#place('readwrite', (both) => {
      both.put(value, 'device' satisfies Slot);
      both.delete('next' satisfies Slot);
      return promisifyRequest(both.transaction);
    });
  }

  drop(slot: 'next'): Promise<void> {
    return del(slot, this.#place);
  }
}
