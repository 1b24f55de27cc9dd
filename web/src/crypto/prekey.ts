// The weekly X-Wing key of an advisor's device, to which new epochs are wrapped (crypto/KZ1.md 4.2, 5.7). 1334 bytes.
import { ByteReader, concat, equalBytes, NUMBER_MAX, u32, u64 } from './bytes.ts';
import type { DeviceCertificate } from './device_certificate.ts';
import { toUtf8 } from './encoding.ts';
import {
  type AdvisorId,
  advisorId,
  type DeviceId,
  deviceId,
  type KemId,
  type Signature,
  signature,
} from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { type SigningKey, sign, verify } from './sign.ts';
import { KEM_PUBLIC_KEY_BYTES, type KemPublicKey, kemIdOf, kemPublicKey } from './xwing.ts';

export const PREKEY_BYTES = 1334;
/** Replaced weekly; the rest covers a holiday without unlocking. Seconds. */
export const PREKEY_LIFETIME_MAX = 35 * 86_400;
const MAGIC = toUtf8('P1');

/** Unix seconds; valid when notBefore <= now < notAfter. */
export type PrekeyFields = {
  readonly advisor: AdvisorId;
  readonly device: DeviceId;
  readonly number: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly kemKey: KemPublicKey;
};

export type ParsedPrekey = { readonly fields: PrekeyFields; readonly signature: Signature };

declare const verified: unique symbol;
/** Signed by a device whose certificate was verified. */
export type Prekey = {
  readonly fields: PrekeyFields;
  readonly kemId: KemId;
  readonly certificate: DeviceCertificate;
  readonly [verified]: true;
};

function encodeFields(fields: PrekeyFields): Uint8Array {
  const { advisor, device, number, notBefore, notAfter, kemKey } = fields;
  return concat(MAGIC, advisor, device, u32(number), u64(notBefore), u64(notAfter), kemKey);
}

/** Wrong size (syntax); magic, zero key, end not after start (shape); longer than 35 days (limit). */
export function parsePrekey(bytes: Uint8Array): Checked<ParsedPrekey> {
  if (bytes.length !== PREKEY_BYTES) return refuse('syntax');
  const reader = new ByteReader(bytes);
  const magic = reader.take(2);
  const advisor = advisorId(reader.take(16));
  const device = deviceId(reader.take(16));
  const number = reader.u32();
  const [notBefore, notAfter] = [reader.u64(), reader.u64()];
  const kemKey = kemPublicKey(reader.take(KEM_PUBLIC_KEY_BYTES));
  if (!equalBytes(magic, MAGIC) || kemKey === null) return refuse('shape');
  if (notAfter > NUMBER_MAX) return refuse('limit');
  if (notAfter <= notBefore) return refuse('shape');
  if (notAfter - notBefore > PREKEY_LIFETIME_MAX) return refuse('limit');
  const fields = { advisor, device, number, notBefore, notAfter, kemKey };
  return accept({ fields, signature: signature(reader.take(64)) });
}

/** Null when another device or advisor is named or the signature is not this device's. Times are not looked at. */
export function verifyPrekey(prekey: ParsedPrekey, certificate: DeviceCertificate): Prekey | null {
  const { fields } = prekey;
  const { advisor, deviceKey } = certificate.fields;
  if (!equalBytes(fields.device, certificate.device) || !equalBytes(fields.advisor, advisor)) return null;
  if (!verify(deviceKey, 'kz1/prekey', [encodeFields(fields)], prekey.signature)) return null;
  return { fields, kemId: kemIdOf(fields.kemKey), certificate } as Prekey;
}

export function signPrekey(issue: Omit<PrekeyFields, 'device'>, deviceKey: SigningKey): Uint8Array {
  const fields = encodeFields({ ...issue, device: deviceKey.keyId });
  return concat(fields, sign(deviceKey, 'kz1/prekey', fields));
}

export function prekeyCovers(prekey: Prekey, at: number): boolean {
  return prekey.fields.notBefore <= at && at < prekey.fields.notAfter;
}
