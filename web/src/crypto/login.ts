// Logging in = signing the server's challenge (crypto/KZ1.md 3.4). The origin is in it, so a false site cannot use it.
import { concat, u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { sha256 } from './hash.ts';
import type { DeviceId, MailboxId, Signature } from './ids.ts';
import { type SigningKey, sign, type VerifyKey, verify } from './sign.ts';

export type LoginTranscript = {
  /** As the browser's Origin header spells it: "https://kiezel.example". */
  readonly origin: string;
  /** The server's 32 bytes, for one use. */
  readonly nonce: Uint8Array;
  /** A client's mailbox, or the key id of an advisor's device key. */
  readonly id: MailboxId | DeviceId;
  /** Unix seconds. */
  readonly expiresAt: number;
};

const NONCE_BYTES = 32;

function encodeTranscript({ origin, nonce, id, expiresAt }: LoginTranscript): Uint8Array {
  if (nonce.length !== NONCE_BYTES) throw new RangeError('a challenge has 32 bytes');
  return concat(sha256(toUtf8(origin)), nonce, id, u64(expiresAt));
}

export function signLogin(key: SigningKey, transcript: LoginTranscript): Signature {
  return sign(key, 'kz1/auth', encodeTranscript(transcript));
}

export function verifyLogin(key: VerifyKey, transcript: LoginTranscript, signature: Signature): boolean {
  return verify(key, 'kz1/auth', [encodeTranscript(transcript)], signature);
}
