// What a vault needs beside the passphrase (crypto/KZ1.md 4.2): the server's half of its key, given after a second factor,
// and for some the output of a passkey, which goes nowhere.
import { equalBytes } from '../crypto/bytes.ts';
import { type DeviceShare, deviceShare } from '../crypto/vault.ts';
import type { Answer } from '../net/calls.ts';
import type { FactorChallengeResult } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Proof, SecondFactor } from './second_factor.ts';
import type { SecurityKey, VaultRecord } from './vault_store.ts';

export type Halves = { readonly share: DeviceShare; readonly prf: Uint8Array | undefined };

export class VaultHalves {
  readonly #context: AdvisorContext;
  readonly #record: VaultRecord;
  readonly #factor: SecondFactor;
  // Kept while the passphrase is tried, so that a mistyped one does not ask for the passkey again.
  #prf: Uint8Array | undefined;

  constructor(context: AdvisorContext, record: VaultRecord, factor: SecondFactor) {
    this.#context = context;
    this.#record = record;
    this.#factor = factor;
  }

  get #ask() {
    const { lock, unlockToken } = this.#record;
    return () =>
      this.#context.call('account.device_share', { device: lock.device, unlock_token: unlockToken });
  }

  // A factor that was proven a moment ago on this connection still counts. 'stay': the screen says what is missing; 'none':
  // there is no factor to prove.
  async ask(code: number | null): Promise<Answer<Halves> | 'stay' | 'none'> {
    let given = await this.#ask();
    if (!given.ok && given.error.code === 'factor_required') {
      const known = await this.#factor.load();
      if (!known.ok) return known;
      if (known.value.factors.length === 0) return 'none';
      if ((await this.#prove(known.value, code)) !== 'proven') return 'stay';
      given = await this.#ask();
    }
    if (!given.ok) return given;
    const { securityKey } = this.#record;
    if (securityKey) this.#prf ??= (await this.#factor.outputOf(securityKey)) ?? undefined;
    if (securityKey && !this.#prf) return 'stay';
    return { ok: true, value: { share: deviceShare(given.value.device_share), prf: this.#prf } };
  }

  async #prove({ factors }: FactorChallengeResult, code: number | null): Promise<Proof> {
    if (code !== null) return this.#factor.proveCode(code);
    const passkeys = factors.flatMap(({ credential }) => (credential ? [credential] : []));
    if (passkeys.length > 0) return this.#provePasskey(passkeys);
    this.#context.slices.change('factor', { problem: 'code_needed' });
    return 'later';
  }

  // One touch for both, as long as the vault's own passkey is a factor too: another device may have removed it.
  async #provePasskey(passkeys: readonly Uint8Array[]): Promise<Proof> {
    const { securityKey } = this.#record;
    const isFactor = (key: SecurityKey) => passkeys.some((id) => equalBytes(id, key.credential));
    if (!securityKey || this.#prf || !isFactor(securityKey)) return this.#factor.provePasskey();
    const { proof, answer } = await this.#factor.proveWith(securityKey);
    this.#prf = answer?.prf ?? undefined;
    return proof;
  }
}
