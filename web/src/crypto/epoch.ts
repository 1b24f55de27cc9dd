// The keys of one epoch, all from the epoch's secret and the conversation's share (crypto/KZ1.md 5.3). Without the
// share, which the server keeps and can delete, every epoch secret is useless.
import { concat, u32 } from './bytes.ts';
import { expand, extract } from './hkdf.ts';
import { type ConversationId, type KeyCommitment, type KeyId, keyCommitment } from './ids.ts';
import { type AeadKey, type EpochKey, type Share, secret32 } from './secret.ts';

export type EpochKeys = {
  readonly conversation: ConversationId;
  readonly epoch: number;
  /** conversation id || u32 epoch. */
  readonly context: Uint8Array;
  /** kc, published in the COMMIT: nobody can give two members different keys. */
  readonly commitment: KeyCommitment;
  readonly rosterKey: AeadKey;
  /** The key for entries written by `sender`: a ciphertext cannot be signed again as somebody else's. */
  readonly senderKey: (sender: KeyId) => AeadKey;
};

export function deriveEpoch(
  share: Share,
  key: EpochKey,
  conversation: ConversationId,
  epoch: number,
): EpochKeys {
  const prk = extract(share.reveal(), key.reveal());
  const context = concat(conversation, u32(epoch));
  const aeadKey = (bytes: Uint8Array): AeadKey => secret32('aead', bytes);
  return {
    conversation,
    epoch,
    context,
    commitment: keyCommitment(expand(prk.reveal(), 'kz1/key-commit', context)),
    rosterKey: aeadKey(expand(prk.reveal(), 'kz1/roster-key', context)),
    senderKey: (sender) => aeadKey(expand(prk.reveal(), 'kz1/entry-key', context, sender)),
  };
}
