// The door of the inbox, as the page and its worker speak of it: the account, its first time, and the second factor.
import type { Failure } from './messages.ts';

// The first time, in its order (product A2): a screen for each, and no way past it. The worker holds the same order
// (Account.makeKeys); a step is named here, shown by the door, and ended by 'step_done' or by the engine itself.
export const FIRST_STEPS = ['passphrase', 'card', 'factor', 'waiting'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];
// What a screen of the door waits for.
export type DoorStep = FirstStep | 'card_failed';

// What stands between the advisor and the inbox.
export type AccountState = {
  readonly state:
    | 'looking'
    // Another tab of this browser has the vault open.
    | 'elsewhere'
    // Nothing on this device, and no invitation in the address.
    | 'nobody'
    | 'invited'
    | 'invitation_invalid'
    // A passphrase was made and is shown; nothing is kept or sent yet.
    | 'passphrase'
    // Enrolled, and to choose a second factor.
    | 'factor'
    // The recovery card was made and is shown; it counts once its words were read back.
    | 'card'
    // The server did not keep the card; without one nobody goes on.
    | 'card_failed'
    | 'sealing'
    | 'enrolling'
    | 'waiting'
    | 'locked'
    | 'unlocking'
    | 'suspended'
    // This browser offers itself as one more device: its digits are shown.
    | 'joining'
    // Another device admitted it: whose it is, is shown to be compared.
    | 'joined'
    | 'join_failed'
    // All devices are lost: the words of the recovery card are asked.
    | 'recover'
    | 'recovering'
    // The card was right; an administrator has yet to let this device in.
    | 'claimed'
    | 'revoked'
    | 'open';
  // The advisor's, as the organisation wrote it.
  readonly name: string;
  // Of the passphrase or of the recovery card.
  readonly words: readonly string[] | null;
  // 'joining': of this device. 'joined': the advisor's safety number. "1234 5678 9012 3456".
  readonly digits: string | null;
  readonly wrongCard: boolean;
  readonly wrongPassphrase: boolean;
  readonly failure: Failure | null;
};

// The second factor: what is known of it, what is being done, and what the page is to ask the browser for.
export type Factor = {
  readonly id: Uint8Array;
  readonly kind: 'passkey' | 'app';
  readonly addedAt: number;
  // The vault of this device does not open without it.
  readonly opensVault: boolean;
};
export type PasskeyAsk = {
  readonly kind: 'create' | 'get';
  readonly rpId: string;
  readonly challenge: Uint8Array;
  readonly user: Uint8Array;
  readonly userName: string;
  readonly organisation: string;
  // Those that exist: to choose from, or not to make again.
  readonly credentials: readonly Uint8Array[];
  // 'get': what to make the authenticator's own output from (WebAuthn PRF), when a vault needs it.
  readonly prfSalt: Uint8Array | null;
};
// As the browser gave it; the signature is empty for a new passkey. All of it may go to the server, but for `prf`: what
// the authenticator made from the salt, which goes nowhere.
export type PasskeyAnswer = {
  readonly credential: Uint8Array;
  readonly clientData: Uint8Array;
  readonly authenticatorData: Uint8Array;
  readonly signature: Uint8Array;
  readonly prf: Uint8Array | null;
};
export type FactorState = {
  // Null until the server said it.
  readonly list: readonly Factor[] | null;
  // The domain of passkeys, where there can be any.
  readonly rpId: string | null;
  readonly ask: PasskeyAsk | null;
  // A new app's secret, as long as no code of it was typed.
  readonly app: { readonly secret: string; readonly uri: string } | null;
  // The vault of this device asks for a passkey of its own, beside the passphrase.
  readonly sealed: boolean;
  // Something in the open inbox needs it once more.
  readonly wanted: boolean;
  readonly busy: boolean;
  readonly problem: 'wrong_code' | 'wrong_passkey' | 'no_passkey' | 'code_needed' | 'again' | null;
  readonly failure: Failure | null;
};

export const NO_ACCOUNT: AccountState = {
  state: 'looking',
  name: '',
  words: null,
  digits: null,
  wrongCard: false,
  wrongPassphrase: false,
  failure: null,
};

export const NO_FACTOR: FactorState = {
  list: null,
  rpId: null,
  ask: null,
  app: null,
  sealed: false,
  wanted: false,
  busy: false,
  problem: null,
  failure: null,
};
