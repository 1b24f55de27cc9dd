// What a client knows of the advisors in its conversation: certificates and prekeys, as last answered.
import type { ParsedDeviceCertificate } from '../crypto/device_certificate.ts';
import { toHex } from '../crypto/encoding.ts';
import type { KeyId } from '../crypto/ids.ts';
import type { Prekey } from '../crypto/prekey.ts';
import { keyIdOf, type VerifyKey } from '../crypto/sign.ts';
import { type AdvisorKeys, askAdvisorKeys } from './advisor_keys.ts';
import { type ClientContext, now } from './context.ts';
import { mayRepeat } from './failures.ts';
import type { Guide } from './guide.ts';

export class KnownKeys {
  readonly #context: ClientContext;
  readonly #guide: Guide;
  // By advisor.
  readonly #keys = new Map<string, AdvisorKeys>();

  constructor(context: ClientContext, guide: Guide) {
    this.#context = context;
    this.#guide = guide;
  }

  get certificates(): readonly ParsedDeviceCertificate[] {
    return [...this.#keys.values()].flatMap(({ certificates }) => certificates);
  }

  prekeysOf(advisors: readonly VerifyKey[]): readonly Prekey[] {
    return advisors.flatMap((key) => this.#keys.get(toHex(keyIdOf(key)))?.prekeys ?? []);
  }

  use(advisor: KeyId, keys: AdvisorKeys): void {
    this.#keys.set(toHex(advisor), keys);
  }

  // False when an answer could not be had for now: what was known before stays known.
  async refresh(advisors: readonly VerifyKey[]): Promise<boolean> {
    let answered = true;
    for (const advisorKey of advisors) {
      const facts = { advisorKey, revocations: this.#guide.book?.revocations ?? [], now: now() };
      const id = keyIdOf(advisorKey);
      const asked = await askAdvisorKeys(this.#context.call, id, facts);
      if (asked.ok) this.use(id, asked.keys);
      else if (mayRepeat(asked.error)) answered = false;
    }
    return answered;
  }
}
