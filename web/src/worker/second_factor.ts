// The second factor of this device's advisor (protocol/README.md, "Second factor"). A passkey can only be asked for by
// the page, so this publishes what to ask and waits for the page's answer; everything else happens here.
import { toBase32 } from '../crypto/base32.ts';
import { equalBytes } from '../crypto/bytes.ts';
import type { DeviceId } from '../crypto/ids.ts';
import { systemRandom } from '../crypto/random.ts';
import type { Answer, CallError, Reply } from '../net/calls.ts';
import { app_secret_bytes } from '../protocol/limits.ts';
import type { FactorChallengeResult } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { FactorState, PasskeyAnswer, PasskeyAsk } from './advisor_messages.ts';
import { failureOf } from './failures.ts';
import type { SecurityKey } from './vault_store.ts';

export type DeviceToken = {
  readonly device: DeviceId;
  readonly unlockToken: Uint8Array;
  readonly name: string;
};

// An output made from `salt`: by this passkey, or by any of the advisor's.
export type KeyWish = { readonly salt: Uint8Array; readonly credential?: Uint8Array | undefined };

// Shorter than factor_fresh_s, so that what begins within it also ends in time.
const FRESH_MS = 240_000;

// 'later': it did not come to an answer, and trying again may help.
export type Proof = 'proven' | 'refused' | 'later';

// For what the server does only on a connection that has proven a factor lately: asks `prove` when it says so, and then
// once more.
export async function proven<Value>(
  make: () => Promise<Answer<Value>>,
  prove: () => Promise<boolean>,
): Promise<Answer<Value>> {
  const first = await make();
  if (first.ok || first.error.code !== 'factor_required') return first;
  return (await prove()) ? make() : first;
}

export class SecondFactor {
  readonly #context: AdvisorContext;
  readonly #device: DeviceToken;
  #answered: ((answer: PasskeyAnswer | null) => void) | null = null;
  #secret: Uint8Array | null = null;
  #provenUntil = 0;
  #permitted = false;
  #wanted: ((proven: boolean) => void) | null = null;
  // The passkey that the vault of this device asks for.
  #vaultKey: Uint8Array | null = null;

  constructor(context: AdvisorContext, device: DeviceToken) {
    this.#context = context;
    this.#device = device;
  }

  get #gate(): { device: Uint8Array; unlock_token: Uint8Array } {
    return { device: this.#device.device, unlock_token: this.#device.unlockToken };
  }

  // Also tells the page whether there is one.
  useVaultKey(key: SecurityKey | null): void {
    this.#vaultKey = key?.credential ?? null;
    this.#publish({ sealed: key !== null });
  }

  // Also tells the page which factors there are.
  async load(): Promise<Reply<'factor.challenge'>> {
    const asked = await this.#context.call('factor.challenge', this.#gate);
    if (asked.ok) {
      const { factors, rp_id: rpId } = asked.value;
      this.#publish({
        rpId: rpId ?? null,
        list: factors.map(({ id, kind, added_at: addedAt, credential }) => ({
          id,
          kind,
          addedAt,
          opensVault: !!credential && !!this.#vaultKey && equalBytes(credential, this.#vaultKey),
        })),
      });
    } else this.#publish({ failure: failureOf(asked.error) });
    return asked;
  }

  async addPasskey(): Promise<boolean> {
    if (!(await this.#mayChange())) return false;
    this.#publish({ busy: true, problem: null, failure: null });
    const asked = await this.load();
    if (!asked.ok) return this.#stop();
    const answer = await this.#askPage('create', asked.value);
    if (!answer) return this.#stop();
    const { clientData, authenticatorData } = answer;
    const added = await this.#context.call('factor.add_passkey', {
      ...this.#gate,
      client_data: clientData,
      authenticator_data: authenticatorData,
    });
    return this.#added(added);
  }

  // A new secret, shown until a code proves that an app has it.
  async offerApp(): Promise<void> {
    if (!(await this.#mayChange())) return;
    this.#secret ??= systemRandom.bytes(app_secret_bytes);
    const secret = toBase32(this.#secret);
    const { organisation } = this.#context;
    const issuer = encodeURIComponent(organisation.name);
    const uri = `otpauth://totp/${issuer}:${encodeURIComponent(this.#device.name)}?secret=${secret}&issuer=${issuer}`;
    this.#publish({ app: { secret, uri }, problem: null, failure: null });
  }

  withdrawApp(): void {
    this.#publish({ app: null, problem: null, failure: null });
  }

  async addApp(code: number): Promise<boolean> {
    const secret = this.#secret;
    if (!secret) return false;
    this.#publish({ busy: true, problem: null, failure: null });
    const added = await this.#context.call('factor.add_app', { ...this.#gate, secret, code });
    if (!added.ok && added.error.code === 'factor_refused') return this.#stop('wrong_code');
    return this.#added(added);
  }

  // A lost reply may have been a yes, so what counts is what the server then has.
  async #added(reply: { ok: true } | { ok: false; error: CallError }): Promise<boolean> {
    const before = this.#state.list?.length ?? 0;
    if (reply.ok || reply.error.code === 'factor_required') this.#permitted = false;
    if (!reply.ok && failureOf(reply.error).kind !== 'unreachable') return this.#refused(reply.error);
    const now = await this.load();
    const more = now.ok && now.value.factors.length > before;
    if (!more) return this.#stop();
    this.#secret = null;
    this.#provenUntil = Date.now() + FRESH_MS;
    this.#publish({ app: null, busy: false, failure: null });
    return true;
  }

  async remove(id: Uint8Array): Promise<void> {
    if (!(await this.#mayChange())) return;
    this.#publish({ busy: true, problem: null, failure: null });
    const removed = await this.#context.call('factor.remove', { ...this.#gate, factor: id });
    if (!removed.ok) this.#refused(removed.error);
    await this.load();
    this.#stop();
  }

  // The server lets this device add one without a proof (factor_permit_s); afterwards it is asked for.
  permitOne(): void {
    this.#permitted = true;
  }

  async worksHere(): Promise<boolean> {
    this.#publish({ busy: true, problem: null, failure: null });
    const proof = await this.provePasskey();
    this.#publish({ busy: false });
    return proof === 'proven';
  }

  // Without any factor there is nothing to prove.
  async #mayChange(): Promise<boolean> {
    if (this.#permitted) return true;
    if (this.#state.list?.length === 0 || Date.now() < this.#provenUntil) return true;
    return this.ensureProven();
  }

  // A new connection has forgotten what was proven on the last one.
  #refused(error: CallError): false {
    if (error.code === 'factor_required') this.#provenUntil = 0;
    if (error.code === 'factor_required') return this.#stop('again');
    this.#publish({ failure: failureOf(error) });
    return this.#stop();
  }

  async provePasskey(): Promise<Proof> {
    return (await this.proveWith(null)).proof;
  }

  // With `wish` the passkey gives its own output in the same touch. The server gets none of it.
  async proveWith(wish: KeyWish | null): Promise<{ proof: Proof; answer: PasskeyAnswer | null }> {
    const asked = await this.load();
    if (!asked.ok) return { proof: 'later', answer: null };
    const answer = await this.#askPage('get', asked.value, wish);
    if (!answer) return { proof: 'later', answer };
    const { credential, clientData, authenticatorData, signature } = answer;
    const replied = await this.#context.call('factor.prove_passkey', {
      ...this.#gate,
      credential,
      client_data: clientData,
      authenticator_data: authenticatorData,
      signature,
    });
    return { proof: this.#proof(replied, 'wrong_passkey'), answer };
  }

  // The output alone, when a code was the proof. Null when it did not come.
  async outputOf(key: SecurityKey): Promise<Uint8Array | null> {
    const asked = await this.load();
    const answer = asked.ok ? await this.#askPage('get', asked.value, key) : null;
    if (answer && !answer.prf) this.#publish({ problem: 'no_passkey' });
    return answer?.prf ?? null;
  }

  async proveCode(code: number): Promise<Proof> {
    return this.#proof(await this.#context.call('factor.prove_code', { ...this.#gate, code }), 'wrong_code');
  }

  #proof(
    reply: { ok: true } | { ok: false; error: CallError },
    problem: NonNullable<FactorState['problem']>,
  ): Proof {
    if (reply.ok) {
      this.#provenUntil = Date.now() + FRESH_MS;
      return 'proven';
    }
    if (reply.error.code === 'factor_refused') {
      this.#publish({ problem });
      return 'refused';
    }
    this.#publish({ failure: failureOf(reply.error) });
    return 'later';
  }

  // For what changes how the advisor gets in: opens the question on whatever screen is there. False when it is closed.
  ensureProven(): Promise<boolean> {
    this.#wanted?.(false);
    this.#publish({ wanted: true, problem: null, failure: null });
    return new Promise((resolve) => {
      this.#wanted = resolve;
    });
  }

  async answerWanted(code: number | null): Promise<void> {
    this.#publish({ busy: true, problem: null, failure: null });
    const proof = code === null ? await this.provePasskey() : await this.proveCode(code);
    this.#publish({ busy: false });
    if (proof === 'proven') this.#settle(true);
  }

  closeWanted(): void {
    this.#settle(false);
  }

  #settle(proven: boolean): void {
    this.#publish({ wanted: false });
    this.#wanted?.(proven);
    this.#wanted = null;
  }

  // The page's answer; null when the person or the browser gave none.
  passkeyAnswered(answer: PasskeyAnswer | null): void {
    this.#answered?.(answer);
    this.#answered = null;
  }

  async #askPage(
    kind: PasskeyAsk['kind'],
    facts: FactorChallengeResult,
    wish: KeyWish | null = null,
  ): Promise<PasskeyAnswer | null> {
    const { rp_id: rpId, nonce, advisor, factors } = facts;
    if (!rpId) return null;
    const ask: PasskeyAsk = {
      kind,
      rpId,
      challenge: nonce,
      user: advisor,
      userName: this.#device.name,
      organisation: this.#context.organisation.name,
      credentials: wish?.credential
        ? [wish.credential]
        : factors.flatMap(({ credential }) => (credential ? [credential] : [])),
      prfSalt: wish?.salt ?? null,
    };
    this.#answered?.(null);
    const answer = new Promise<PasskeyAnswer | null>((resolve) => {
      this.#answered = resolve;
    });
    this.#publish({ ask });
    const given = await answer;
    this.#publish({ ask: null });
    if (!given) this.#publish({ problem: 'no_passkey' });
    return given;
  }

  get #state(): FactorState {
    return this.#context.slices.get('factor');
  }

  #publish(part: Partial<FactorState>): void {
    this.#context.slices.change('factor', part);
  }

  #stop(problem?: NonNullable<FactorState['problem']>): false {
    this.#publish(problem ? { busy: false, problem } : { busy: false });
    return false;
  }
}
