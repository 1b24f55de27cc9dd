// A13: the advisor's keys and devices. What needs the identity key asks for the passphrase once more and forgets the key
// at once (crypto/KZ1.md 4.2).
import { encodeBundleContent } from '../crypto/bundle_content.ts';
import { equalBytes } from '../crypto/bytes.ts';
import { sealBundle } from '../crypto/device_bundle.ts';
import { parseDeviceCertificate } from '../crypto/device_certificate.ts';
import { type DeviceOffer, offerIdOf, parseDeviceOffer, verifyDeviceOffer } from '../crypto/device_offer.ts';
import { fromHex, toHex } from '../crypto/encoding.ts';
import { deviceId } from '../crypto/ids.ts';
import { parsePrekey } from '../crypto/prekey.ts';
import { systemRandom } from '../crypto/random.ts';
import { signRevocation } from '../crypto/recovery_card.ts';
import { deviceDigits, safetyNumber } from '../crypto/safety_number.ts';
import type { SigningKey } from '../crypto/sign.ts';
import { passphraseBytes } from '../crypto/vault.ts';
import { withName } from '../crypto/vault_content.ts';
import type { CallError } from '../net/calls.ts';
import type { OwnDevice } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { DeviceRow, DevicesState } from './advisor_messages.ts';
import { afterPublishing, now } from './context.ts';
import type { Keystore } from './keystore.ts';
import { certificateFor } from './new_device.ts';
import type { OwnDevices } from './own_devices.ts';
import { type MadeCard, makeCard } from './recovery.ts';
import { proven } from './second_factor.ts';
import { spelledPassphrase } from './spelled_passphrase.ts';

const JOIN_POLL_MS = 1500;
// As long as an offer lives.
const JOIN_POLLS_MAX = 600;
const DIGITS = /^\d{16}$/;

// The card stays on the screen, so that it can be tried again.
function problemWithCard({ code }: CallError): NonNullable<DevicesState['problem']> {
  if (code === 'factor_required') return 'proof';
  return code === 'card_refused' ? 'card_refused' : 'unreachable';
}

export class DeviceDesk {
  readonly #context: AdvisorContext;
  readonly #keystore: Keystore;
  readonly #own: OwnDevices;
  readonly #prove: () => Promise<boolean>;
  #found: { readonly digits: string; readonly offer: DeviceOffer } | null = null;
  #card: MadeCard | null = null;

  // `prove` asks for the second factor once more; false when it did not come.
  constructor(context: AdvisorContext, keystore: Keystore, own: OwnDevices, prove: () => Promise<boolean>) {
    this.#context = context;
    this.#keystore = keystore;
    this.#own = own;
    this.#prove = prove;
  }

  async load(): Promise<void> {
    const { slices } = this.#context;
    if (slices.get('devices').state === 'idle') this.#change({ state: 'loading' });
    const answered = await this.#own.refresh();
    this.publish(answered ? 'ready' : 'failed');
    // A second of work, for a number that never changes.
    if (slices.get('devices').safetyNumber !== null) return;
    await afterPublishing();
    this.#change({ safetyNumber: safetyNumber(this.#keystore.identityKey) });
  }

  publish(state: DevicesState['state'] = 'ready'): void {
    const listed = this.#own.listed;
    this.#change({
      state,
      list: (listed?.devices ?? []).map((device) => this.#row(device)),
      cardMadeAt: listed?.card_made_at ?? null,
      claimedAt: listed?.claim?.at ?? null,
      idleMinutes: this.#keystore.idleMinutes,
    });
  }

  #row({ device, certificate, prekey, revoked_at: revokedAt }: OwnDevice): DeviceRow {
    const [parsed, newest] = [parseDeviceCertificate(certificate), parsePrekey(prekey)];
    return {
      id: toHex(device),
      name: this.#keystore.nameOf(deviceId(device)),
      isThis: this.#own.isThisDevice(device),
      certifiedUntil: parsed.ok ? parsed.value.fields.notAfter : 0,
      prekeySince: newest.ok ? newest.value.fields.notBefore : 0,
      prekeyUntil: newest.ok ? newest.value.fields.notAfter : 0,
      revokedAt: revokedAt ?? null,
    };
  }

  async find(typed: string): Promise<void> {
    const plain = typed.replace(/\D/g, '');
    if (!DIGITS.test(plain)) return this.#stop('digits');
    this.#change({ task: { kind: 'busy' }, problem: null });
    const offered = await this.#context.call('device.offered', { id: offerIdOf(plain) });
    if (!offered.ok) return this.#stop(offered.error.code === 'not_found' ? 'not_offered' : 'unreachable');
    await afterPublishing();
    const parsed = parseDeviceOffer(offered.value.offer);
    const offer = parsed.ok ? verifyDeviceOffer(parsed.value) : null;
    // The server chose what to give: only the digits that the advisor reads from the other screen decide.
    const digits = offer && deviceDigits(offer.fields.deviceKey);
    if (!offer || digits?.replace(/\D/g, '') !== plain) return this.#stop('not_offered');
    this.#found = { digits, offer };
    this.#change({ task: { kind: 'found', digits }, problem: null });
  }

  async admit(name: string, typed: string): Promise<void> {
    const found = this.#found;
    const identity = found && (await this.#identity(typed));
    if (!found || !identity) return;
    const id = offerIdOf(found.digits);
    const { offer } = found;
    await this.#keystore.rename(offer.device, name);
    const sealed = this.#sealFor(offer, identity, spelledPassphrase(typed));
    if (!sealed) return this.#stop('refused');
    for (const [index, part] of sealed.parts.entries()) {
      this.#change({ task: { kind: 'sending', part: index + 1, parts: sealed.parts.length } });
      const kept = await this.#context.call('device.bundle_put', {
        id,
        index,
        parts: sealed.parts.length,
        part,
      });
      if (!kept.ok) return this.#stop(kept.error.code === 'not_found' ? 'not_offered' : 'unreachable');
    }
    const certificate = certificateFor(offer.fields.deviceKey, identity, now());
    const admission = { id, certificate, head: sealed.head };
    const admitted = await proven(() => this.#context.call('device.admit', admission), this.#prove);
    if (!admitted.ok) return this.#stop(admitted.error.code === 'factor_required' ? 'proof' : 'refused');
    this.#found = null;
    this.#change({ task: { kind: 'admitted' }, problem: null });
    await this.#waitForJoin(offer.device);
  }

  // The oldest case keys go first when there are too many: a new epoch shares them again (repair_plan.ts).
  #sealFor(offer: DeviceOffer, identity: SigningKey, passphrase: string) {
    const { shared, name: advisorName, advisor } = this.#keystore;
    const names = withName(shared.names, this.#keystore.device, this.#keystore.nameOf(this.#keystore.device));
    const place = { advisor, device: offer.device };
    for (let kept = shared.caseKeys; ; kept = kept.slice(Math.ceil(kept.length / 4))) {
      const content = encodeBundleContent({
        ...shared,
        names,
        caseKeys: kept,
        identitySeed: identity.seed,
        passphrase,
        advisorName,
      });
      const sealed = sealBundle(content, place, offer.fields.kemKey, systemRandom);
      if (sealed || kept.length === 0) return sealed;
    }
  }

  async #waitForJoin(device: Uint8Array): Promise<void> {
    for (let poll = 0; poll < JOIN_POLLS_MAX; poll++) {
      const state = await this.#context.call('device.state', { device });
      if (state.ok && state.value.state === 'active') break;
      if (this.#context.slices.get('devices').task.kind !== 'admitted') return;
      await new Promise((resolve) => setTimeout(resolve, JOIN_POLL_MS));
    }
    await this.load();
    this.#change({ task: { kind: 'added' } });
    this.#own.repairSoon();
  }

  async revoke(id: string, typed: string): Promise<void> {
    const bytes = fromHex(id);
    const identity = bytes?.length === 16 ? await this.#identity(typed) : null;
    if (!bytes || !identity) return;
    const device = deviceId(bytes);
    const at = now();
    const proof = signRevocation(device, at, identity);
    const revoked = await this.#context.call('device.revoke', { device, at, proof });
    if (!revoked.ok) return this.#stop('refused');
    await this.load();
    this.#change({ task: { kind: 'revoked' }, problem: null });
    // Without waiting for anybody: the lost device opens nothing that is written from now on.
    this.#own.repairSoon();
  }

  async rename(id: string, name: string): Promise<void> {
    const bytes = fromHex(id);
    if (bytes?.length !== 16) return;
    await this.#keystore.rename(deviceId(bytes), name);
    this.publish();
  }

  async setIdle(minutes: number): Promise<void> {
    await this.#keystore.setIdleMinutes(minutes);
    this.publish();
  }

  async makeCard(typed: string): Promise<void> {
    const identity = await this.#identity(typed);
    if (!identity) return;
    this.#card = makeCard(identity, this.#context.organisation.deploymentId);
    if (!this.#card) return this.#stop('refused');
    this.#change({ task: { kind: 'card', words: this.#card.words }, problem: null });
  }

  async keepCard(): Promise<void> {
    const card = this.#card;
    if (!card) return;
    this.#change({ problem: null });
    const kept = await proven(() => this.#context.call('recovery.put', card.request), this.#prove);
    if (!kept.ok) return this.#change({ problem: problemWithCard(kept.error) });
    this.#card = null;
    await this.load();
    this.#change({ task: { kind: 'card_kept' }, problem: null });
  }

  async refuseClaim(): Promise<void> {
    const refused = await this.#context.call('recovery.refuse', {});
    if (!refused.ok) return this.#stop('unreachable');
    await this.load();
  }

  endTask(): void {
    this.#found = null;
    this.#card = null;
    this.#change({ task: { kind: 'none' }, problem: null });
  }

  async #identity(typed: string): Promise<SigningKey | null> {
    this.#change({ task: { kind: 'busy' }, problem: null });
    await afterPublishing();
    const identity = this.#keystore.openIdentity(passphraseBytes(spelledPassphrase(typed)));
    if (identity && equalBytes(identity.verifyKey, this.#keystore.identityKey)) return identity;
    this.#stop('passphrase');
    return null;
  }

  // What was begun stays where it was, so that it can be tried again.
  #stop(problem: NonNullable<DevicesState['problem']>): void {
    const task: DevicesState['task'] = this.#found
      ? { kind: 'found', digits: this.#found.digits }
      : { kind: 'none' };
    this.#change({ task, problem });
  }

  #change(part: Partial<DevicesState>): void {
    this.#context.slices.change('devices', part);
  }
}
