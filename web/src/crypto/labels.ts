// Every label of KZ1 (crypto/KZ1.md 5.11). A label separates one use of a key or a hash from every other.
import { concat, u8 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';

export type Label =
  | 'kz1/code-salt'
  | 'kz1/client/auth'
  | 'kz1/client/kem'
  | 'kz1/client/sign'
  | 'kz1/mailbox'
  | 'kz1/agenda'
  | 'kz1/keyid'
  | 'kz1/auth'
  | 'kz1/entry'
  | 'kz1/entry-hash'
  | 'kz1/key-commit'
  | 'kz1/roster-key'
  | 'kz1/entry-key'
  | 'kz1/wrap-ctx'
  | 'kz1/epoch-wrap'
  | 'kz1/succession'
  | 'kz1/private-wrap'
  | 'kz1/private-key'
  | 'kz1/attachment'
  | 'kz1/statement'
  | 'kz1/device-cert'
  | 'kz1/prekey'
  | 'kz1/directory'
  | 'kz1/dir-head'
  | 'kz1/safety-salt'
  | 'kz1/device-digits'
  | 'kz1/device-offer'
  | 'kz1/offer-id'
  | 'kz1/device-bundle'
  | 'kz1/bundle-part'
  | 'kz1/device-revoke'
  | 'kz1/recovery-salt'
  | 'kz1/recovery-token'
  | 'kz1/recovery-seal'
  | 'kz1/recovery-card'
  | 'kz1/vault'
  | 'kz1/vault-identity'
  | 'kz1/note'
  | 'kz1/self-test'
  | 'kz1/work';

/** L(s) = u8 length || ASCII. */
export function labelBytes(label: Label): Uint8Array {
  const ascii = toUtf8(label);
  return concat(u8(ascii.length), ascii);
}
