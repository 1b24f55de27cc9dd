// An advisor's certified devices and their newest prekeys, verified from the identity key in the directory down.
import {
  certificateCovers,
  type DeviceCertificate,
  type ParsedDeviceCertificate,
  parseDeviceCertificate,
  verifyDeviceCertificate,
} from '../crypto/device_certificate.ts';
import { toHex } from '../crypto/encoding.ts';
import type { AdvisorId } from '../crypto/ids.ts';
import type { Revocation } from '../crypto/log_reader.ts';
import { type Prekey, parsePrekey, prekeyCovers, verifyPrekey } from '../crypto/prekey.ts';
import type { VerifyKey } from '../crypto/sign.ts';
import type { Call, CallError } from '../net/calls.ts';
import type { Device } from '../protocol/messages.ts';

export type AdvisorKeys = {
  // All certificates, of former devices too: what they signed while valid stays valid.
  readonly certificates: readonly ParsedDeviceCertificate[];
  // Valid now, of devices that are certified and not revoked.
  readonly prekeys: readonly Prekey[];
};

type Asked =
  | { readonly ok: true; readonly keys: AdvisorKeys }
  | { readonly ok: false; readonly error: CallError };

export type KeyFacts = {
  readonly advisorKey: VerifyKey;
  readonly revocations: readonly Revocation[];
  // Unix seconds.
  readonly now: number;
};

function certificateOf(bytes: Uint8Array): readonly ParsedDeviceCertificate[] {
  const parsed = parseDeviceCertificate(bytes);
  return parsed.ok ? [parsed.value] : [];
}

function isRevoked(certificate: DeviceCertificate, revocations: readonly Revocation[]): boolean {
  const device = toHex(certificate.device);
  return revocations.some((revocation) => toHex(revocation.device) === device);
}

function usablePrekey(device: Device, facts: KeyFacts): readonly Prekey[] {
  const [parsed] = certificateOf(device.certificate);
  const certificate = parsed && verifyDeviceCertificate(parsed, facts.advisorKey);
  const prekey = parsePrekey(device.prekey);
  if (!certificate || !prekey.ok) return [];
  if (!certificateCovers(certificate, facts.now) || isRevoked(certificate, facts.revocations)) return [];
  const verified = verifyPrekey(prekey.value, certificate);
  return verified && prekeyCovers(verified, facts.now) ? [verified] : [];
}

export async function askAdvisorKeys(call: Call, advisor: AdvisorId, facts: KeyFacts): Promise<Asked> {
  const reply = await call('advisor.keys', { advisor });
  if (!reply.ok) return { ok: false, error: reply.error };
  const { devices, retired } = reply.value;
  const certificates = [...devices.map((device) => device.certificate), ...retired].flatMap(certificateOf);
  return {
    ok: true,
    keys: { certificates, prekeys: devices.flatMap((device) => usablePrekey(device, facts)) },
  };
}
