// The way into the inbox: enrolment by invitation, approval, and the passphrase at every later visit.
import { fromBase64Url } from '../crypto/encoding.ts';
import { systemRandom } from '../crypto/random.ts';
import { keyIdOf } from '../crypto/sign.ts';
import { deviceShare, passphraseBytes, vaultKey } from '../crypto/vault.ts';
import type { CallError } from '../net/calls.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { logInAdvisor } from './advisor_identity.ts';
import type { AccountState, FirstStep } from './advisor_messages.ts';
import { afterPublishing, now } from './context.ts';
import { failureOf, mayRepeat } from './failures.ts';
import { Keystore } from './keystore.ts';
import type { Failure } from './messages.ts';
import {
  enrolmentOf,
  keepDevice,
  makeDevice,
  makePrekey,
  type NewDevice,
  signedPrekey,
} from './new_device.ts';
import { keptPrekeys, newestPrekey, prekeyIsDue } from './prekey_schedule.ts';
import { spelledPassphrase } from './spelled_passphrase.ts';
import { claimVault } from './vault_claim.ts';
import type { VaultRecord, VaultStore } from './vault_store.ts';

const REPEAT_MS = 2000;
// Approval takes a person, except in the demo organisation: ask often at first, then calmly.
const POLL_FIRST_MS = 700;
const POLL_SLOWEST_MS = 15_000;
const INVITATION_BYTES = 16;

export class Account {
  readonly #context: AdvisorContext;
  readonly #store: VaultStore;
  readonly #enter: (keystore: Keystore) => Promise<void>;
  #invitation: Uint8Array | null = null;
  #made: NewDevice | null = null;
  #record: VaultRecord | null = null;
  #current: { readonly step: FirstStep; readonly done: () => void } | null = null;

  constructor(context: AdvisorContext, store: VaultStore, enter: (keystore: Keystore) => Promise<void>) {
    this.#context = context;
    this.#store = store;
    this.#enter = enter;
  }

  // A device that has a vault is unlocked, invitation or not: opening the link twice must not lose an inbox.
  async start(invitation: string | null): Promise<void> {
    const bytes = invitation === null ? null : fromBase64Url(invitation);
    this.#invitation = bytes?.length === INVITATION_BYTES ? bytes : null;
    if (!(await claimVault())) return this.#show('elsewhere');
    this.#record = await this.#store.read();
    if (this.#record && !(await this.#isAbandoned(this.#record))) {
      return this.#show('locked', { name: this.#record.name });
    }
    if (invitation === null) return this.#show('nobody');
    return this.#askInvitation();
  }

  // An enrolment that never reached the server left a vault that nothing opens; only a new invitation helps.
  // A device that is suspended gets no share either, but may be let in again: its vault is never written over.
  async #isAbandoned({ lock, unlockToken, identityKey }: VaultRecord): Promise<boolean> {
    if (!this.#invitation) return false;
    const { call } = this.#context;
    const asked = await call('account.device_share', { device: lock.device, unlock_token: unlockToken });
    if (asked.ok || asked.error.code !== 'not_found') return false;
    const status = await call('account.status', { advisor: keyIdOf(identityKey) });
    return status.ok && status.value.state === 'unknown';
  }

  async #askInvitation(): Promise<void> {
    const invitation = this.#invitation;
    if (!invitation) return this.#show('invitation_invalid');
    const asked = await this.#repeat(() => this.#context.call('account.invitation', { invitation }));
    if (asked.ok) return this.#show('invited', { name: asked.value.name });
    if (asked.error.code === 'invitation_invalid') return this.#show('invitation_invalid');
    this.#show('invitation_invalid', { failure: failureOf(asked.error) });
  }

  // The first time, in its order (product A2): every step has its screen and ends when the person has done it.
  async makeKeys(): Promise<void> {
    const { state, name } = this.#context.slices.get('account');
    const invitation = this.#invitation;
    if (state !== 'invited' || !invitation) return;
    this.#made ??= makeDevice(name, now(), systemRandom);
    await this.#step('passphrase', { words: this.#made.passphrase.split(' ') });
    const keystore = await this.#enrol(this.#made, invitation);
    if (keystore) await this.#waitForApproval(keystore);
  }

  stepDone(step: FirstStep): void {
    if (this.#current?.step !== step) return;
    this.#current.done();
    this.#current = null;
  }

  #step(step: FirstStep, part: Partial<AccountState> = {}): Promise<void> {
    this.#show(step, part);
    return new Promise((done) => {
      this.#current = { step, done };
    });
  }

  // The vault is written before the server hears of the device, so that no enrolled device is without one.
  async #enrol(made: NewDevice, invitation: Uint8Array): Promise<Keystore | null> {
    this.#show('sealing');
    await afterPublishing();
    const keystore = await keepDevice(made, this.#store, systemRandom);
    if (!keystore) {
      this.#show('invited', { failure: { kind: 'browser' } });
      return null;
    }
    this.#show('enrolling');
    const request = enrolmentOf(made, invitation, now());
    const enrolled = await this.#repeat(() => this.#context.call('account.enrol', request));
    this.#made = null;
    if (enrolled.ok) return keystore;
    const used = enrolled.error.code === 'invitation_invalid';
    this.#show('invitation_invalid', used ? {} : { failure: failureOf(enrolled.error) });
    return null;
  }

  async unlock(typed: string): Promise<void> {
    const record = this.#record ?? (await this.#store.read());
    const { state } = this.#context.slices.get('account');
    if (!record || state !== 'locked') return;
    this.#show('unlocking');
    const { lock, unlockToken } = record;
    const asked = await this.#context.call('account.device_share', {
      device: lock.device,
      unlock_token: unlockToken,
    });
    if (!asked.ok) return this.#refuseUnlock(asked.error);
    await afterPublishing();
    const passphrase = passphraseBytes(spelledPassphrase(typed));
    const key = vaultKey({ passphrase, lock, share: deviceShare(asked.value.device_share) });
    if (!key) return this.#stayLocked({ kind: 'browser' });
    const keystore = Keystore.open(key, record, this.#store);
    if (!keystore) return this.#show('locked', { wrongPassphrase: true });
    await this.#waitForApproval(keystore);
  }

  #refuseUnlock(error: CallError): void {
    // The server has no share for this device (any more): its vault can never be opened again.
    if (error.code === 'not_found' || error.code === 'forbidden') this.#show('suspended');
    else this.#stayLocked(failureOf(error));
  }

  #stayLocked(failure: Failure): void {
    this.#show('locked', { failure });
  }

  async #waitForApproval(keystore: Keystore): Promise<void> {
    const { advisor } = keystore;
    for (let waitMs = POLL_FIRST_MS; ; waitMs = Math.min(waitMs * 1.5, POLL_SLOWEST_MS)) {
      const status = await this.#context.call('account.status', { advisor });
      const state = status.ok ? status.value.state : 'pending';
      if (state === 'suspended') return this.#show('suspended');
      if (state === 'approved' && (await this.#logIn(keystore))) return this.#open(keystore);
      // Somebody who unlocks an approved inbox has nothing to wait for: only the connection is slow.
      if (state !== 'approved' && status.ok) this.#show('waiting');
      await pause(waitMs);
    }
  }

  async #logIn(keystore: Keystore): Promise<boolean> {
    const { call, origin } = this.#context;
    return (await logInAdvisor(call, keystore, origin)).ok;
  }

  async #open(keystore: Keystore): Promise<void> {
    await this.#enter(keystore);
    this.#show('open', { name: keystore.name });
    await this.#renewPrekey(keystore);
  }

  // At the first unlock after a week. The secret is on the disk before anybody can use the public key.
  async #renewPrekey(keystore: Keystore): Promise<void> {
    const kept = keptPrekeys(keystore.prekeys, now());
    if (!prekeyIsDue(kept, now())) {
      if (kept.length < keystore.prekeys.length) await keystore.replacePrekeys(kept);
      return;
    }
    const next = makePrekey((newestPrekey(kept)?.number ?? 0) + 1, now(), systemRandom);
    await keystore.replacePrekeys([...kept, next]);
    const prekey = signedPrekey(next, keystore.advisor, keystore.signing);
    await this.#repeat(() => this.#context.call('account.publish_prekey', { prekey }));
  }

  #show(state: AccountState['state'], part: Partial<AccountState> = {}): void {
    const { slices } = this.#context;
    slices.change('account', { state, words: null, wrongPassphrase: false, failure: null, ...part });
  }

  // All these requests may be made again: none does anything twice.
  async #repeat<Value>(
    make: () => Promise<{ ok: true; value: Value } | { ok: false; error: CallError }>,
  ): Promise<{ ok: true; value: Value } | { ok: false; error: CallError }> {
    for (;;) {
      const reply = await make();
      if (reply.ok || !mayRepeat(reply.error)) return reply;
      await pause((reply.error.data.retry_after_s ?? 0) * 1000 || REPEAT_MS);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
