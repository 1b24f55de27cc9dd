// A device's certificate lasts half a year and is renewed at an unlock well before (crypto/KZ1.md 5.7).
import { parseDeviceCertificate } from '../crypto/device_certificate.ts';
import { toHex } from '../crypto/encoding.ts';
import type { SigningKey } from '../crypto/sign.ts';
import type { Call } from '../net/calls.ts';
import { now } from './context.ts';
import type { Keystore } from './keystore.ts';
import { certificateFor } from './new_device.ts';

const DAY_S = 86_400;
// A holiday and an illness after it fit in.
export const RENEW_BEFORE_S = 60 * DAY_S;
// From here on the screen warns.
export const WARN_BEFORE_S = 14 * DAY_S;

export function renewalIsDue(certifiedUntil: number, at: number): boolean {
  return at >= certifiedUntil - RENEW_BEFORE_S;
}

// True when there is a new one.
export async function renewCertificate(
  call: Call,
  keystore: Keystore,
  identity: SigningKey,
): Promise<boolean> {
  const listed = await call('device.list', {});
  if (!listed.ok) return false;
  const kept = listed.value.devices.find(({ device }) => toHex(device) === toHex(keystore.device));
  const parsed = kept && parseDeviceCertificate(kept.certificate);
  if (!parsed?.ok || !renewalIsDue(parsed.value.fields.notAfter, now())) return false;
  const certificate = certificateFor(keystore.signing.verifyKey, identity, now());
  return (await call('device.renew', { certificate })).ok;
}
