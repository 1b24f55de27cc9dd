// What is to be written into a conversation, and how it becomes an entry at the place that it gets.
import { type CommitPlan, sealCommit } from '../crypto/commit_seal.ts';
import type { EntryPosition } from '../crypto/entry.ts';
import type { EpochKeys } from '../crypto/epoch.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import { type Message, sealMessage } from '../crypto/message.ts';
import type { CallDetails } from '../crypto/private_entry.ts';
import { sealPrivate } from '../crypto/private_seal.ts';
import { type Random, systemRandom } from '../crypto/random.ts';
import type { Share } from '../crypto/secret.ts';
import type { SigningKey } from '../crypto/sign.ts';
import type { KemPublicKey } from '../crypto/xwing.ts';

export type Draft =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'private'; readonly details: CallDetails; readonly devices: readonly KemPublicKey[] }
  // Made at the moment of sealing, because a commit names all members anew; null when it is no longer needed.
  | { readonly kind: 'commit'; readonly plan: (reader: LogReader) => CommitPlan | null }
  // Whatever is rare, so that only those who write it load what makes it.
  | { readonly kind: 'made'; readonly make: (at: SealingPlace) => Uint8Array | null };

export type SealingPlace = {
  readonly position: EntryPosition;
  // Null when the current epoch cannot be read.
  readonly keys: EpochKeys | null;
  readonly sender: SigningKey;
  readonly random: Random;
};

export type Sealing = {
  readonly reader: LogReader;
  readonly signer: SigningKey;
  readonly share: Share;
};

// Null when there is nothing to seal it with.
export function sealDraft(draft: Draft, { reader, signer, share }: Sealing): Uint8Array | null {
  const common = { sender: signer, random: systemRandom };
  switch (draft.kind) {
    case 'message': {
      const keys = reader.keys;
      return keys && sealMessage({ ...common, message: draft.message, position: reader.next(), keys });
    }
    case 'private': {
      const { details, devices } = draft;
      return sealPrivate({ ...common, details, devices, position: reader.next(), share });
    }
    case 'made':
      return draft.make({ ...common, position: reader.next(), keys: reader.keys });
    case 'commit': {
      const plan = draft.plan(reader);
      const position = reader.next('commit');
      return plan && (sealCommit({ plan, position, share, signer, random: systemRandom })?.entry ?? null);
    }
  }
}
