// What a client's next keys say about the COMMIT that brings them in (crypto/KZ1.md 5.4). Whoever comes back with the
// new words knows nothing of the old ones; this signature, which only the new words can make, says that whoever made
// them vouches for the whole log before.
import { concat, u32, u64 } from './bytes.ts';
import type { EntryPosition } from './entry.ts';
import type { KemId, Signature } from './ids.ts';
import { type SigningKey, sign, type VerifyKey, verify } from './sign.ts';

export type Succession = {
  /** Of the COMMIT itself: its `prev` stands for all that came before. */
  readonly position: EntryPosition;
  readonly kemId: KemId;
};

function encodeSuccession({ position, kemId }: Succession): Uint8Array {
  return concat(position.conversation, u64(position.seq), position.prev, u32(position.epoch), kemId);
}

/** By the client's new signing key in this conversation. */
export function signSuccession(succession: Succession, successor: SigningKey): Signature {
  return sign(successor, 'kz1/succession', encodeSuccession(succession));
}

export function verifySuccession(
  succession: Succession,
  successor: VerifyKey,
  signature: Signature,
): boolean {
  return verify(successor, 'kz1/succession', [encodeSuccession(succession)], signature);
}
