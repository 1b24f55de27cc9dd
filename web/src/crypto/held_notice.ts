// That somebody was told something without consent, and that the family does not know it yet: kept in the advisor's
// sealed note until the day on which it is decided again (crypto/KZ1.md 5.13).
import { u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { type StatementId, statementId } from './ids.ts';
import type { Checked } from './refusal.ts';
import { ABOUT_BYTES_MAX, CONSULTED_BYTES_MAX, WHOM_BYTES_MAX, WHY_BYTES_MAX } from './statement.ts';
import { encodeTlv } from './tlv.ts';
import { TlvFields } from './tlv_fields.ts';

export type HeldNotice = {
  /** Of the NOTICE that it becomes: sent twice, it counts once. */
  readonly id: StatementId;
  readonly whom: string;
  /** Points, one a line. */
  readonly about: string;
  readonly why: string;
  readonly consulted: string;
  /** Unix seconds. */
  readonly toldAt: number;
  readonly reviewAt: number;
  /** Why the family cannot hear it yet, a line for each time that this was decided. */
  readonly later: string;
};

export const HELD_LATER_BYTES_MAX = 1_000;

const ID_BYTES = 16;
const TAG = { id: 1, whom: 2, about: 3, why: 4, consulted: 5, toldAt: 6, reviewAt: 7, later: 8 };

export function encodeHeldNotice(held: HeldNotice): Uint8Array {
  return encodeTlv([
    [TAG.id, held.id],
    [TAG.whom, toUtf8(held.whom)],
    [TAG.about, toUtf8(held.about)],
    [TAG.why, toUtf8(held.why)],
    [TAG.consulted, toUtf8(held.consulted)],
    [TAG.toldAt, u64(held.toldAt)],
    [TAG.reviewAt, u64(held.reviewAt)],
    [TAG.later, toUtf8(held.later)],
  ]);
}

/** All of it is needed, and no text may be empty. */
export function parseHeldNotice(tlv: Uint8Array): Checked<HeldNotice> {
  const parsed = TlvFields.parse(tlv);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const words = (tag: number, bytesMax: number): string =>
    needed(fields, fields.text(tag, bytesMax) || undefined, '');
  const time = (tag: number): number => needed(fields, fields.u64(tag), 0);
  const id = needed(fields, fields.bytes(TAG.id, ID_BYTES), new Uint8Array(ID_BYTES));
  return fields.finish({
    id: statementId(id),
    whom: words(TAG.whom, WHOM_BYTES_MAX),
    about: words(TAG.about, ABOUT_BYTES_MAX),
    why: words(TAG.why, WHY_BYTES_MAX),
    consulted: words(TAG.consulted, CONSULTED_BYTES_MAX),
    toldAt: time(TAG.toldAt),
    reviewAt: time(TAG.reviewAt),
    later: words(TAG.later, HELD_LATER_BYTES_MAX),
  });
}

function needed<Value>(fields: TlvFields, value: Value | undefined, otherwise: Value): Value {
  if (value === undefined) fields.refuse('shape');
  return value ?? otherwise;
}
