// What an advisor's device gives to the next one: sealed to that device alone, in parts that fit the wire
// (crypto/KZ1.md 4.3).
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, aeadOpen, aeadSeal } from './aead.ts';
import { concat, equalBytes, u16 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { expand } from './hkdf.ts';
import { unwrap, WRAP_OVERHEAD_BYTES, wrap } from './hpke.ts';
import { type AdvisorId, type DeviceId, nonce } from './ids.ts';
import { labelBytes } from './labels.ts';
import type { Random } from './random.ts';
import { type AeadKey, receivedSecret32, type Secret, secret32 } from './secret.ts';
import type { KemKeyPair, KemPublicKey } from './xwing.ts';

const START_BYTES = 36;
export const BUNDLE_HEAD_BYTES = START_BYTES + WRAP_OVERHEAD_BYTES + 32;
/** Plaintext of a part; all but the last have exactly this. */
export const BUNDLE_PART_BYTES = 65_536;
/** 4 MiB: some 80,000 case keys. */
export const BUNDLE_PARTS_MAX = 64;
const MAGIC = toUtf8('B1');

export type BundlePlace = {
  readonly advisor: AdvisorId;
  /** The receiving device. */
  readonly device: DeviceId;
};

export type SealedBundle = { readonly head: Uint8Array; readonly parts: readonly Uint8Array[] };

/** Null for an empty content, one that is too long, or a KEM key that is refused. */
export function sealBundle(
  content: Uint8Array,
  place: BundlePlace,
  kemKey: KemPublicKey,
  random: Random,
): SealedBundle | null {
  const count = Math.ceil(content.length / BUNDLE_PART_BYTES);
  if (count < 1 || count > BUNDLE_PARTS_MAX) return null;
  const key = secret32('bundle', random.bytes(32));
  const start = startOf(place, count);
  const context = { info: labelBytes('kz1/device-bundle'), associated: start };
  const wrapped = wrap(kemKey, context, key.reveal(), random);
  if (wrapped === null) return null;
  const parts = Array.from({ length: count }, (_, index) => {
    const partNonce = nonce(random.bytes(AEAD_NONCE_BYTES));
    const slice = content.slice(index * BUNDLE_PART_BYTES, (index + 1) * BUNDLE_PART_BYTES);
    return concat(partNonce, aeadSeal(partKey(key, index, count), partNonce, start, slice));
  });
  return { head: concat(start, wrapped), parts };
}

/** Null when a part is missing, in another place, of another bundle, or not for this device. */
export function openBundle(
  { head, parts }: SealedBundle,
  place: BundlePlace,
  kemKey: KemKeyPair,
): Uint8Array | null {
  const count = parts.length;
  if (head.length !== BUNDLE_HEAD_BYTES || count < 1 || count > BUNDLE_PARTS_MAX) return null;
  const start = startOf(place, count);
  if (!equalBytes(head.slice(0, START_BYTES), start)) return null;
  const context = { info: labelBytes('kz1/device-bundle'), associated: start };
  const unwrapped = unwrap(kemKey, context, head.slice(START_BYTES));
  const key = unwrapped && receivedSecret32('bundle', unwrapped);
  if (!key) return null;
  const opened: Uint8Array[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.length < AEAD_NONCE_BYTES + AEAD_TAG_BYTES) return null;
    const partNonce = nonce(part.slice(0, AEAD_NONCE_BYTES));
    const slice = aeadOpen(partKey(key, index, count), partNonce, start, part.slice(AEAD_NONCE_BYTES));
    if (slice === null || slice.length === 0 || slice.length > BUNDLE_PART_BYTES) return null;
    if (index + 1 < count && slice.length !== BUNDLE_PART_BYTES) return null;
    opened.push(slice);
  }
  return concat(...opened);
}

function startOf({ advisor, device }: BundlePlace, parts: number): Uint8Array {
  return concat(MAGIC, advisor, device, u16(parts));
}

function partKey(key: Secret<'bundle'>, index: number, parts: number): AeadKey {
  return secret32('aead', expand(key.reveal(), 'kz1/bundle-part', concat(u16(index), u16(parts))));
}
