// What somebody allowed, took back, was asked or was told, signed so that it can be shown to others without any key of
// the conversation (crypto/KZ1.md 5.5, STATEMENT). statement_entry.ts seals it; consent_ledger.ts says what is in force.
import { ByteReader, concat, isZero, NUMBER_MAX, u8, u16, u64 } from './bytes.ts';
import { CodeTable } from './code_table.ts';
import { fromUtf8, toUtf8 } from './encoding.ts';
import { sha256 } from './hash.ts';
import {
  type ConversationId,
  conversationId,
  type Hash,
  hashValue,
  type Signature,
  type StatementId,
  signature,
  statementId,
} from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import type { Language } from './roster.ts';
import { type SigningKey, sign, type VerifyKey, verify, verifyKey } from './sign.ts';
import { isStatementShape } from './statement_shape.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

export type StatementAction =
  | 'grant'
  | 'withdraw'
  /** An advisor told somebody, under a GRANT or under an oral yes. */
  | 'use'
  /** "I have seen this." */
  | 'acknowledge'
  | 'propose'
  | 'decline'
  /** An advisor told somebody without consent, because of danger. */
  | 'notice';
export type StatementPurpose = 'tell' | 'cover' | 'joint' | 'appointment' | 'other';
export type Answer = 'no' | 'talk_first';

/** Times in unix seconds. Which fields an action needs and allows: statement_shape.ts. */
export type Statement = {
  readonly id: StatementId;
  readonly conversation: ConversationId;
  /** Signs the statement and its entry: a client's key in this conversation, an advisor's device key. */
  readonly issuer: VerifyKey;
  readonly action: StatementAction;
  readonly purpose: StatementPurpose;
  /** The hash of the statement that this one answers; undefined when it answers none. */
  readonly ref?: Hash | undefined;
  /** Purposes cover and joint: whose identity key it is about. */
  readonly toAdvisor?: VerifyKey | undefined;
  readonly validFrom: number;
  /** 0 = until withdrawn. */
  readonly validUntil: number;
  readonly issuedAt: number;
  /** Version of the page's text that `text` was made from. */
  readonly template: number;
  readonly whom?: string | undefined;
  /** Points, one a line. */
  readonly about?: string | undefined;
  /** The whole text as it stood on the screen. */
  readonly text?: string | undefined;
  readonly language?: Language | undefined;
  readonly toldAt?: number | undefined;
  readonly why?: string | undefined;
  readonly consulted?: string | undefined;
  readonly answer?: Answer | undefined;
  /** PROPOSE: an oral yes and when it was said, as the advisor wrote it down. */
  readonly saidAt?: number | undefined;
};

declare const verified: unique symbol;
/** Signed by its issuer. `bytes` is what is exported; `hash` is what others refer to. */
export type VerifiedStatement = Statement & {
  readonly bytes: Uint8Array;
  readonly hash: Hash;
  readonly [verified]: true;
};

export const STATEMENT_BYTES_MAX = 16_384;
export const WHOM_BYTES_MAX = 200;
export const ABOUT_BYTES_MAX = 4_000;
export const STATEMENT_TEXT_BYTES_MAX = 8_000;
export const WHY_BYTES_MAX = 2_000;
export const CONSULTED_BYTES_MAX = 500;

const HEAD_BYTES = 156;
const SIGNATURE_BYTES = 64;
const KEY_BYTES = 32;
const LABEL = 'kz1/statement';

const ACTIONS = new CodeTable<StatementAction>([
  [1, 'grant'],
  [2, 'withdraw'],
  [3, 'use'],
  [4, 'acknowledge'],
  [5, 'propose'],
  [6, 'decline'],
  [7, 'notice'],
]);
const PURPOSES = new CodeTable<StatementPurpose>([
  [1, 'tell'],
  [2, 'cover'],
  [3, 'joint'],
  [4, 'appointment'],
  [5, 'other'],
]);
const ANSWERS = new CodeTable<Answer>([
  [1, 'no'],
  [2, 'talk_first'],
]);
const LANGUAGES: readonly Language[] = ['nl-je', 'nl-u', 'en'];
const TAG = {
  whom: 1,
  about: 2,
  text: 3,
  language: 4,
  toldAt: 5,
  why: 6,
  consulted: 7,
  answer: 8,
  saidAt: 9,
};

/** Everything but the signature. */
export function encodeStatement(statement: Statement): Uint8Array {
  const { id, conversation, issuer, action, purpose, ref, toAdvisor } = statement;
  const none = new Uint8Array(KEY_BYTES);
  return concat(
    id,
    conversation,
    issuer,
    u8(ACTIONS.code(action)),
    u8(PURPOSES.code(purpose)),
    ref ?? none,
    toAdvisor ?? none,
    u64(statement.validFrom),
    u64(statement.validUntil),
    u64(statement.issuedAt),
    u16(statement.template),
    encodeDetails(statement),
  );
}

function encodeDetails(statement: Statement): Uint8Array {
  const { whom, about, text, language, toldAt, why, consulted, answer, saidAt } = statement;
  const words = (value: string | undefined) => (value === undefined ? value : toUtf8(value));
  const time = (value: number | undefined) => (value === undefined ? value : u64(value));
  return encodeTlv([
    [TAG.whom, words(whom)],
    [TAG.about, words(about)],
    [TAG.text, words(text)],
    [TAG.language, words(language)],
    [TAG.toldAt, time(toldAt)],
    [TAG.why, words(why)],
    [TAG.consulted, words(consulted)],
    [TAG.answer, answer && u8(ANSWERS.code(answer))],
    [TAG.saidAt, time(saidAt)],
  ]);
}

/** By the issuer. Null when we would refuse to read it: a bound is passed or a field does not belong. */
export function signStatement(statement: Statement, issuer: SigningKey): VerifiedStatement | null {
  const body = encodeStatement(statement);
  const bytes = concat(body, sign(issuer, LABEL, body));
  const checked = verifyStatement(bytes);
  return checked.ok ? checked.value : null;
}

/** Structure, shape and signature of a whole statement, as it is exported too. */
export function verifyStatement(bytes: Uint8Array): Checked<VerifiedStatement> {
  if (bytes.length > STATEMENT_BYTES_MAX) return refuse('limit');
  if (bytes.length < HEAD_BYTES + SIGNATURE_BYTES) return refuse('syntax');
  const body = bytes.slice(0, -SIGNATURE_BYTES);
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  if (!isStatementShape(parsed.value)) return refuse('shape');
  const made: Signature = signature(bytes.slice(-SIGNATURE_BYTES));
  if (!verify(parsed.value.issuer, LABEL, [body], made)) return refuse('signature');
  return accept({ ...parsed.value, bytes, hash: sha256(bytes) } as VerifiedStatement);
}

function parseBody(body: Uint8Array): Checked<Statement> {
  const reader = new ByteReader(body);
  const id = statementId(reader.take(16));
  const conversation = conversationId(reader.take(16));
  const issuer = verifyKey(reader.take(KEY_BYTES));
  const action = ACTIONS.name(reader.u8());
  const purpose = PURPOSES.name(reader.u8());
  const ref = reader.take(KEY_BYTES);
  const advisor = reader.take(KEY_BYTES);
  const [validFrom, validUntil, issuedAt] = [reader.u64(), reader.u64(), reader.u64()];
  const template = reader.u16();
  if (issuer === null || action === null || purpose === null) return refuse('shape');
  if ([validFrom, validUntil, issuedAt].some((time) => time > NUMBER_MAX)) return refuse('limit');
  const details = parseDetails(reader.take(reader.remaining()));
  if (!details.ok) return details;
  const head = { id, conversation, issuer, action, purpose, validFrom, validUntil, issuedAt, template };
  const named = { ref: isZero(ref) ? undefined : hashValue(ref), toAdvisor: verifyKey(advisor) ?? undefined };
  return accept({ ...head, ...named, ...details.value });
}

type Details = Pick<
  Statement,
  'whom' | 'about' | 'text' | 'language' | 'toldAt' | 'why' | 'consulted' | 'answer' | 'saidAt'
>;

function parseDetails(tlv: Uint8Array): Checked<Details> {
  const parsed = TlvFields.parse(tlv);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  return fields.finish({
    whom: words(fields, TAG.whom, WHOM_BYTES_MAX),
    about: words(fields, TAG.about, ABOUT_BYTES_MAX),
    text: words(fields, TAG.text, STATEMENT_TEXT_BYTES_MAX),
    language: parseLanguage(fields),
    toldAt: fields.u64(TAG.toldAt),
    why: words(fields, TAG.why, WHY_BYTES_MAX),
    consulted: words(fields, TAG.consulted, CONSULTED_BYTES_MAX),
    answer: fields.choice(TAG.answer, ANSWERS),
    saidAt: fields.u64(TAG.saidAt),
  });
}

/** Words that say nothing are refused: an empty name is nobody. */
function words(fields: TlvFields, tag: number, bytesMax: number): string | undefined {
  const text = fields.text(tag, bytesMax);
  return text === '' ? fields.refuse('shape') : text;
}

function parseLanguage(fields: TlvFields): Language | undefined {
  const value = fields.raw(TAG.language);
  if (value === undefined) return undefined;
  const text = fromUtf8(value);
  return LANGUAGES.find((language) => language === text) ?? fields.refuse('shape');
}

/** Whether a person's words fit: ask before signing, so that they can be shortened. */
export function wordsFit(text: string, bytesMax: number): boolean {
  return toUtf8(text).length <= bytesMax;
}
