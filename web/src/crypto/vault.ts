// The vault of an advisor's device: its key has two halves, one in the advisor's head and one at the server
// (crypto/KZ1.md 4.2). Without the server's half a stolen laptop cannot even try a passphrase.
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, aeadOpen, aeadSeal } from './aead.ts';
import { type Argon2Cost, type Argon2Salt, argon2id, VAULT_ARGON2_COST } from './argon2id.ts';
import { ByteReader, concat, equalBytes, u8, u32 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { expand, extract } from './hkdf.ts';
import { type DeviceId, type Nonce, nonce } from './ids.ts';
import { labelBytes } from './labels.ts';
import type { Random } from './random.ts';
import { type AeadKey, type Secret, secret32 } from './secret.ts';
import { randomWords } from './words.ts';

/** DS: kept by the server, given to the device after login, deleted when the device is revoked. */
export type DeviceShare = Secret<'device-share'>;
export const deviceShare = (bytes: Uint8Array): DeviceShare => secret32('device-share', bytes);
/** LUK: opens what a device needs from day to day, and stays in memory while the vault is open. */
export type VaultKey = Secret<'aead'>;
export type VaultKeys = {
  readonly device: VaultKey;
  /** Opens the identity key; forgotten at once, so that whoever has an open device must have the passphrase too. */
  readonly identity: Secret<'aead'>;
};

/** Stored in the clear beside the vault. */
export type VaultLock = {
  readonly salt: Argon2Salt;
  readonly cost: Argon2Cost;
  /** keyid of the device's signing key. */
  readonly device: DeviceId;
};

/** The least that a stored vault may ask for: whoever can write to the disk cannot make guessing cheap. */
export const VAULT_COST_MIN = VAULT_ARGON2_COST;

export function costAllowed(cost: Argon2Cost): boolean {
  return cost.memoryKib >= VAULT_COST_MIN.memoryKib && cost.passes >= VAULT_COST_MIN.passes;
}

/** 55 bits; generated, never chosen. */
export const PASSPHRASE_WORDS = 5;

/** Five words of the return-code list with a space between them. */
export function generatePassphrase(random: Random): string {
  return randomWords(PASSPHRASE_WORDS, random).join(' ');
}

/** One spelling for one passphrase: lower case, NFKD, single spaces. */
export function passphraseBytes(passphrase: string): Uint8Array {
  return toUtf8(passphrase.normalize('NFKD').toLowerCase().trim().replace(/\s+/g, ' '));
}

export type VaultUnlock = {
  readonly passphrase: Uint8Array;
  readonly lock: VaultLock;
  readonly share: DeviceShare;
  /** A security key's output, when one is enrolled. */
  readonly prf?: Uint8Array | undefined;
};

/**
 * Both from extract(DS, Argon2id(passphrase, salt, cost) || prf), with "kz1/vault" and "kz1/vault-identity". Null when
 * the memory cannot be had.
 */
export function vaultKeys({ passphrase, lock, share, prf }: VaultUnlock): VaultKeys | null {
  const stretched = argon2id(passphrase, lock.salt, lock.cost);
  if (stretched === null) return null;
  const prk = extract(share.reveal(), concat(stretched.reveal(), prf ?? new Uint8Array(0)));
  return {
    device: secret32('aead', expand(prk.reveal(), 'kz1/vault', lock.device)),
    identity: secret32('aead', expand(prk.reveal(), 'kz1/vault-identity', lock.device)),
  };
}

/** What a sealed blob holds, so that one cannot be put in the place of another. */
export type VaultPart = 'device' | 'identity';
const PART_CODE: Record<VaultPart, number> = { device: 1, identity: 2 };
const MAGIC = toUtf8('V1');
/** Sizes tell how many cases there are in steps of 4 KiB only. */
const BLOCK_BYTES = 4096;

/** "V1" || u8 part || nonce || XChaCha20-Poly1305(the part's key, aad = L("kz1/vault") || "V1" || part || device, padded). */
export function sealVault(
  key: AeadKey,
  place: { readonly part: VaultPart; readonly device: DeviceId },
  content: Uint8Array,
  random: Random,
): Uint8Array {
  const sealNonce = nonce(random.bytes(AEAD_NONCE_BYTES));
  const padded = padBlocks(content);
  return concat(prefix(place.part), sealNonce, aeadSeal(key, sealNonce, associated(place), padded));
}

/** u32 length || content || zeros, to whole blocks. */
export function padBlocks(content: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((content.length + 4) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(concat(u32(content.length), content));
  return padded;
}

export function unpadBlocks(padded: Uint8Array): Uint8Array | null {
  const reader = new ByteReader(padded);
  const content = reader.take(reader.u32());
  return reader.failed() ? null : content;
}

export function openVault(
  key: AeadKey,
  place: { readonly part: VaultPart; readonly device: DeviceId },
  sealed: Uint8Array,
): Uint8Array | null {
  const start = prefix(place.part);
  const headBytes = start.length + AEAD_NONCE_BYTES;
  if (sealed.length < headBytes + AEAD_TAG_BYTES || !equalBytes(sealed.slice(0, start.length), start))
    return null;
  const sealNonce: Nonce = nonce(sealed.slice(start.length, headBytes));
  const padded = aeadOpen(key, sealNonce, associated(place), sealed.slice(headBytes));
  return padded && unpadBlocks(padded);
}

function prefix(part: VaultPart): Uint8Array {
  return concat(MAGIC, u8(PART_CODE[part]));
}

function associated(place: { readonly part: VaultPart; readonly device: DeviceId }): Uint8Array {
  return concat(labelBytes('kz1/vault'), prefix(place.part), place.device);
}
