// The way into the inbox: enrolment by invitation, approval, and the passphrase at every later visit.
import { fromBase64Url } from '../crypto/encoding.ts';
import { systemRandom } from '../crypto/random.ts';
import { keyIdOf, type SigningKey } from '../crypto/sign.ts';
import { passphraseBytes, vaultKeys } from '../crypto/vault.ts';
import type { Answer, CallError } from '../net/calls.ts';
import type { FactorChallengeResult } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { logInAdvisor } from './advisor_identity.ts';
import { afterPublishing, now } from './context.ts';
import { DoorScreen, pause } from './door_screen.ts';
import { failureOf } from './failures.ts';
import { type Derive, Keystore, openIdentityPart } from './keystore.ts';
import type { Failure } from './messages.ts';
import { enrolmentOf, keepDevice, makeDevice, type NewDevice } from './new_device.ts';
import { renewPrekey } from './prekey_renewal.ts';
import { type MadeCard, makeCard } from './recovery.ts';
import { type DeviceToken, proven, SecondFactor } from './second_factor.ts';
import { spelledPassphrase } from './spelled_passphrase.ts';
import { claimVault } from './vault_claim.ts';
import { type Halves, VaultHalves } from './vault_halves.ts';
import type { VaultRecord, VaultStore } from './vault_store.ts';
import { WayBack } from './way_back.ts';

// Approval takes a person, except in the demo organisation: ask often at first, then calmly.
const POLL_FIRST_MS = 700;
const POLL_SLOWEST_MS = 15_000;
const INVITATION_BYTES = 16;

export class Account {
  readonly #context: AdvisorContext;
  readonly #store: VaultStore;
  readonly door: DoorScreen;
  readonly #enter: (keystore: Keystore, identity: SigningKey) => Promise<void>;
  // For a browser without an inbox whose advisor has one elsewhere, or had.
  readonly wayBack: WayBack;
  #invitation: Uint8Array | null = null;
  #made: NewDevice | null = null;
  #factor: SecondFactor | null = null;
  #record: VaultRecord | null = null;
  #halves: VaultHalves | null = null;

  constructor(
    context: AdvisorContext,
    store: VaultStore,
    enter: (keystore: Keystore, identity: SigningKey) => Promise<void>,
  ) {
    this.#context = context;
    this.#store = store;
    this.door = new DoorScreen(context.slices);
    this.#enter = enter;
    this.wayBack = new WayBack(context, store, {
      show: (state, part) => this.door.show(state, part),
      step: (step, part) => this.door.step(step, part),
      repeat: (make) => this.door.repeat(make),
      makeCard: (identity) => this.#cardStep(identity),
      enter: async (keystore, { identity, signing, unlockToken, name }) => {
        // What was asked for a vault that this one replaced is another device's.
        this.#factor = null;
        await this.#setUpFactor({ device: signing.keyId, unlockToken, name }, true);
        await this.#waitForApproval(keystore, identity);
      },
    });
  }

  // A device that has a vault is unlocked, invitation or not: opening the link twice must not lose an inbox.
  async start(invitation: string | null): Promise<void> {
    const bytes = invitation === null ? null : fromBase64Url(invitation);
    this.#invitation = bytes?.length === INVITATION_BYTES ? bytes : null;
    if (!(await claimVault())) return this.door.show('elsewhere');
    this.#record = await this.#store.read();
    if (this.#record && !(await this.#isAbandoned(this.#record))) {
      this.door.show('locked', { name: this.#record.name });
      void this.#askWhetherRevoked(this.#record);
      // Which factors to ask for; the screen does without until it is known.
      await this.#secondOf(this.#record).load();
      return;
    }
    if (invitation === null) return this.door.show('nobody');
    return this.#askInvitation();
  }

  // Nobody needs to type a passphrase for a vault that cannot open any more.
  async #askWhetherRevoked({ lock }: VaultRecord): Promise<void> {
    const asked = await this.#context.call('device.state', { device: lock.device });
    const { state } = this.#context.slices.get('account');
    if (asked.ok && asked.value.state === 'revoked' && state === 'locked') this.door.show('revoked');
  }

  // An enrolment that never reached the server left a vault that nothing opens; only a new invitation helps.
  // A device that is suspended gets no share either, but may be let in again: its vault is never written over.
  async #isAbandoned({ lock, unlockToken, identityKey }: VaultRecord): Promise<boolean> {
    if (!this.#invitation) return false;
    const { call } = this.#context;
    const asked = await call('factor.challenge', { device: lock.device, unlock_token: unlockToken });
    if (asked.ok || asked.error.code !== 'not_found') return false;
    const status = await call('account.status', { advisor: keyIdOf(identityKey) });
    return status.ok && status.value.state === 'unknown';
  }

  async #askInvitation(): Promise<void> {
    const invitation = this.#invitation;
    if (!invitation) return this.door.show('invitation_invalid');
    const asked = await this.door.repeat(() => this.#context.call('account.invitation', { invitation }));
    if (asked.ok) return this.door.show('invited', { name: asked.value.name });
    if (asked.error.code === 'invitation_invalid') return this.door.show('invitation_invalid');
    this.door.show('invitation_invalid', { failure: failureOf(asked.error) });
  }

  // The first time, in its order (product A2): every step has its screen and ends when the person has done it.
  async makeKeys(): Promise<void> {
    const { state, name } = this.#context.slices.get('account');
    const invitation = this.#invitation;
    if (state !== 'invited' || !invitation) return;
    this.#made ??= makeDevice(name, now(), systemRandom);
    const { passphrase, identity, signing, unlockToken } = this.#made;
    await this.door.step('passphrase', { words: passphrase.split(' ') });
    const keystore = await this.#enrol(this.#made, invitation);
    if (!keystore || !(await this.#cardStep(identity))) return;
    await this.#setUpFactor({ device: signing.keyId, unlockToken, name });
    await this.#waitForApproval(keystore, identity);
  }

  // The card counts once its words were read back; a new one ends the one before. False when the memory cannot be had.
  async #cardStep(identity: SigningKey): Promise<boolean> {
    this.door.show('sealing');
    await afterPublishing();
    const card = makeCard(identity, this.#context.organisation.deploymentId);
    if (!card) {
      this.door.show('locked', { failure: { kind: 'browser' } });
      return false;
    }
    await this.door.step('card', { words: card.words });
    await this.#keepCard(card);
    return true;
  }

  // The words are on paper now: the same card is sent until the server has it, because nobody goes on without one.
  async #keepCard({ request }: MadeCard): Promise<void> {
    const put = () => this.door.repeat(() => this.#context.call('recovery.put', request));
    for (;;) {
      this.door.show('sealing');
      const kept = await proven(put, async () => (await this.#factor?.ensureProven()) ?? false);
      if (kept.ok) return;
      const asked = kept.error.code === 'factor_required';
      await this.door.step('card_failed', { failure: asked ? null : failureOf(kept.error) });
    }
  }

  // Nobody is let in without one (product A2). One is there already when the page was left before this step was shown
  // as done.
  // A device that was just admitted gets one of its own, unless one of hers is sure to work there: locked once, nothing
  // that lives in another device alone would open it.
  async #setUpFactor(device: DeviceToken, admitted = false): Promise<void> {
    const factor = this.#second(device);
    // A new vault asks for none.
    factor.useVaultKey(null);
    const asked = await this.door.repeat(() => factor.load());
    // What went wrong on the way to an answer is over.
    this.#context.slices.change('factor', { failure: null });
    if (asked.ok && asked.value.factors.length > 0 && !(admitted && needsOwn(asked.value))) return;
    if (admitted) factor.permitOne();
    await this.door.step('factor');
  }

  #second(device: DeviceToken): SecondFactor {
    this.#factor ??= new SecondFactor(this.#context, device);
    return this.#factor;
  }

  #secondOf({ lock, unlockToken, name, securityKey }: VaultRecord): SecondFactor {
    const factor = this.#second({ device: lock.device, unlockToken, name });
    factor.useVaultKey(securityKey ?? null);
    return factor;
  }

  get factor(): SecondFactor | null {
    return this.#factor;
  }

  // At a device that was just admitted: a passkey of hers that is here too.
  async tryPasskey(): Promise<void> {
    if (await this.#factor?.worksHere()) this.door.stepDone('factor');
  }

  async addPasskey(): Promise<void> {
    if (await this.#factor?.addPasskey()) this.door.stepDone('factor');
  }

  async addApp(code: number): Promise<void> {
    if (await this.#factor?.addApp(code)) this.door.stepDone('factor');
  }

  // The vault is written before the server hears of the device, so that no enrolled device is without one.
  async #enrol(made: NewDevice, invitation: Uint8Array): Promise<Keystore | null> {
    this.door.show('sealing');
    await afterPublishing();
    const keystore = await keepDevice(made, this.#store, systemRandom);
    if (!keystore) {
      this.door.show('invited', { failure: { kind: 'browser' } });
      return null;
    }
    this.door.show('enrolling');
    const request = enrolmentOf(made, invitation, now());
    const enrolled = await this.door.repeat(() => this.#context.call('account.enrol', request));
    this.#made = null;
    if (enrolled.ok) return keystore;
    const used = enrolled.error.code === 'invitation_invalid';
    this.door.show('invitation_invalid', used ? {} : { failure: failureOf(enrolled.error) });
    return null;
  }

  async unlock(typed: string, code: number | null): Promise<void> {
    const record = this.#record ?? (await this.#store.read());
    const { state } = this.#context.slices.get('account');
    if (!record || state !== 'locked') return;
    this.#context.slices.change('factor', { problem: null, failure: null });
    this.door.show('unlocking');
    const halves = await this.#askHalves(record, code);
    if (halves === 'stay') return this.door.show('locked');
    if (!halves.ok) return this.#refuseUnlock(halves.error, record);
    await afterPublishing();
    const { lock } = record;
    const { share, prf } = halves.value;
    const derive: Derive = (passphrase, output) => vaultKeys({ passphrase, lock, share, prf: output });
    const keys = derive(passphraseBytes(spelledPassphrase(typed)), prf);
    if (!keys) return this.#stayLocked({ kind: 'browser' });
    const keystore = Keystore.open({ key: keys.device, derive, prf }, record, this.#store);
    const identity = openIdentityPart(keys, record);
    if (!keystore || !identity) return this.door.show('locked', { wrongPassphrase: true });
    this.#halves = null;
    await this.#waitForApproval(keystore, identity);
  }

  async #askHalves(record: VaultRecord, code: number | null): Promise<Answer<Halves> | 'stay'> {
    this.#halves ??= new VaultHalves(this.#context, record, this.#secondOf(record));
    const asked = await this.#halves.ask(code);
    if (asked !== 'none') return asked;
    // The first time was left before this step, or the organisation took lost factors away.
    await this.door.step('factor');
    this.door.show('unlocking');
    const again = await this.#halves.ask(null);
    return again === 'none' ? 'stay' : again;
  }

  async #refuseUnlock(error: CallError, { lock }: VaultRecord): Promise<void> {
    // A new connection in between has forgotten what was proven on the last one.
    if (error.code === 'factor_required') return this.#stayLocked({ kind: 'unreachable' });
    if (error.code !== 'not_found' && error.code !== 'forbidden') return this.#stayLocked(failureOf(error));
    // The server has no share for this device: not yet, or never again.
    const asked = await this.#context.call('device.state', { device: lock.device });
    const state = asked.ok ? asked.value.state : null;
    if (state === 'waiting') {
      if (await this.wayBack.waitUntilLetIn(lock.device))
        this.door.show('locked', { name: this.#record?.name ?? '' });
    } else this.door.show(state === 'revoked' || state === 'unknown' ? 'revoked' : 'suspended');
  }

  #stayLocked(failure: Failure): void {
    this.door.show('locked', { failure });
  }

  async #waitForApproval(keystore: Keystore, identity: SigningKey): Promise<void> {
    const { advisor } = keystore;
    for (let waitMs = POLL_FIRST_MS; ; waitMs = Math.min(waitMs * 1.5, POLL_SLOWEST_MS)) {
      const status = await this.#context.call('account.status', { advisor });
      const state = status.ok ? status.value.state : 'pending';
      if (state === 'suspended') return this.door.show('suspended');
      if (state === 'approved' && (await this.#logIn(keystore))) return this.#open(keystore, identity);
      // Somebody who unlocks an approved inbox has nothing to wait for: only the connection is slow.
      if (state !== 'approved' && status.ok) this.door.show('waiting');
      await pause(waitMs);
    }
  }

  async #logIn(keystore: Keystore): Promise<boolean> {
    const { call, origin } = this.#context;
    return (await logInAdvisor(call, keystore, origin)).ok;
  }

  async #open(keystore: Keystore, identity: SigningKey): Promise<void> {
    // Whoever was interrupted the first time makes the card now: without it a lost device loses the advisor.
    const listed = await this.#context.call('device.list', {});
    const hasCard = !listed.ok || listed.value.card_made_at !== undefined;
    if (!hasCard && !(await this.#cardStep(identity))) return;
    await this.#enter(keystore, identity);
    this.door.show('open', { name: keystore.name });
    await renewPrekey(keystore, (prekey) =>
      this.door.repeat(() => this.#context.call('account.publish_prekey', { prekey })),
    );
  }
}

// An app is in her phone and works everywhere; where a passkey is, only its browser knows.
function needsOwn({ factors }: FactorChallengeResult): boolean {
  return factors.every(({ kind }) => kind === 'passkey');
}
