// The recovery card (crypto/KZ1.md 4.4): made on an open device, kept at the server once its words were read back, and
// the way back when every device is lost.

import { sha256 } from '../crypto/hash.ts';
import { systemRandom } from '../crypto/random.ts';
import {
  generateRecoveryCode,
  openIdentity,
  type RecoveryRoot,
  readRecoveryWords,
  recoveryRoot,
  recoveryToken,
  recoveryWords,
  sealIdentity,
  signRecoveryCard,
} from '../crypto/recovery_card.ts';
import type { SigningKey } from '../crypto/sign.ts';
import type { Call, CallError } from '../net/calls.ts';

export type MadeCard = {
  readonly words: readonly string[];
  // What the server keeps: nothing of it opens anything without the words.
  readonly request: {
    readonly advisor: Uint8Array;
    readonly token_hash: Uint8Array;
    readonly sealed: Uint8Array;
    readonly proof: Uint8Array;
  };
};

// Takes up to a second or two. Null when the memory cannot be had.
export function makeCard(identity: SigningKey, deploymentId: string): MadeCard | null {
  const code = generateRecoveryCode(systemRandom);
  const root = recoveryRoot(code, deploymentId);
  if (!root) return null;
  const sealed = sealIdentity(identity, root, systemRandom);
  const tokenHash = sha256(recoveryToken(root).reveal());
  const proof = signRecoveryCard(tokenHash, sealed, identity);
  return {
    words: recoveryWords(code),
    request: { advisor: identity.keyId, token_hash: tokenHash, sealed, proof },
  };
}

export type OpenedCard = {
  readonly identity: SigningKey;
  readonly name: string;
  readonly token: Uint8Array;
};

export async function openCard(
  words: string,
  deploymentId: string,
  call: Call,
): Promise<OpenedCard | 'wrong' | CallError> {
  const code = readRecoveryWords(words);
  const root: RecoveryRoot | null = code && recoveryRoot(code, deploymentId);
  if (!root) return 'wrong';
  const token = recoveryToken(root).reveal();
  const got = await call('recovery.get', { token });
  if (!got.ok) return got.error.code === 'not_found' ? 'wrong' : got.error;
  const identity = openIdentity(got.value.sealed, root);
  return identity ? { identity, name: got.value.name, token } : 'wrong';
}
