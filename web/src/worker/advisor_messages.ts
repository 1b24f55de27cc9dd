// What the advisor's page and its worker say to each other: commands in, whole slices of state out (see messages.ts).
// All times are unix seconds unless the name says otherwise; all ids are lower-case hexadecimal.
import type { MayAnswer, ShowNumber, Voicemail } from '../crypto/private_entry.ts';
import type { AgeBand, CoverPreference, Language as RosterLanguage } from '../crypto/roster.ts';
import { absences_max, dated_windows_max } from '../protocol/limits.ts';
import type { Availability, Holiday } from '../protocol/messages.ts';
import { type AgendaAct, type CallsState, NO_CALLS, type Planned } from './agenda_messages.ts';
import type { FileAct, FileDraft, FileView, OpenedFile } from './attachment_messages.ts';
import {
  type AdvisorConsentAct,
  type ConsentLine,
  type ConsentSlice,
  NO_CONSENT,
} from './consent_messages.ts';
import type {
  ChainCheck,
  DeliveryState,
  EngineStatus,
  Failure,
  NumberedAdvisor,
  OrganisationFacts,
  Slot,
} from './messages.ts';
import type { TalkView } from './talk_messages.ts';

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

export type ClientRole = 'pupil' | 'parent';
export type DeskGroup = 'new' | 'mine' | 'today' | 'theirs' | 'finished';
// Which pebble a conversation is called after as long as the advisor gave it no name.
export type PebbleName = { readonly colour: number; readonly number: number };

export type DeskRow = {
  readonly id: string;
  readonly alias: string;
  readonly pebble: PebbleName;
  readonly state: 'reading' | 'good' | 'closed' | 'untrusted';
  readonly role: ClientRole | null;
  readonly brake: boolean;
  readonly group: DeskGroup;
  readonly unread: number;
  // When the oldest message was written that nobody answered yet.
  readonly waitingSince: number | null;
  readonly lastAt: number;
  readonly nextCall: Slot | null;
};

export type DeskState = {
  readonly state: 'loading' | 'ready';
  readonly rows: readonly DeskRow[];
  // Conversations that were erased since this inbox was opened, and not yet put away.
  readonly erased: number;
};

// What a child or parent has read is their own business: nothing tells the advisor.
export type ReplyDelivery = Exclude<DeliveryState, 'read'>;

export type CaseItem =
  | {
      readonly kind: 'message';
      readonly id: string;
      // -1 while it is not in the log.
      readonly seq: number;
      readonly own: boolean;
      // Set for a colleague's message.
      readonly colleague: string | null;
      // Empty when there are only files.
      readonly text: string;
      readonly files: readonly FileView[];
      readonly at: number;
      readonly delivery: ReplyDelivery;
    }
  | {
      readonly kind: 'talk';
      readonly id: string;
      readonly seq: number;
      readonly own: boolean;
      readonly talk: TalkView;
      readonly at: number;
    }
  | {
      readonly kind: 'joined';
      readonly id: string;
      readonly seq: number;
      readonly name: string;
      readonly at: number;
    }
  // The client changed its words, or an advisor gave a card.
  | {
      readonly kind: 'new_words';
      readonly id: string;
      readonly seq: number;
      readonly how: 'own_words' | 'card';
      readonly name: string;
      readonly at: number;
    }
  | {
      readonly kind: 'consent';
      readonly id: string;
      readonly seq: number;
      readonly line: ConsentLine;
      readonly own: boolean;
      readonly name: string;
      readonly whom: string;
      readonly at: number;
    }
  // An entry that is authentic and that this device cannot open.
  | { readonly kind: 'unreadable'; readonly id: string; readonly seq: number; readonly at: number };

export type Person = {
  readonly role: ClientRole | null;
  readonly name: string;
  readonly age: AgeBand;
  // Null when it was not said; a code that the directory does not know has no name.
  readonly school: { readonly code: string; readonly name: string; readonly place: string } | null;
  readonly brake: boolean;
  readonly cover: CoverPreference;
  readonly language: RosterLanguage | null;
  readonly since: number;
};

export type NoteFields = { readonly text: string; readonly alias: string };
export type NoteState = {
  readonly state: 'loading' | 'ready' | 'saving' | 'saved' | 'conflict' | 'unreadable' | 'failed';
  readonly revision: number;
  readonly fields: NoteFields;
  // What another device wrote meanwhile, when state is 'conflict'.
  readonly theirs: NoteFields | null;
};

// From `at` on, if the advisor so chooses, a card opens what was written.
export type CardPeriod = { readonly epoch: number; readonly at: number; readonly messages: number };

// New words that an advisor gives to a client. They are shown once, and not in force before 'given'.
export type CardState = {
  readonly id: string | null;
  readonly state: 'idle' | 'making' | 'shown' | 'giving' | 'given' | 'failed';
  readonly words: readonly string[] | null;
  readonly failure: Failure | null;
};

// Finishing a conversation: it stays readable until it is erased, and goes on when the other side writes.
export type FinishState = {
  readonly state: 'open' | 'finished';
  readonly closedAt: number | null;
  readonly eraseAt: number | null;
  // Whether this advisor may finish and open it again.
  readonly mayFinish: boolean;
  readonly sending: 'none' | 'sending' | 'failed';
};

export const NOT_FINISHED: FinishState = {
  state: 'open',
  closedAt: null,
  eraseAt: null,
  mayFinish: false,
  sending: 'none',
};

export type CaseState = {
  readonly id: string | null;
  readonly state: 'reading' | 'good' | 'closed' | 'untrusted';
  readonly items: readonly CaseItem[];
  // The last message of the other side, and up to where this advisor has read.
  readonly theirLastSeq: number;
  readonly readSeq: number;
  readonly person: Person | null;
  readonly note: NoteState;
  readonly check: ChainCheck | null;
  // Empty when this advisor may give no card here.
  readonly periods: readonly CardPeriod[];
  readonly finish: FinishState;
};

// What the person asked for when the advisor calls. The number itself is not here: it comes when it is asked for.
export type CallCard = {
  readonly hasNumber: boolean;
  readonly nameToUse: string;
  readonly codeWord: string;
  readonly mayAnswer: MayAnswer | null;
  readonly ifSomebodyElse: 'hang_up' | 'ask_for_me' | 'say_you_call_later' | null;
  readonly voicemail: Voicemail | null;
  readonly showNumber: ShowNumber | null;
  readonly whatHelps: string;
  readonly companion: 'alone' | 'my_age' | 'adult' | 'not_known' | null;
  readonly note: string;
};

// An appointment of the advisor's.
export type Call = Planned;

// When an advisor can be called, as the wire says it.
export type Hours = Availability;
export const ABSENCES_MAX = absences_max;
export const DATED_WINDOWS_MAX = dated_windows_max;
export type SchoolHoliday = Holiday;

export type HoursState = {
  readonly state: 'idle' | 'loading' | 'ready' | 'saving' | 'saved' | 'refused' | 'failed';
  readonly saved: Hours | null;
  // To come, of all regions, as the organisation keeps them.
  readonly holidays: readonly SchoolHoliday[];
  readonly preview: {
    readonly state: 'idle' | 'loading' | 'ready' | 'failed';
    readonly slots: readonly Slot[];
  };
};

export type SearchHit = {
  readonly conversation: string;
  readonly item: string;
  readonly own: boolean;
  readonly at: number;
  readonly before: string;
  readonly match: string;
  readonly after: string;
};
export type DeskSearch = {
  readonly query: string;
  readonly total: number;
  readonly hits: readonly SearchHit[];
};

export type RecordField = 'name' | 'phone' | 'email' | 'languages' | 'days' | 'intro' | 'escrow';

// What does not fit about the directory (crypto/KZ1.md 5.7). Each must be judged by a person.
export type DirectoryAlarm =
  // Not signed by two of the organisation's root keys.
  | { readonly kind: 'forged' }
  // The root keys themselves are others than before.
  | { readonly kind: 'roots' }
  // The published past is not the one that this device saw.
  | { readonly kind: 'history' }
  // The own key is not listed; somebody else may be, under the same name.
  | { readonly kind: 'gone'; readonly replaced: boolean }
  | { readonly kind: 'changed'; readonly fields: readonly RecordField[] }
  | { readonly kind: 'lapsing'; readonly days: number };

export type PosterSchool = {
  readonly code: string;
  readonly name: string;
  readonly place: string;
  readonly people: readonly NumberedAdvisor[];
};

export type TrustState = {
  readonly alarms: readonly DirectoryAlarm[];
  // Conversations whose family was shown a directory that was never published.
  readonly split: readonly string[];
  readonly directory: { readonly version: number; readonly expires: number } | null;
  // The own safety number, and the schools for posters; null until they were asked for.
  readonly number: string | null;
  readonly posters: readonly PosterSchool[] | null;
};

// Text that was being written when the inbox was locked: sealed, because it outlives the keys in memory.
export type SealedDrafts = Readonly<Record<string, Uint8Array>>;
export type DraftsState = {
  readonly sealed: SealedDrafts | null;
  readonly opened: Readonly<Record<string, string>> | null;
};

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

export type AdvisorSlices = {
  readonly status: EngineStatus;
  readonly account: AccountState;
  readonly factor: FactorState;
  readonly desk: DeskState;
  readonly open: CaseState;
  readonly calls: CallsState;
  readonly hours: HoursState;
  readonly search: DeskSearch;
  readonly trust: TrustState;
  readonly drafts: DraftsState;
  readonly card: CardState;
  readonly files: readonly FileDraft[];
  readonly opened: OpenedFile | null;
  readonly devices: DevicesState;
  readonly consent: ConsentSlice;
  // Statements as a file, for one turn.
  readonly exported: Uint8Array<ArrayBuffer> | null;
};

export const NO_NOTE: NoteState = {
  state: 'loading',
  revision: 0,
  fields: { text: '', alias: '' },
  theirs: null,
};

export const NO_CASE: CaseState = {
  id: null,
  state: 'reading',
  items: [],
  theirLastSeq: -1,
  readSeq: -1,
  person: null,
  note: NO_NOTE,
  check: null,
  periods: [],
  finish: NOT_FINISHED,
};

export const initialAdvisorSlices: AdvisorSlices = {
  status: { engine: 'idle', connection: 'idle' },
  account: {
    state: 'looking',
    name: '',
    words: null,
    digits: null,
    wrongCard: false,
    wrongPassphrase: false,
    failure: null,
  },
  factor: {
    list: null,
    rpId: null,
    ask: null,
    app: null,
    sealed: false,
    wanted: false,
    busy: false,
    problem: null,
    failure: null,
  },
  desk: { state: 'loading', rows: [], erased: 0 },
  open: NO_CASE,
  calls: NO_CALLS,
  hours: { state: 'idle', saved: null, holidays: [], preview: { state: 'idle', slots: [] } },
  search: { query: '', total: 0, hits: [] },
  trust: { alarms: [], split: [], directory: null, number: null, posters: null },
  drafts: { sealed: null, opened: null },
  card: { id: null, state: 'idle', words: null, failure: null },
  files: [],
  opened: null,
  devices: {
    state: 'idle',
    list: [],
    cardMadeAt: null,
    claimedAt: null,
    safetyNumber: null,
    idleMinutes: 15,
    selfTest: null,
    task: { kind: 'none' },
    problem: null,
  },
  consent: NO_CONSENT,
  exported: null,
};

export type AdvisorCommand =
  | {
      readonly type: 'start';
      readonly organisation: OrganisationFacts;
      readonly origin: string;
      // base64url, from the address of the page.
      readonly invitation: string | null;
    }
  | { readonly type: 'make_keys' }
  // The person has done what the screen of this step asked; for 'passphrase': written down and read back.
  | { readonly type: 'step_done'; readonly step: DoorStep }
  // A code of the authenticator app, or null to use a passkey.
  | { readonly type: 'unlock'; readonly passphrase: string; readonly code: number | null }
  | { readonly type: 'add_passkey' }
  // A passkey from elsewhere, at a device that was just admitted.
  | { readonly type: 'try_passkey' }
  | { readonly type: 'offer_app' }
  | { readonly type: 'withdraw_app' }
  | { readonly type: 'add_app'; readonly code: number }
  | { readonly type: 'passkey_answered'; readonly answer: PasskeyAnswer | null }
  | { readonly type: 'load_factors' }
  | { readonly type: 'remove_factor'; readonly id: Uint8Array }
  // The answer to FactorState.wanted; null for a passkey.
  | { readonly type: 'prove_factor'; readonly code: number | null }
  | { readonly type: 'close_factor' }
  // This browser becomes one more device, or, with the recovery card, the only one.
  | { readonly type: 'offer_device' }
  | { readonly type: 'confirm_join'; readonly matches: boolean }
  | { readonly type: 'ask_card' }
  | { readonly type: 'recover'; readonly words: string }
  | { readonly type: 'back_to_door' }
  | { readonly type: 'load_devices' }
  | { readonly type: 'find_device'; readonly digits: string }
  | { readonly type: 'admit_device'; readonly name: string; readonly passphrase: string }
  | { readonly type: 'revoke_device'; readonly id: string; readonly passphrase: string }
  | { readonly type: 'rename_device'; readonly id: string; readonly name: string }
  | { readonly type: 'make_recovery_card'; readonly passphrase: string }
  // Its words were read back: from now on it counts, and the one before no more.
  | { readonly type: 'keep_recovery_card' }
  // The vault of this device is to ask for a passkey too, or no more.
  | { readonly type: 'seal_with_passkey'; readonly on: boolean; readonly passphrase: string }
  | { readonly type: 'refuse_claim' }
  | { readonly type: 'set_idle'; readonly minutes: number }
  | { readonly type: 'end_task' }
  | { readonly type: 'open_case'; readonly id: string }
  | { readonly type: 'close_case' }
  | { readonly type: 'reply'; readonly id: string; readonly text: string }
  | { readonly type: 'seen'; readonly id: string; readonly seq: number }
  | { readonly type: 'save_note'; readonly id: string; readonly fields: NoteFields }
  | { readonly type: 'take_their_note'; readonly id: string }
  | { readonly type: 'make_card'; readonly id: string }
  // `from`: an epoch of the case's periods; null opens nothing of what was written before.
  | { readonly type: 'give_card'; readonly id: string; readonly from: number | null; readonly note: string }
  | { readonly type: 'drop_card' }
  | { readonly type: 'reveal_number'; readonly call: string }
  | { readonly type: 'hide_number'; readonly call: string }
  | { readonly type: 'agenda'; readonly agenda: AgendaAct }
  | { readonly type: 'file'; readonly file: FileAct }
  | { readonly type: 'consent'; readonly id: string; readonly consent: AdvisorConsentAct }
  // `text`: a last message before it; empty for none.
  | { readonly type: 'finish'; readonly id: string; readonly text: string }
  | { readonly type: 'reopen'; readonly id: string }
  | { readonly type: 'put_erased_away' }
  | { readonly type: 'load_hours' }
  | { readonly type: 'save_hours'; readonly hours: Hours }
  | { readonly type: 'search'; readonly query: string }
  | { readonly type: 'load_trust' }
  // The advisor called and heard that the directory is right.
  | { readonly type: 'confirm_directory' }
  | { readonly type: 'seal_drafts'; readonly texts: Readonly<Record<string, string>> }
  | { readonly type: 'open_drafts'; readonly sealed: SealedDrafts };

export type AdvisorSliceEvent = {
  [Name in keyof AdvisorSlices]: { readonly slice: Name; readonly value: AdvisorSlices[Name] };
}[keyof AdvisorSlices];
