// What goes into reading a log and what comes out (log_reader.ts).
import type { Role } from './commit.ts';
import type { ParsedDeviceCertificate } from './device_certificate.ts';
import type { VerifiedEntry } from './entry.ts';
import type { ConversationId, DeviceId, KeyId } from './ids.ts';
import type { LogContent } from './log_content.ts';
import type { Refusal } from './refusal.ts';
import type { EpochKey, PrivateKey, Share } from './secret.ts';
import type { VerifyKey } from './sign.ts';
import type { KemKeyPair } from './xwing.ts';

export type LogKeys = {
  readonly conversation: ConversationId;
  readonly share: Share;
  /** A client's one key; an advisor's device: all its prekeys that still exist. */
  readonly kemKeys: readonly KemKeyPair[];
  /** A client's own signing key: see LogReader.record. */
  readonly ownKey?: VerifyKey | undefined;
  /** Case keys that were kept: epochs whose prekey is gone. */
  readonly epochKeys?: ReadonlyMap<number, EpochKey> | undefined;
  /** Keys of PRIVATE entries that were kept, by seq. */
  readonly privateKeys?: ReadonlyMap<number, PrivateKey> | undefined;
};

export type Revocation = { readonly device: DeviceId; readonly revokedAt: number };

/** What the server and the directory say beside the entry. */
export type LogContext = {
  /** Unix seconds, as the server stamped it. */
  readonly receivedAt: number;
  /** Of any advisors; each is checked against the identity key that the log itself names. */
  readonly certificates: readonly ParsedDeviceCertificate[];
  readonly revocations: readonly Revocation[];
};

export type LogRefusal =
  | Refusal
  /** Of another conversation. */
  | 'foreign'
  /** Has been read already. */
  | 'replay'
  /** An entry before it is missing. */
  | 'gap'
  /** Follows another history than the one that was read. */
  | 'fork'
  /** Neither a member nor a device of one, as far as the certificates given tell. */
  | 'sender';

export type LogSender = {
  readonly role: Role;
  readonly id: VerifyKey;
  readonly key: KeyId;
  /** A client whose keys an advisor made: until the client changes its words, the advisor's browser once knew them. */
  readonly underCard: boolean;
};

export type LogEntry = {
  readonly seq: number;
  readonly receivedAt: number;
  readonly sender: LogSender;
  readonly verified: VerifiedEntry;
  readonly content: LogContent;
};

export type LogResult =
  | { readonly ok: true; readonly entry: LogEntry }
  | { readonly ok: false; readonly refusal: LogRefusal };
