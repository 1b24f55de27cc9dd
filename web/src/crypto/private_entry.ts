// PRIVATE entries: how to call somebody, readable on the advisor's devices only, not even with the return code
// (crypto/KZ1.md 5.5). The public structure and the plaintext; private_seal.ts makes and opens them.
import { ByteReader, u8 } from './bytes.ts';
import { CodeTable } from './code_table.ts';
import { toHex, toUtf8 } from './encoding.ts';
import { WRAP_OVERHEAD_BYTES } from './hpke.ts';
import { type AppointmentId, appointmentId, type KemId, kemId } from './ids.ts';
import { isPaddedCiphertext } from './padding.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { CALL_MODES, type CallMode, COMPANIONS, type Companion } from './talk.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

export type MayAnswer = 'only_me' | 'maybe_somebody_else';
export type IfSomebodyElse = 'hang_up' | 'ask_for_me' | 'say_you_call_later';
export type Voicemail = 'no' | 'without_reason' | 'yes';
export type ShowNumber = 'hidden' | 'normal';

export type CallDetails = {
  readonly appointment?: AppointmentId | undefined;
  readonly mode?: CallMode | undefined;
  readonly phoneNumber?: string | undefined;
  readonly mayAnswer?: MayAnswer | undefined;
  readonly ifSomebodyElse?: IfSomebodyElse | undefined;
  readonly voicemail?: Voicemail | undefined;
  readonly nameToUse?: string | undefined;
  readonly codeWord?: string | undefined;
  readonly showNumber?: ShowNumber | undefined;
  readonly whatHelps?: string | undefined;
  readonly companion?: Companion | undefined;
  readonly note?: string | undefined;
};

export const PHONE_NUMBER_BYTES_MAX = 32;
export const NAME_TO_USE_BYTES_MAX = 64;
export const CODE_WORD_BYTES_MAX = 64;
export const WHAT_HELPS_BYTES_MAX = 500;
export const CALL_NOTE_BYTES_MAX = 1000;

/** enc 1120 + X 32 + tag 16. */
export const PRIVATE_WRAP_BYTES = WRAP_OVERHEAD_BYTES + 32;
export const PRIVATE_DEVICES_MAX = 16;

const MAY_ANSWER = new CodeTable<MayAnswer>([
  [1, 'only_me'],
  [2, 'maybe_somebody_else'],
]);
const IF_SOMEBODY_ELSE = new CodeTable<IfSomebodyElse>([
  [1, 'hang_up'],
  [2, 'ask_for_me'],
  [3, 'say_you_call_later'],
]);
const VOICEMAIL = new CodeTable<Voicemail>([
  [0, 'no'],
  [1, 'without_reason'],
  [2, 'yes'],
]);
const SHOW_NUMBER = new CodeTable<ShowNumber>([
  [1, 'hidden'],
  [2, 'normal'],
]);

export function encodeCallDetails(details: CallDetails): Uint8Array {
  const text = (value: string | undefined): Uint8Array | undefined =>
    value === undefined ? value : toUtf8(value);
  const choice = <Name extends string>(table: CodeTable<Name>, value: Name | undefined) =>
    value === undefined ? value : u8(table.code(value));
  return encodeTlv([
    [1, details.appointment],
    [2, choice(CALL_MODES, details.mode)],
    [3, text(details.phoneNumber)],
    [4, choice(MAY_ANSWER, details.mayAnswer)],
    [5, choice(IF_SOMEBODY_ELSE, details.ifSomebodyElse)],
    [6, choice(VOICEMAIL, details.voicemail)],
    [7, text(details.nameToUse)],
    [8, text(details.codeWord)],
    [9, choice(SHOW_NUMBER, details.showNumber)],
    [10, text(details.whatHelps)],
    [11, choice(COMPANIONS, details.companion)],
    [12, text(details.note)],
  ]);
}

export function parseCallDetails(tlv: Uint8Array): Checked<CallDetails> {
  const parsed = TlvFields.parse(tlv);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const appointment = fields.bytes(1, 16);
  const details: CallDetails = {
    appointment: appointment && appointmentId(appointment),
    mode: fields.choice(2, CALL_MODES),
    phoneNumber: fields.text(3, PHONE_NUMBER_BYTES_MAX),
    mayAnswer: fields.choice(4, MAY_ANSWER),
    ifSomebodyElse: fields.choice(5, IF_SOMEBODY_ELSE),
    voicemail: fields.choice(6, VOICEMAIL),
    nameToUse: fields.text(7, NAME_TO_USE_BYTES_MAX),
    codeWord: fields.text(8, CODE_WORD_BYTES_MAX),
    showNumber: fields.choice(9, SHOW_NUMBER),
    whatHelps: fields.text(10, WHAT_HELPS_BYTES_MAX),
    companion: fields.choice(11, COMPANIONS),
    note: fields.text(12, CALL_NOTE_BYTES_MAX),
  };
  return fields.finish(details);
}

export type PrivateWrap = { readonly kemId: KemId; readonly wrapped: Uint8Array };

export type PrivatePayload = {
  readonly wraps: readonly PrivateWrap[];
  /** Everything before the ciphertext: bound by the seal. */
  readonly wrapsBytes: Uint8Array;
  readonly sealed: Uint8Array;
};

/** 1 to 16 wraps, no device twice, then a ciphertext of one of the size classes. The server may check this much. */
export function parsePrivate(payload: Uint8Array): Checked<PrivatePayload> {
  const reader = new ByteReader(payload);
  const count = reader.u8();
  if (reader.failed()) return refuse('syntax');
  if (count === 0) return refuse('shape');
  if (count > PRIVATE_DEVICES_MAX) return refuse('limit');
  const wraps: PrivateWrap[] = [];
  for (let i = 0; i < count; i++) {
    const id = reader.take(32);
    const wrapped = reader.take(PRIVATE_WRAP_BYTES);
    if (reader.failed()) return refuse('syntax');
    wraps.push({ kemId: kemId(id), wrapped });
  }
  const sealed = reader.take(reader.remaining());
  if (!isPaddedCiphertext(sealed.length)) return refuse('syntax');
  if (new Set(wraps.map((wrap) => toHex(wrap.kemId))).size !== count) return refuse('shape');
  return accept({ wraps, wrapsBytes: payload.slice(0, payload.length - sealed.length), sealed });
}
