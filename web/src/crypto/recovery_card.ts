// The paper that brings an advisor back who lost every device: 132 random bits as twelve words, from which the key
// grows that seals the identity key (crypto/KZ1.md 4.4). The server keeps what is sealed and gives it to whoever shows
// the token; the card alone opens nothing, nor does the server.
import { AEAD_NONCE_BYTES, aeadOpen, aeadSeal } from './aead.ts';
import { argon2id, argon2Salt, CLIENT_ARGON2_COST } from './argon2id.ts';
import { concat, equalBytes, isZero, u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { hash, sha256 } from './hash.ts';
import { expand } from './hkdf.ts';
import { type DeviceId, nonce, type Signature } from './ids.ts';
import { labelBytes } from './labels.ts';
import type { Random } from './random.ts';
import { type AeadKey, receivedSecret32, Secret, secret32 } from './secret.ts';
import { type SigningKey, sign, signingKeyFromSeed, type VerifyKey, verify } from './sign.ts';
import { WORD_LIST } from './word_list.ts';
import { findWord, plainLetters } from './words.ts';

export const RECOVERY_WORDS = 12;
const CODE_BYTES = 17;
const WORD_BITS = 11n;
const CODE_BITS = BigInt(RECOVERY_WORDS) * WORD_BITS;
const FIRST_BYTE_MASK = 0x0f;
export const SEALED_IDENTITY_BYTES = 106;
const MAGIC = toUtf8('R1');

/** Seventeen bytes, big-endian; bits 131-11i..121-11i are word i. */
export type RecoveryCode = Secret<'recovery-code'>;
export type RecoveryRoot = Secret<'recovery-root'>;
/** Asks the server for what it keeps; the server keeps SHA-256 of it. */
export type RecoveryToken = Secret<'recovery-token'>;

/** Null when a bit above the 132 is set, or when all are zero. */
export function recoveryCodeFromInteger(bytes: Uint8Array): RecoveryCode | null {
  const overflows = ((bytes[0] ?? 0) & ~FIRST_BYTE_MASK) !== 0;
  if (bytes.length !== CODE_BYTES || overflows || isZero(bytes)) return null;
  return new Secret('recovery-code', bytes.slice());
}

export function generateRecoveryCode(random: Random): RecoveryCode {
  for (;;) {
    const bytes = random.bytes(CODE_BYTES);
    bytes[0] = (bytes[0] ?? 0) & FIRST_BYTE_MASK;
    const code = recoveryCodeFromInteger(bytes);
    if (code !== null) return code;
  }
}

export function recoveryCodeFromIndexes(indexes: readonly number[]): RecoveryCode | null {
  if (indexes.length !== RECOVERY_WORDS || indexes.some((index) => WORD_LIST[index] === undefined))
    return null;
  const value = indexes.reduce((code, index) => (code << WORD_BITS) | BigInt(index), 0n);
  const bytes = Array.from({ length: CODE_BYTES }, (_, i) =>
    Number((value >> BigInt(8 * (CODE_BYTES - 1 - i))) & 0xffn),
  );
  return recoveryCodeFromInteger(Uint8Array.from(bytes));
}

export function recoveryIndexes(code: RecoveryCode): readonly number[] {
  const value = code.reveal().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return Array.from({ length: RECOVERY_WORDS }, (_, i) => {
    const shift = CODE_BITS - WORD_BITS * BigInt(i + 1);
    return Number((value >> shift) & ((1n << WORD_BITS) - 1n));
  });
}

/** The twelve words. Secret: for the one card that bears them. */
export function recoveryWords(code: RecoveryCode): readonly string[] {
  return recoveryIndexes(code).map((index) => WORD_LIST[index] ?? '');
}

/** Reads what a person typed, as readWords does. Null unless it is twelve words of the list. */
export function readRecoveryWords(text: string): RecoveryCode | null {
  const words = plainLetters(text.slice(0, 1000))
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  return recoveryCodeFromIndexes(words.map((word) => findWord(word) ?? -1));
}

/** Argon2id over the seventeen bytes, 64 MiB. Null when the memory cannot be had. */
export function recoveryRoot(code: RecoveryCode, deploymentId: string): RecoveryRoot | null {
  const salt = argon2Salt(hash('kz1/recovery-salt', toUtf8(deploymentId)).slice(0, 16));
  const made = argon2id(code.reveal(), salt, CLIENT_ARGON2_COST);
  return made === null ? null : secret32('recovery-root', made.reveal());
}

export function recoveryToken(root: RecoveryRoot): RecoveryToken {
  return secret32('recovery-token', expand(root.reveal(), 'kz1/recovery-token'));
}

/** "R1" || AIK 32 || nonce 24 || AEAD of the identity key's seed. */
export function sealIdentity(identity: SigningKey, root: RecoveryRoot, random: Random): Uint8Array {
  const start = concat(MAGIC, identity.verifyKey);
  const sealNonce = nonce(random.bytes(AEAD_NONCE_BYTES));
  const sealed = aeadSeal(sealKey(root), sealNonce, associated(start), identity.seed.reveal());
  return concat(start, sealNonce, sealed);
}

/** Null when it does not open, or opens to another key than it names. */
export function openIdentity(sealed: Uint8Array, root: RecoveryRoot): SigningKey | null {
  if (sealed.length !== SEALED_IDENTITY_BYTES || !equalBytes(sealed.slice(0, 2), MAGIC)) return null;
  const [start, sealNonce] = [sealed.slice(0, 34), nonce(sealed.slice(34, 34 + AEAD_NONCE_BYTES))];
  const opened = aeadOpen(sealKey(root), sealNonce, associated(start), sealed.slice(34 + AEAD_NONCE_BYTES));
  const seed = opened && receivedSecret32('signing-seed', opened);
  const identity = seed && signingKeyFromSeed(seed);
  return identity && equalBytes(identity.verifyKey, sealed.slice(2, 34)) ? identity : null;
}

/** The identity key says that this card takes the place of the one before. */
export function signRecoveryCard(tokenHash: Uint8Array, sealed: Uint8Array, identity: SigningKey): Signature {
  return sign(identity, 'kz1/recovery-card', tokenHash, sha256(sealed));
}

export function verifyRecoveryCard(
  card: { readonly tokenHash: Uint8Array; readonly sealed: Uint8Array },
  identityKey: VerifyKey,
  signature: Signature,
): boolean {
  return verify(identityKey, 'kz1/recovery-card', [card.tokenHash, sha256(card.sealed)], signature);
}

/** The identity key says that a device is lost. `at` in unix seconds. */
export function signRevocation(device: DeviceId, at: number, identity: SigningKey): Signature {
  return sign(identity, 'kz1/device-revoke', device, u64(at));
}

export function verifyRevocation(
  { device, at }: { readonly device: DeviceId; readonly at: number },
  identityKey: VerifyKey,
  signature: Signature,
): boolean {
  return verify(identityKey, 'kz1/device-revoke', [device, u64(at)], signature);
}

function sealKey(root: RecoveryRoot): AeadKey {
  return secret32('aead', expand(root.reveal(), 'kz1/recovery-seal'));
}

function associated(start: Uint8Array): Uint8Array {
  return concat(labelBytes('kz1/recovery-seal'), start);
}
