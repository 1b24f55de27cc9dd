// The two ways in for a browser without an inbox (crypto/KZ1.md 4.3, 4.4): another device of the advisor admits it, or,
// when all are lost, the recovery card.
import type { DeviceId } from '../crypto/ids.ts';
import { systemRandom } from '../crypto/random.ts';
import type { SigningKey } from '../crypto/sign.ts';
import type { Answer } from '../net/calls.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { AccountState, FirstStep } from './advisor_messages.ts';
import { afterPublishing, now } from './context.ts';
import { failureOf } from './failures.ts';
import { type Admitted, Joining } from './joining.ts';
import type { Keystore } from './keystore.ts';
import { keepDevice, makeDevice, type NewDevice, presentationOf } from './new_device.ts';
import { openCard } from './recovery.ts';
import type { VaultStore } from './vault_store.ts';

// An administrator is a person: ask often at first, then calmly.
const POLL_FIRST_MS = 700;
const POLL_SLOWEST_MS = 15_000;

// What every way into the inbox shares (account.ts).
export type Door = {
  show(state: AccountState['state'], part?: Partial<AccountState>): void;
  step(step: FirstStep, part: Partial<AccountState>): Promise<void>;
  repeat<Value>(make: () => Promise<Answer<Value>>): Promise<Answer<Value>>;
  makeCard(identity: SigningKey): Promise<boolean>;
  enter(keystore: Keystore, device: NewDevice): Promise<void>;
};

export class WayBack {
  readonly #context: AdvisorContext;
  readonly #store: VaultStore;
  readonly #door: Door;
  #joining: Joining | null = null;
  #admitted: Admitted | null = null;

  constructor(context: AdvisorContext, store: VaultStore, door: Door) {
    this.#context = context;
    this.#store = store;
    this.#door = door;
  }

  // A vault that was revoked is never written over before the way is gone to its end.
  #isOutside(): boolean {
    const { state } = this.#context.slices.get('account');
    return state === 'nobody' || state === 'revoked';
  }

  // This browser becomes one more device of an advisor who has another.
  async offerDevice(): Promise<void> {
    if (!this.#isOutside()) return;
    this.#door.show('sealing');
    await afterPublishing();
    const joining = Joining.make(this.#context);
    if (!joining || !(await joining.offer())) return this.#door.show('join_failed');
    this.#joining = joining;
    this.#door.show('joining', { digits: joining.digits });
    const admitted = await joining.admitted();
    if (admitted === 'stopped' || this.#joining !== joining) return;
    if (!admitted) return this.#door.show('join_failed');
    this.#admitted = admitted;
    this.#door.show('joined', { name: admitted.name, digits: admitted.safetyNumber });
  }

  async confirmJoin(matches: boolean): Promise<void> {
    const [joining, admitted] = [this.#joining, this.#admitted];
    this.#joining = null;
    this.#admitted = null;
    if (!joining || !admitted) return;
    if (!matches) return this.#door.show('join_failed');
    this.#door.show('sealing');
    const keystore = await joining.join(admitted, this.#store);
    if (!keystore) return this.#door.show('join_failed');
    await this.#door.enter(keystore, admitted.device);
  }

  askCard(): void {
    if (this.#isOutside()) this.#door.show('recover');
  }

  backToDoor(): void {
    this.#joining?.stop();
    this.#joining = null;
    this.#door.show('nobody');
  }

  // Every device is lost: the card gives the identity key back, and this becomes the only device.
  async recover(words: string): Promise<void> {
    if (this.#context.slices.get('account').state !== 'recover') return;
    this.#door.show('recovering');
    await afterPublishing();
    const { organisation, call } = this.#context;
    const card = await openCard(words, organisation.deploymentId, call);
    if (card === 'wrong') return this.#door.show('recover', { wrongCard: true });
    if ('code' in card) return this.#door.show('recover', { failure: failureOf(card) });
    const made: NewDevice = { ...makeDevice(card.name, now(), systemRandom), identity: card.identity };
    await this.#door.step('passphrase', { words: made.passphrase.split(' ') });
    this.#door.show('sealing');
    await afterPublishing();
    const keystore = await keepDevice(made, this.#store, systemRandom);
    if (!keystore) return this.#door.show('recover', { failure: { kind: 'browser' } });
    const request = { token: card.token, ...presentationOf(made, now()) };
    const claimed = await this.#door.repeat(() => call('recovery.claim', request));
    if (!claimed.ok) return this.#door.show('recover', { failure: failureOf(claimed.error) });
    if (!(await this.waitUntilLetIn(keystore.device))) return;
    // The card was out of its envelope.
    if (await this.#door.makeCard(card.identity)) await this.#door.enter(keystore, made);
  }

  // False when the claim was refused.
  async waitUntilLetIn(device: DeviceId): Promise<boolean> {
    this.#door.show('claimed');
    for (let waitMs = POLL_FIRST_MS; ; waitMs = Math.min(waitMs * 1.5, POLL_SLOWEST_MS)) {
      const asked = await this.#context.call('device.state', { device });
      const state = asked.ok ? asked.value.state : 'waiting';
      if (state === 'active') return true;
      if (state !== 'waiting') {
        this.#door.show('revoked');
        return false;
      }
      await pause(waitMs);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
