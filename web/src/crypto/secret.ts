// Secrets: opened by name only, never printed. JavaScript cannot promise that a wiped value left no copy behind
// (crypto/KZ1.md 2.4, T6); wiping is still done because it shortens the time.

/** The name keeps an epoch key from being used where a share is meant. */
export class Secret<Name extends string> {
  readonly #name: Name;
  readonly #bytes: Uint8Array;

  constructor(name: Name, bytes: Uint8Array) {
    this.#name = name;
    this.#bytes = bytes;
  }

  get name(): Name {
    return this.#name;
  }

  /** The bytes themselves, not a copy: do not keep them longer than the Secret. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }
}

/** 32 random bytes chosen by the creator of a conversation and kept by the server: S (crypto/KZ1.md 5.1). */
export type Share = Secret<'share'>;
/** 32 bytes from which a signing key grows. */
export type SigningSeed = Secret<'signing-seed'>;
/** 32 bytes from which an X-Wing key pair grows. */
export type KemSeed = Secret<'kem-seed'>;
/** E_e (crypto/KZ1.md 5.3). */
export type EpochKey = Secret<'epoch'>;
/** X of one PRIVATE entry (crypto/KZ1.md 5.5). */
export type PrivateKey = Secret<'private'>;
/** Of one file (crypto/KZ1.md 5.6). */
export type AttachmentKey = Secret<'attachment'>;
/** A pseudorandom key as HKDF-Extract makes it. */
export type Prk = Secret<'prk'>;
/** A key for one AEAD. */
export type AeadKey = Secret<'aead'>;

/** Wraps 32 bytes; anything else is a bug, and so is a key of zeros (crypto/KZ1.md 2.4, T2). */
export function secret32<Name extends string>(name: Name, bytes: Uint8Array): Secret<Name> {
  if (bytes.length !== 32) throw new RangeError(`${name} has 32 bytes`);
  if (bytes.every((byte) => byte === 0)) throw new RangeError(`${name} is all zeros`);
  return new Secret(name, bytes);
}

/** For bytes that somebody else chose: null instead of a bug when they are no usable key. */
export function receivedSecret32<Name extends string>(name: Name, bytes: Uint8Array): Secret<Name> | null {
  return bytes.length === 32 && bytes.some((byte) => byte !== 0) ? new Secret(name, bytes) : null;
}

export const share = (bytes: Uint8Array): Share => secret32('share', bytes);
export const signingSeed = (bytes: Uint8Array): SigningSeed => secret32('signing-seed', bytes);
export const kemSeed = (bytes: Uint8Array): KemSeed => secret32('kem-seed', bytes);
export const epochKey = (bytes: Uint8Array): EpochKey => secret32('epoch', bytes);
export const attachmentKey = (bytes: Uint8Array): AttachmentKey => secret32('attachment', bytes);
export const privateKey = (bytes: Uint8Array): PrivateKey => secret32('private', bytes);
