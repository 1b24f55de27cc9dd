// Which layer refused something: the word that the shared vectors use (protocol/vectors). It never tells why a
// decryption failed.

export type Refusal =
  /** The bytes do not have this structure: cut short, too long, lengths that do not add up. */
  | 'syntax'
  /** A field holds a value that it may not hold. */
  | 'shape'
  /** A named bound is passed. */
  | 'limit'
  /** Not signed by the key that it names. */
  | 'signature'
  /** Cannot be opened with these keys. */
  | 'decrypt'
  /** Well formed and authentic, but not allowed here and now. */
  | 'rule';

export type Refused = { readonly ok: false; readonly refusal: Refusal };
export type Checked<T> = { readonly ok: true; readonly value: T } | Refused;

export function accept<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function refuse(refusal: Refusal): Refused {
  return { ok: false, refusal };
}
