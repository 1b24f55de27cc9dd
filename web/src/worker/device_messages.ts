// The devices of an advisor, as the page and its worker speak of them: adding, revoking, the recovery card.

export type DeviceRow = {
  readonly id: string;
  // Empty when no device of ours knows it by a name.
  readonly name: string;
  readonly isThis: boolean;
  readonly certifiedUntil: number;
  readonly prekeySince: number;
  readonly prekeyUntil: number;
  readonly revokedAt: number | null;
};

// What this device found out about itself when it was last unlocked.
export type SelfTest = {
  readonly at: number;
  // What is wrong; empty when all is well.
  readonly faults: readonly ('vault' | 'signature' | 'prekey' | 'server' | 'certificate')[];
};

export type DevicesState = {
  readonly state: 'idle' | 'loading' | 'ready' | 'failed';
  readonly list: readonly DeviceRow[];
  readonly cardMadeAt: number | null;
  // Somebody showed the recovery card, at this moment.
  readonly claimedAt: number | null;
  readonly safetyNumber: string | null;
  // After how many minutes without anybody this inbox locks itself.
  readonly idleMinutes: number;
  readonly selfTest: SelfTest | null;
  // What is being done, and how far it is.
  readonly task:
    | { readonly kind: 'none' }
    | { readonly kind: 'busy' }
    // An offer with these digits waits to be admitted.
    | { readonly kind: 'found'; readonly digits: string }
    | { readonly kind: 'sending'; readonly part: number; readonly parts: number }
    // Admitted; the new device has to say yes as well.
    | { readonly kind: 'admitted' }
    | { readonly kind: 'added' }
    | { readonly kind: 'revoked' }
    | { readonly kind: 'card'; readonly words: readonly string[] }
    | { readonly kind: 'card_kept' }
    // The vault was sealed anew, with a passkey or without.
    | { readonly kind: 'resealed' };
  readonly problem:
    | 'digits'
    | 'not_offered'
    | 'passphrase'
    | 'refused'
    | 'unreachable'
    // The second factor was asked for and did not come.
    | 'proof'
    // A passkey that gives no output of its own.
    | 'no_prf'
    | 'card_refused'
    | null;
};

export const NO_DEVICES: DevicesState = {
  state: 'idle',
  list: [],
  cardMadeAt: null,
  claimedAt: null,
  safetyNumber: null,
  idleMinutes: 15,
  selfTest: null,
  task: { kind: 'none' },
  problem: null,
};
