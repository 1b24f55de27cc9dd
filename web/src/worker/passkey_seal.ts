// A13, "Extra slot op dit apparaat": the vault is sealed anew so that it also asks for a passkey's own output (WebAuthn PRF),
// or asks for it no more.
import { systemRandom } from '../crypto/random.ts';
import { passphraseBytes } from '../crypto/vault.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { DevicesState } from './advisor_messages.ts';
import { afterPublishing } from './context.ts';
import type { KeyOutput, Keystore } from './keystore.ts';
import type { SecondFactor } from './second_factor.ts';
import { spelledPassphrase } from './spelled_passphrase.ts';
import { PRF_SALT_BYTES } from './vault_store.ts';

const PRF_BYTES = 32;

export class PasskeySeal {
  readonly #context: AdvisorContext;
  readonly #keystore: Keystore;
  readonly #factor: SecondFactor;

  constructor(context: AdvisorContext, keystore: Keystore, factor: SecondFactor) {
    this.#context = context;
    this.#keystore = keystore;
    this.#factor = factor;
  }

  // The passphrase first: who mistyped it is not sent for a passkey.
  async turn(on: boolean, typed: string): Promise<void> {
    this.#change({ task: { kind: 'busy' }, problem: null });
    await afterPublishing();
    const passphrase = passphraseBytes(spelledPassphrase(typed));
    if (!this.#keystore.openIdentity(passphrase)) return this.#stop('passphrase');
    const output = on ? await this.#askOutput() : null;
    if (typeof output === 'string') return this.#stop(output);
    if (!on && !(await this.#factor.ensureProven())) return this.#stop('proof');
    await afterPublishing();
    if (!(await this.#keystore.reseal(passphrase, output))) return this.#stop('refused');
    this.#factor.useVaultKey(this.#keystore.securityKey);
    await this.#factor.load();
    this.#change({ task: { kind: 'resealed' }, problem: null });
  }

  // The touch that proves the second factor gives the output too, so that no other authenticator's is taken.
  async #askOutput(): Promise<KeyOutput | 'proof' | 'no_prf'> {
    const salt = systemRandom.bytes(PRF_SALT_BYTES);
    const { proof, answer } = await this.#factor.proveWith({ salt });
    if (proof !== 'proven' || !answer) return 'proof';
    const { credential, prf } = answer;
    return prf?.length === PRF_BYTES ? { credential, salt, prf } : 'no_prf';
  }

  #stop(problem: NonNullable<DevicesState['problem']>): void {
    this.#change({ task: { kind: 'none' }, problem });
  }

  #change(part: Partial<DevicesState>): void {
    this.#context.slices.change('devices', part);
  }
}
