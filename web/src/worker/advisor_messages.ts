// What the advisor's page and its worker say to each other: commands in, whole slices of state out (see messages.ts).
// All times are unix seconds unless the name says otherwise; all ids are lower-case hexadecimal.
import type { MayAnswer, ShowNumber, Voicemail } from '../crypto/private_entry.ts';
import { absences_max, dated_windows_max } from '../protocol/limits.ts';
import type { Availability, Holiday } from '../protocol/messages.ts';
import { type AgendaAct, type CallsState, NO_CALLS, type Planned } from './agenda_messages.ts';
import type { FileAct, FileDraft, OpenedFile } from './attachment_messages.ts';
import {
  type CardState,
  type CaseState,
  type ClientRole,
  type CoverState,
  NO_CASE,
  type NoteFields,
} from './case_messages.ts';
import { type AdvisorConsentAct, type DeskConsentSlice, NO_DESK_CONSENT } from './consent_messages.ts';
import { type CoverAct, type CoverAsking, NO_COVER_ASKING } from './cover_messages.ts';
import { type DevicesState, NO_DEVICES } from './device_messages.ts';
import {
  type AccountState,
  type DoorStep,
  type FactorState,
  NO_ACCOUNT,
  NO_FACTOR,
  type PasskeyAnswer,
} from './door_messages.ts';
import { type DossierAct, type DossierState, NO_DOSSIER } from './dossier_messages.ts';
import type { EngineStatus, NumberedAdvisor, OrganisationFacts, Slot } from './messages.ts';

export type {
  CardPeriod,
  CardState,
  CaseItem,
  CaseState,
  ClientRole,
  CoverState,
  FinishState,
  NoteFields,
  NoteState,
  Person,
  ReplyDelivery,
} from './case_messages.ts';
export type { DeviceRow, DevicesState, SelfTest } from './device_messages.ts';
export type {
  AccountState,
  DoorStep,
  Factor,
  FactorState,
  FirstStep,
  PasskeyAnswer,
  PasskeyAsk,
} from './door_messages.ts';

export type DeskGroup = 'new' | 'mine' | 'today' | 'theirs' | 'cover' | 'finished';
// Which pebble a conversation is called after as long as the advisor gave it no name.
export type PebbleName = { readonly colour: number; readonly number: number };

export type DeskRow = {
  readonly id: string;
  readonly alias: string;
  readonly pebble: PebbleName;
  readonly state: 'reading' | 'good' | 'closed' | 'untrusted';
  readonly role: ClientRole | null;
  readonly brake: boolean;
  // Whether it is time to decide again about telling the family what was told without consent.
  readonly due: boolean;
  readonly group: DeskGroup;
  readonly unread: number;
  // When the oldest message was written that nobody answered yet.
  readonly waitingSince: number | null;
  readonly lastAt: number;
  readonly nextCall: Slot | null;
  readonly cover: CoverState;
};

export type DeskState = {
  readonly state: 'loading' | 'ready';
  readonly rows: readonly DeskRow[];
  // Conversations that were erased since this inbox was opened, and not yet put away.
  readonly erased: number;
  // Conversations in which this advisor stood in, until that was over.
  readonly ended: number;
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
  readonly consent: DeskConsentSlice;
  // Statements as a file, for one turn.
  readonly exported: Uint8Array<ArrayBuffer> | null;
  readonly dossier: DossierState;
  readonly covering: CoverAsking;
};

export const initialAdvisorSlices: AdvisorSlices = {
  status: { engine: 'idle', connection: 'idle' },
  account: NO_ACCOUNT,
  factor: NO_FACTOR,
  desk: { state: 'loading', rows: [], erased: 0, ended: 0 },
  open: NO_CASE,
  calls: NO_CALLS,
  hours: { state: 'idle', saved: null, holidays: [], preview: { state: 'idle', slots: [] } },
  search: { query: '', total: 0, hits: [] },
  trust: { alarms: [], split: [], directory: null, number: null, posters: null },
  drafts: { sealed: null, opened: null },
  card: { id: null, state: 'idle', words: null, failure: null },
  files: [],
  opened: null,
  devices: NO_DEVICES,
  consent: NO_DESK_CONSENT,
  exported: null,
  dossier: NO_DOSSIER,
  covering: NO_COVER_ASKING,
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
  | { readonly type: 'dossier'; readonly id: string; readonly dossier: DossierAct }
  | { readonly type: 'cover'; readonly cover: CoverAct }
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
