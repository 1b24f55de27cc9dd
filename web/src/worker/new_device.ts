// Everything that an advisor's first device starts with (crypto/KZ1.md 4.2), made in this browser and nowhere else.
import { argon2Salt } from '../crypto/argon2id.ts';
import { DEVICE_CERTIFICATE_LIFETIME_MAX, signDeviceCertificate } from '../crypto/device_certificate.ts';
import { sha256 } from '../crypto/hash.ts';
import { notesKey } from '../crypto/note.ts';
import { signPrekey } from '../crypto/prekey.ts';
import type { Random } from '../crypto/random.ts';
import { kemSeed } from '../crypto/secret.ts';
import { generateSigningKey, type SigningKey, type VerifyKey } from '../crypto/sign.ts';
import {
  type DeviceShare,
  deviceShare,
  generatePassphrase,
  passphraseBytes,
  VAULT_COST_MIN,
  type VaultLock,
  vaultKeys,
} from '../crypto/vault.ts';
import type { VaultContent, VaultPrekey } from '../crypto/vault_content.ts';
import { kemKeyPairFromSeed } from '../crypto/xwing.ts';
import type { AccountEnrolRequest } from '../protocol/messages.ts';
import { type Derive, Keystore, sealDevicePart, sealIdentityPart } from './keystore.ts';
import { CLOCK_SLACK_S, prekeyTimes } from './prekey_schedule.ts';
import type { VaultRecord, VaultStore } from './vault_store.ts';

export type NewDevice = {
  readonly passphrase: string;
  readonly name: string;
  readonly identity: SigningKey;
  readonly signing: SigningKey;
  readonly share: DeviceShare;
  readonly unlockToken: Uint8Array;
  readonly content: VaultContent;
};

export function makePrekey(number: number, now: number, random: Random): VaultPrekey {
  return { number, ...prekeyTimes(now), seed: kemSeed(random.bytes(32)) };
}

export function makeDevice(name: string, now: number, random: Random): NewDevice {
  const signing = generateSigningKey(random);
  const content: VaultContent = {
    deviceSeed: signing.seed,
    notesKey: notesKey(random.bytes(32)),
    prekeys: [makePrekey(1, now, random)],
    caseKeys: [],
    privateKeys: [],
    names: [],
  };
  return {
    passphrase: generatePassphrase(random),
    name,
    identity: generateSigningKey(random),
    signing,
    share: deviceShare(random.bytes(32)),
    unlockToken: random.bytes(32),
    content,
  };
}

export function signedPrekey(
  prekey: VaultPrekey,
  advisor: SigningKey['keyId'],
  device: SigningKey,
): Uint8Array {
  const { number, notBefore, notAfter, seed } = prekey;
  const kemKey = kemKeyPairFromSeed(seed).publicKey;
  return signPrekey({ advisor, number, notBefore, notAfter, kemKey }, device);
}

// What the server gets: public keys, and its half of the vault's key.
export function enrolmentOf(device: NewDevice, invitation: Uint8Array, now: number): AccountEnrolRequest {
  return { invitation, advisor_key: device.identity.verifyKey, ...presentationOf(device, now) };
}

// As long as a certificate may last, from now on.
export function certificateFor(deviceKey: VerifyKey, identity: SigningKey, now: number): Uint8Array {
  const notBefore = now - CLOCK_SLACK_S;
  const notAfter = notBefore + DEVICE_CERTIFICATE_LIFETIME_MAX;
  return signDeviceCertificate({ deviceKey, notBefore, notAfter }, identity);
}

export function presentationOf(device: NewDevice, now: number) {
  const { identity, signing, content, share, unlockToken } = device;
  const prekeys = content.prekeys.map((prekey) => signedPrekey(prekey, identity.keyId, signing));
  return {
    certificate: certificateFor(signing.verifyKey, identity, now),
    prekey: prekeys[0] ?? new Uint8Array(0),
    device_share: share.reveal(),
    unlock_token_hash: sha256(unlockToken),
  };
}

// Seals the vault and writes it down. Takes a second or two (Argon2id); null when the memory cannot be had.
export async function keepDevice(
  device: NewDevice,
  store: VaultStore,
  random: Random,
): Promise<Keystore | null> {
  const { identity, signing, share, content, name, unlockToken } = device;
  const lock: VaultLock = { salt: argon2Salt(random.bytes(16)), cost: VAULT_COST_MIN, device: signing.keyId };
  const derive: Derive = (passphrase, prf) => vaultKeys({ passphrase, lock, share, prf });
  const keys = derive(passphraseBytes(device.passphrase), undefined);
  if (!keys) return null;
  const record: VaultRecord = {
    lock,
    identityKey: identity.verifyKey,
    name,
    unlockToken,
    device: sealDevicePart(keys.device, { lock }, content),
    identity: sealIdentityPart(keys.identity, { lock }, identity),
  };
  await store.write(record);
  return Keystore.open({ key: keys.device, derive }, record, store);
}
