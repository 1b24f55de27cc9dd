// Whether this device's keys are in order (product A13; the directory has a watch of its own, directory_watch.ts): looked at silently at every unlock, when all of them are at
// hand. A fault is shown; nothing is made anew without being asked.
import { concat, equalBytes } from '../crypto/bytes.ts';
import {
  certificateCovers,
  parseDeviceCertificate,
  verifyDeviceCertificate,
} from '../crypto/device_certificate.ts';
import { toHex } from '../crypto/encoding.ts';
import { unwrap, wrap } from '../crypto/hpke.ts';
import { labelBytes } from '../crypto/labels.ts';
import { parsePrekey, prekeyCovers, verifyPrekey } from '../crypto/prekey.ts';
import { systemRandom } from '../crypto/random.ts';
import { sign, verify } from '../crypto/sign.ts';
import type { SelfTest } from './advisor_messages.ts';
import type { Keystore } from './keystore.ts';
import type { OwnDevices } from './own_devices.ts';

export type SelfTestFacts = {
  readonly keystore: Keystore;
  readonly own: OwnDevices;
  // The vault's second part opened with the passphrase.
  readonly identityOpened: boolean;
  readonly now: number;
};

export async function selfTest(facts: SelfTestFacts): Promise<SelfTest> {
  const faults = new Set<SelfTest['faults'][number]>();
  const { keystore, now } = facts;
  if (!facts.identityOpened || !(await keystore.opensFromDisk())) faults.add('vault');
  const probe = systemRandom.bytes(32);
  const { signing } = keystore;
  if (!verify(signing.verifyKey, 'kz1/self-test', [probe], sign(signing, 'kz1/self-test', probe)))
    faults.add('signature');
  if (!opensOwnWraps(keystore, probe)) faults.add('prekey');
  for (const fault of atTheServer(facts)) faults.add(fault);
  return { at: now, faults: [...faults] };
}

function opensOwnWraps(keystore: Keystore, probe: Uint8Array): boolean {
  const context = { info: labelBytes('kz1/self-test'), associated: concat(keystore.device) };
  return keystore.kemKeys.every((pair) => {
    const wrapped = wrap(pair.publicKey, context, probe, systemRandom);
    const opened = wrapped && unwrap(pair, context, wrapped);
    return opened !== null && equalBytes(opened, probe);
  });
}

// Families wrap to what the server gives them: it must be ours, and in time.
function atTheServer({ keystore, own, now }: SelfTestFacts): readonly SelfTest['faults'][number][] {
  const kept = own.listed?.devices.find(({ device }) => own.isThisDevice(device));
  if (!kept) return ['server'];
  const parsed = parseDeviceCertificate(kept.certificate);
  const certificate = parsed.ok ? verifyDeviceCertificate(parsed.value, keystore.identityKey) : null;
  if (!certificate || !certificateCovers(certificate, now)) return ['certificate'];
  const prekey = parsePrekey(kept.prekey);
  const verified = prekey.ok ? verifyPrekey(prekey.value, certificate) : null;
  const isOurs = keystore.kemKeys.some(
    (pair) => toHex(pair.kemId) === toHex(verified?.kemId ?? new Uint8Array(0)),
  );
  return verified && isOurs && prekeyCovers(verified, now) ? [] : ['prekey'];
}
