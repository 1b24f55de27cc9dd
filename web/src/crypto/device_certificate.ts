// An advisor's identity key vouches for one of that advisor's devices (crypto/KZ1.md 5.7). 130 bytes.
import { ByteReader, concat, equalBytes, NUMBER_MAX, u64 } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { type AdvisorId, advisorId, type DeviceId, type Signature, signature } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { keyIdOf, type SigningKey, sign, type VerifyKey, verify, verifyKey } from './sign.ts';

export const DEVICE_CERTIFICATE_BYTES = 130;
/** A lost device that nobody reports is out by itself within half a year. Seconds. */
export const DEVICE_CERTIFICATE_LIFETIME_MAX = 180 * 86_400;
const MAGIC = toUtf8('C1');

/** Unix seconds; valid when notBefore <= now < notAfter. */
export type DeviceCertificateFields = {
  readonly advisor: AdvisorId;
  readonly deviceKey: VerifyKey;
  readonly notBefore: number;
  readonly notAfter: number;
};

/** Well formed; nobody's word for it yet. */
export type ParsedDeviceCertificate = {
  readonly fields: DeviceCertificateFields;
  readonly signature: Signature;
};

declare const verified: unique symbol;
/** Signed by the advisor's identity key. */
export type DeviceCertificate = {
  readonly fields: DeviceCertificateFields;
  readonly advisorKey: VerifyKey;
  readonly device: DeviceId;
  readonly [verified]: true;
};

function encodeFields(fields: DeviceCertificateFields): Uint8Array {
  return concat(MAGIC, fields.advisor, fields.deviceKey, u64(fields.notBefore), u64(fields.notAfter));
}

/** Wrong size (syntax); magic, zero key, end not after start (shape); longer than 180 days (limit). */
export function parseDeviceCertificate(bytes: Uint8Array): Checked<ParsedDeviceCertificate> {
  if (bytes.length !== DEVICE_CERTIFICATE_BYTES) return refuse('syntax');
  const reader = new ByteReader(bytes);
  const magic = reader.take(2);
  const advisor = advisorId(reader.take(16));
  const deviceKey = verifyKey(reader.take(32));
  const [notBefore, notAfter] = [reader.u64(), reader.u64()];
  if (!equalBytes(magic, MAGIC) || deviceKey === null) return refuse('shape');
  if (notAfter > NUMBER_MAX) return refuse('limit');
  if (notAfter <= notBefore) return refuse('shape');
  if (notAfter - notBefore > DEVICE_CERTIFICATE_LIFETIME_MAX) return refuse('limit');
  const fields = { advisor, deviceKey, notBefore, notAfter };
  return accept({ fields, signature: signature(reader.take(64)) });
}

/** As it was parsed. */
export function encodeDeviceCertificate({ fields, signature: made }: ParsedDeviceCertificate): Uint8Array {
  return concat(encodeFields(fields), made);
}

/** Null when another advisor is named or the signature is not this advisor's. Times are not looked at. */
export function verifyDeviceCertificate(
  certificate: ParsedDeviceCertificate,
  advisorKey: VerifyKey,
): DeviceCertificate | null {
  const { fields } = certificate;
  if (!equalBytes(keyIdOf(advisorKey), fields.advisor)) return null;
  if (!verify(advisorKey, 'kz1/device-cert', [encodeFields(fields)], certificate.signature)) return null;
  return { fields, advisorKey, device: keyIdOf(fields.deviceKey) } as DeviceCertificate;
}

export type DeviceCertificateIssue = Omit<DeviceCertificateFields, 'advisor'>;

export function signDeviceCertificate(issue: DeviceCertificateIssue, advisorKey: SigningKey): Uint8Array {
  const fields = encodeFields({ ...issue, advisor: advisorKey.keyId });
  return concat(fields, sign(advisorKey, 'kz1/device-cert', fields));
}

/** The certificate's own times; revocation is the directory's matter. */
export function certificateCovers(certificate: DeviceCertificate, at: number): boolean {
  const { notBefore, notAfter } = certificate.fields;
  return notBefore <= at && at < notAfter;
}
