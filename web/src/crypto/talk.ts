// What an appointment is: the part of a MESSAGE that the server never reads (crypto/KZ1.md 5.5, tag 8).
import { u8, u64 } from './bytes.ts';
import { CodeTable } from './code_table.ts';
import { toUtf8 } from './encoding.ts';
import { type AppointmentId, appointmentId } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

export type TalkAction =
  | 'proposed'
  | 'booked'
  | 'accepted'
  | 'declined'
  | 'move_proposed'
  | 'moved'
  /** No to a proposed move: the old time stays. */
  | 'kept'
  | 'cancelled';
/** joint: together with the school; hearing: its time is fixed by others; three_way: together with the parents. */
export type TalkKind = 'call' | 'in_person' | 'joint' | 'mediation' | 'hearing' | 'three_way';
export type CallMode = 'client_calls' | 'advisor_calls';
export type Companion = 'alone' | 'my_age' | 'adult' | 'not_known';
export type Help = 'interpreter' | 'sign_language' | 'text_instead';
/** Unix seconds; the end is not part of it. */
export type TalkTime = { readonly start: number; readonly end: number };

/** Which fields go with which action and kind: parseTalk. */
export type Talk = TalkTime & {
  readonly action: TalkAction;
  readonly id: AppointmentId;
  readonly kind: TalkKind;
  readonly mode?: CallMode | undefined;
  readonly place?: string | undefined;
  readonly companion?: Companion | undefined;
  /** Absent for none. */
  readonly help?: readonly Help[] | undefined;
  /** Of the interpreter. */
  readonly language?: string | undefined;
  /** What it is about, what one hopes for. */
  readonly agenda?: string | undefined;
  /** One a line. */
  readonly attendees?: string | undefined;
  readonly earlier?: TalkTime | undefined;
  /** The appointment's at the server after this action. */
  readonly revision: number;
  readonly groundRules?: string | undefined;
};

function table<Name extends string>(...names: readonly Name[]): CodeTable<Name> {
  return new CodeTable(names.map((name, at) => [at + 1, name] as const));
}

const ACTIONS = table<TalkAction>(
  'proposed',
  'booked',
  'accepted',
  'declined',
  'move_proposed',
  'moved',
  'kept',
  'cancelled',
);
const KINDS = table<TalkKind>('call', 'in_person', 'joint', 'mediation', 'hearing', 'three_way');
export const CALL_MODES = table<CallMode>('client_calls', 'advisor_calls');
export const COMPANIONS = table<Companion>('alone', 'my_age', 'adult', 'not_known');
// Bit 0 is the first.
const HELP: readonly Help[] = ['interpreter', 'sign_language', 'text_instead'];
const TALK_S_MAX = 12 * 3600;
export const TALK_BYTES_MAX = {
  place: 300,
  language: 60,
  agenda: 2_000,
  attendees: 1_000,
  groundRules: 4_000,
} as const;

function text(value: string | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : toUtf8(value);
}

function helpBits(help: readonly Help[]): number {
  return HELP.reduce((bits, one, at) => (help.includes(one) ? bits | (1 << at) : bits), 0);
}

export function encodeTalk(talk: Talk): Uint8Array {
  const { mode, companion, help, earlier } = talk;
  return encodeTlv([
    [1, u8(ACTIONS.code(talk.action))],
    [2, talk.id],
    [3, u64(talk.start)],
    [4, u64(talk.end)],
    [5, u8(KINDS.code(talk.kind))],
    [6, mode && u8(CALL_MODES.code(mode))],
    [7, text(talk.place)],
    [8, companion && u8(COMPANIONS.code(companion))],
    [9, help && u8(helpBits(help))],
    [10, text(talk.language)],
    [11, text(talk.agenda)],
    [12, text(talk.attendees)],
    [13, earlier && u64(earlier.start)],
    [14, earlier && u64(earlier.end)],
    [15, u64(talk.revision)],
    [16, text(talk.groundRules)],
  ]);
}

function helpOf(fields: TlvFields): readonly Help[] | undefined {
  const bits = fields.u8(9);
  if (bits === undefined) return undefined;
  if (bits === 0 || bits >= 1 << HELP.length) return fields.refuse('shape');
  return HELP.filter((_, at) => bits & (1 << at));
}

function isSound({ start, end }: TalkTime): boolean {
  return start < end && end - start <= TALK_S_MAX;
}

// Whether all fields go with the kind and the action, and with each other.
function fits(talk: Talk): boolean {
  const isCall = talk.kind === 'call';
  const tellsEarlier = ['move_proposed', 'moved', 'kept'].includes(talk.action);
  return (
    isCall === (talk.mode !== undefined) &&
    !(isCall && (talk.place ?? talk.attendees) !== undefined) &&
    !(talk.language !== undefined && !talk.help?.includes('interpreter')) &&
    !(talk.groundRules !== undefined && talk.kind !== 'mediation') &&
    tellsEarlier === (talk.earlier !== undefined) &&
    isSound(talk) &&
    (talk.earlier === undefined || isSound(talk.earlier))
  );
}

/**
 * The value of MESSAGE tag 8. Refuses what is missing, what does not go with the action or the kind, empty text and
 * times that are backwards or too long (shape), and text that is too long (limit).
 */
export function parseTalk(bytes: Uint8Array): Checked<Talk> {
  const parsed = TlvFields.parse(bytes);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const words = (tag: number, bytesMax: number) => {
    const read = fields.text(tag, bytesMax);
    return read === '' ? fields.refuse('shape') : read;
  };
  const action = fields.choice(1, ACTIONS);
  const id = fields.bytes(2, 16);
  const [start, end, kind] = [fields.u64(3), fields.u64(4), fields.choice(5, KINDS)];
  const details = {
    mode: fields.choice(6, CALL_MODES),
    place: words(7, TALK_BYTES_MAX.place),
    companion: fields.choice(8, COMPANIONS),
    help: helpOf(fields),
    language: words(10, TALK_BYTES_MAX.language),
    agenda: words(11, TALK_BYTES_MAX.agenda),
    attendees: words(12, TALK_BYTES_MAX.attendees),
    groundRules: words(16, TALK_BYTES_MAX.groundRules),
  };
  const [earlierStart, earlierEnd, revision] = [fields.u64(13), fields.u64(14), fields.u64(15)];
  const refusal = fields.refusal();
  if (refusal) return refuse(refusal);
  const halved = (earlierStart === undefined) !== (earlierEnd === undefined);
  if (!action || !id || start === undefined || end === undefined || !kind || revision === undefined || halved)
    return refuse('shape');
  const earlier =
    earlierStart === undefined || earlierEnd === undefined
      ? undefined
      : { start: earlierStart, end: earlierEnd };
  const talk: Talk = { action, id: appointmentId(id), start, end, kind, ...details, earlier, revision };
  return fits(talk) ? accept(talk) : refuse('shape');
}
