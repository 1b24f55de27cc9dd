// This browser becomes one more device of an advisor (crypto/KZ1.md 4.3): it offers itself, shows its digits, and waits
// for another device to admit it. Nothing is kept here before the advisor has compared on this side too.
import { parseBundleContent } from '../crypto/bundle_content.ts';
import { equalBytes } from '../crypto/bytes.ts';
import { openBundle } from '../crypto/device_bundle.ts';
import {
  certificateCovers,
  parseDeviceCertificate,
  verifyDeviceCertificate,
} from '../crypto/device_certificate.ts';
import { type OfferId, offerIdOf, signDeviceOffer } from '../crypto/device_offer.ts';
import { sha256 } from '../crypto/hash.ts';
import { systemRandom } from '../crypto/random.ts';
import { deviceDigits, safetyNumber } from '../crypto/safety_number.ts';
import { keyIdOf, signingKeyFromSeed, verifyKey } from '../crypto/sign.ts';
import { kemKeyPairFromSeed } from '../crypto/xwing.ts';
import type { DeviceBundleGetResult } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { afterPublishing, now } from './context.ts';
import type { Keystore } from './keystore.ts';
import { keepDevice, makeDevice, type NewDevice, signedPrekey } from './new_device.ts';
import type { VaultStore } from './vault_store.ts';

const POLL_MS = 1500;

export type Admitted = {
  readonly device: NewDevice;
  readonly name: string;
  readonly safetyNumber: string;
};

export class Joining {
  readonly digits: string;
  readonly #context: AdvisorContext;
  readonly #made: NewDevice;
  readonly #id: OfferId;
  #expiresAt = 0;
  #stopped = false;

  private constructor(context: AdvisorContext, made: NewDevice, digits: string) {
    this.#context = context;
    this.#made = made;
    this.digits = digits;
    this.#id = offerIdOf(digits);
  }

  // Takes up to a second or two. Null when the memory cannot be had.
  static make(context: AdvisorContext): Joining | null {
    const made = makeDevice('', now(), systemRandom);
    const digits = deviceDigits(made.signing.verifyKey);
    return digits === null ? null : new Joining(context, made, digits);
  }

  stop(): void {
    this.#stopped = true;
  }

  async offer(): Promise<boolean> {
    const [prekey] = this.#made.content.prekeys;
    if (!prekey) return false;
    const offered = await this.#context.call('device.offer', {
      id: this.#id,
      offer: signDeviceOffer(kemKeyPairFromSeed(prekey.seed).publicKey, this.#made.signing),
      unlock_token_hash: sha256(this.#made.unlockToken),
    });
    if (offered.ok) this.#expiresAt = offered.value.expires_at;
    return offered.ok;
  }

  // Null when the time is over or what came is not for this device; 'stopped' when nobody waits for it any more.
  async admitted(): Promise<Admitted | null | 'stopped'> {
    for (;;) {
      if (this.#stopped) return 'stopped';
      const first = await this.#part(0);
      if (first) return this.#open(first);
      if (now() > this.#expiresAt) return null;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async #part(index: number): Promise<DeviceBundleGetResult | null> {
    const { unlockToken } = this.#made;
    const got = await this.#context.call('device.bundle_get', {
      id: this.#id,
      unlock_token: unlockToken,
      index,
    });
    return got.ok ? got.value : null;
  }

  async #open(first: DeviceBundleGetResult): Promise<Admitted | null> {
    const parts = [first.part];
    for (let index = 1; index < first.parts; index++) {
      const next = await this.#part(index);
      if (!next) return null;
      parts.push(next.part);
    }
    const identityKey = verifyKey(first.advisor_key);
    const parsed = parseDeviceCertificate(first.certificate);
    const certificate = identityKey && parsed.ok ? verifyDeviceCertificate(parsed.value, identityKey) : null;
    const [prekey] = this.#made.content.prekeys;
    if (!identityKey || !certificate || !prekey || !certificateCovers(certificate, now())) return null;
    const { signing } = this.#made;
    if (!equalBytes(certificate.device, signing.keyId)) return null;
    const place = { advisor: keyIdOf(identityKey), device: signing.keyId };
    const opened = openBundle({ head: first.head, parts }, place, kemKeyPairFromSeed(prekey.seed));
    const content = opened && parseBundleContent(opened);
    if (!content) return null;
    // Whoever sealed this had the identity key that certified us, or it would not be in it.
    const identity = signingKeyFromSeed(content.identitySeed);
    const number = safetyNumber(identityKey);
    if (!equalBytes(identity.verifyKey, identityKey) || number === null) return null;
    const { notesKey, caseKeys, privateKeys, names } = content;
    const shared = { notesKey, caseKeys, privateKeys, names };
    const device: NewDevice = {
      ...this.#made,
      identity,
      name: content.advisorName,
      passphrase: content.passphrase,
      content: { ...this.#made.content, ...shared },
    };
    return { device, name: content.advisorName, safetyNumber: number };
  }

  // The vault is written before the server hears of it, so that no device is without one.
  async join({ device }: Admitted, store: VaultStore): Promise<Keystore | null> {
    await afterPublishing();
    const [prekey] = device.content.prekeys;
    const keystore = await keepDevice(device, store, systemRandom);
    if (!keystore || !prekey) return null;
    const joined = await this.#context.call('device.join', {
      id: this.#id,
      unlock_token: device.unlockToken,
      prekey: signedPrekey(prekey, device.identity.keyId, device.signing),
      device_share: device.share.reveal(),
    });
    return joined.ok ? keystore : null;
  }
}
