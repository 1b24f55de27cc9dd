// ERASE entries: the client's order to the server to erase everything, in the clear and signed; the last entry of a log
// (crypto/KZ1.md 5.5).
import { type EntryPosition, NO_NONCE, signEntry } from './entry.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import type { SigningKey } from './sign.ts';

/** 2, some entries only, is reserved. */
const EVERYTHING = 1;

export type EraseScope = 'everything';

export function parseEraseOrder(payload: Uint8Array): Checked<EraseScope> {
  if (payload.length !== 1) return refuse('syntax');
  return payload[0] === EVERYTHING ? accept('everything') : refuse('shape');
}

/** The whole signed entry, by the client's key in this conversation. */
export function signEraseOrder(position: EntryPosition, client: SigningKey): Uint8Array {
  return signEntry('erase', position, { nonce: NO_NONCE, payload: Uint8Array.of(EVERYTHING) }, client);
}
