// What the service says about advisors beside the log: certificates of devices, the signed directory, revocations.
import { equalBytes } from '../crypto/bytes.ts';
import type { ParsedDeviceCertificate } from '../crypto/device_certificate.ts';
import type { AdvisorRecord } from '../crypto/directory_record.ts';
import { toHex } from '../crypto/encoding.ts';
import type { Revocation } from '../crypto/log_reader.ts';
import type { Prekey } from '../crypto/prekey.ts';
import type { DirectoryHead } from '../crypto/roster.ts';
import { keyIdOf, type VerifyKey } from '../crypto/sign.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { type AdvisorKeys, askAdvisorKeys } from './advisor_keys.ts';
import type { SchoolName } from './case_view.ts';
import { now } from './context.ts';
import { type DirectoryBook, fetchDirectory, isRolledBack } from './directory_book.ts';
import type { DirectoryWatch } from './directory_watch.ts';
import { mayRepeat } from './failures.ts';

const FRESH_S = 3600;
const ASK_AGAIN_S = 30;

export class Colleagues {
  readonly #context: AdvisorContext;
  // By advisor, as last answered.
  readonly #keys = new Map<string, AdvisorKeys>();
  readonly #watch: DirectoryWatch;
  #book: DirectoryBook | null = null;
  #askedAt = 0;

  constructor(context: AdvisorContext, watch: DirectoryWatch) {
    this.#context = context;
    this.#watch = watch;
  }

  get certificates(): readonly ParsedDeviceCertificate[] {
    return [...this.#keys.values()].flatMap(({ certificates }) => certificates);
  }

  // Usable now, as far as refreshKeys() heard.
  prekeysOf(advisorKeys: readonly VerifyKey[]): readonly Prekey[] {
    return advisorKeys.flatMap((key) => this.#keys.get(toHex(keyIdOf(key)))?.prekeys ?? []);
  }

  get directoryHead(): DirectoryHead | null {
    return this.#book?.directory.head ?? null;
  }

  get revocations(): readonly Revocation[] {
    return this.#book?.revocations ?? [];
  }

  nameOf(identityKey: VerifyKey): string {
    return this.#book?.advisorByKey(identityKey)?.name ?? '';
  }

  // Everybody who works now but this one.
  others(ownKey: VerifyKey): readonly AdvisorRecord[] {
    const working = this.#book?.advisorsFor('', now()) ?? [];
    return working.filter(({ identityKey }) => !equalBytes(identityKey, ownKey));
  }

  school(code: string): SchoolName | undefined {
    return this.#book?.schools.get(code);
  }

  // False when an answer could not be had for now: what was known before stays known.
  async refreshKeys(advisorKeys: readonly VerifyKey[]): Promise<boolean> {
    let answered = true;
    for (const advisorKey of advisorKeys) {
      const id = keyIdOf(advisorKey);
      const facts = { advisorKey, revocations: this.revocations, now: now() };
      const asked = await askAdvisorKeys(this.#context.call, id, facts);
      if (asked.ok) this.#keys.set(toHex(id), asked.keys);
      else if (mayRepeat(asked.error)) answered = false;
    }
    return answered;
  }

  // True when there is news. A directory that cannot be had or believed leaves the last good one.
  async refreshDirectory(when: 'stale' | 'now' = 'stale'): Promise<boolean> {
    const age = now() - this.#askedAt;
    if (when === 'stale' && age < (this.#book ? FRESH_S : ASK_AGAIN_S)) return false;
    this.#askedAt = now();
    const fetched = await fetchDirectory(this.#context.organisation, now());
    if (fetched.state === 'untrusted') this.#watch.distrust();
    if (fetched.state !== 'ready') return false;
    await this.#watch.look(fetched.book);
    if (isRolledBack(fetched.book.directory.head, this.#book?.directory.head)) return false;
    this.#book = fetched.book;
    return true;
  }
}
