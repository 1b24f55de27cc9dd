// Identifiers and public values. Each is a byte string of a fixed size with a name of its own, so that one is
// never passed for another. The constructors are the only way in; a wrong size is a bug of the caller (the wire
// codec has checked sizes already), so they throw.

declare const brand: unique symbol;
export type Branded<Name extends string> = Uint8Array & { readonly [brand]: Name };

export type ConversationId = Branded<'ConversationId'>;
/** keyid(pk), crypto/KZ1.md 2.3: names any verify key. */
export type KeyId = Branded<'KeyId'>;
export type MailboxId = Branded<'MailboxId'>;
/** keyid(AIK). */
export type AdvisorId = KeyId & Branded<'KeyId'>;
/** keyid(DSK). */
export type DeviceId = KeyId & Branded<'KeyId'>;
export type AppointmentId = Branded<'AppointmentId'>;
/** Random, made by whoever states something (crypto/KZ1.md 5.5). */
export type StatementId = Branded<'StatementId'>;
/** Random, made by whoever seals a file (crypto/KZ1.md 5.6). */
export type BlobId = Branded<'BlobId'>;
export type EntryHash = Branded<'EntryHash'>;
/** kc: commits to the epoch key in public (crypto/KZ1.md 5.3). */
export type KeyCommitment = Branded<'KeyCommitment'>;
/** H(kem_pk): names the key a wrap is for. */
export type KemId = Branded<'KemId'>;
/** XChaCha20-Poly1305 nonce, 24 bytes. */
export type Nonce = Branded<'Nonce'>;
export type Signature = Branded<'Signature'>;
export type Hash = Branded<'Hash'>;

function sized<Name extends string>(name: Name, size: number): (bytes: Uint8Array) => Branded<Name> {
  return (bytes) => {
    if (bytes.length !== size) throw new RangeError(`${name} has ${size} bytes`);
    return bytes as Branded<Name>;
  };
}

export const conversationId = sized('ConversationId', 16);
export const keyId = sized('KeyId', 16);
export const advisorId = keyId;
export const deviceId = keyId;
export const mailboxId = sized('MailboxId', 16);
export const appointmentId = sized('AppointmentId', 16);
export const statementId = sized('StatementId', 16);
export const blobId = sized('BlobId', 16);
export const entryHash = sized('EntryHash', 32);
export const keyCommitment = sized('KeyCommitment', 32);
export const kemId = sized('KemId', 32);
export const nonce = sized('Nonce', 24);
export const signature = sized('Signature', 64);
export const hashValue = sized('Hash', 32);

/** `prev` of the first entry and `auth_ref` of a change that needs no permission. */
export const NO_ENTRY: EntryHash = entryHash(new Uint8Array(32));
