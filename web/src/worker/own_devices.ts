// The advisor's own devices as this one knows them, and what follows for the conversations: what one device can read
// all can, and who was revoked reads nothing new (crypto/KZ1.md 1.3, 4.3).
import { equalBytes } from '../crypto/bytes.ts';
import { toHex } from '../crypto/encoding.ts';
import { deviceId } from '../crypto/ids.ts';
import type { LogReader } from '../crypto/log_reader.ts';
import type { Prekey } from '../crypto/prekey.ts';
import { keyIdOf, type VerifyKey } from '../crypto/sign.ts';
import type { DeviceListResult } from '../protocol/messages.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { askAdvisorKeys } from './advisor_keys.ts';
import type { Case } from './case.ts';
import { now } from './context.ts';
import type { Keystore } from './keystore.ts';
import { type RepairFacts, repairPlan } from './repair_plan.ts';

// Many logs arrive together: look once they have settled.
const REPAIR_AFTER_MS = 400;
// Another device may have come in, or gone, while this one sat here.
const REFRESH_S = 600;

export class OwnDevices {
  readonly #context: AdvisorContext;
  readonly #keystore: Keystore;
  readonly #cases: () => readonly Case[];
  #listed: DeviceListResult | null = null;
  #own: readonly Prekey[] = [];
  #refreshedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // One new epoch at a time for a conversation; which epoch it was tried in.
  readonly #tried = new Map<string, number>();

  constructor(context: AdvisorContext, keystore: Keystore, cases: () => readonly Case[]) {
    this.#context = context;
    this.#keystore = keystore;
    this.#cases = cases;
  }

  // As the server last said it; null before it answered.
  get listed(): DeviceListResult | null {
    return this.#listed;
  }

  get own(): readonly Prekey[] {
    return this.#own;
  }

  // False when an answer could not be had for now.
  async refresh(): Promise<boolean> {
    const { call } = this.#context;
    const listed = await call('device.list', {});
    if (!listed.ok) return false;
    const revocations = listed.value.devices.flatMap(({ device, revoked_at: revokedAt }) =>
      revokedAt === undefined ? [] : [{ device: deviceId(device), revokedAt }],
    );
    const facts = { advisorKey: this.#keystore.identityKey, revocations, now: now() };
    const asked = await askAdvisorKeys(call, this.#keystore.advisor, facts);
    if (!asked.ok) return false;
    this.#listed = listed.value;
    this.#own = asked.keys.prekeys;
    this.#refreshedAt = now();
    this.#tried.clear();
    return true;
  }

  repairSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#repair();
    }, REPAIR_AFTER_MS);
  }

  async #repair(): Promise<void> {
    if (now() - this.#refreshedAt > REFRESH_S && !(await this.refresh())) return;
    const ownKemId = this.#own.find(({ kemId }) =>
      this.#keystore.kemKeys.some((pair) => equalBytes(pair.kemId, kemId)),
    )?.kemId;
    if (!ownKemId) return;
    const common = {
      identityKey: this.#keystore.identityKey,
      own: this.#own,
      ownKemId,
      ...this.#revokedAt(),
    };
    for (const one of this.#cases()) await this.#repairCase(one, common);
  }

  #revokedAt(): { readonly revokedAt: number } {
    const moments = this.#listed?.devices.map(({ revoked_at: at }) => at ?? 0) ?? [];
    return { revokedAt: Math.max(0, ...moments) };
  }

  async #repairCase(one: Case, common: Omit<RepairFacts, 'others'>): Promise<void> {
    const { log } = one;
    if (log.state !== 'good' || one.behind || log.entries.length === 0) return;
    // What was finished long ago is to have no keys here.
    if (one.finishing.isPast) return;
    if (this.#tried.get(one.id) === log.reader.epoch) return;
    // Asked first without the others: most conversations need nothing.
    const wants = repairPlan(log.reader, { ...common, others: [] });
    const others = this.#otherAdvisors(log.reader);
    if (!wants && others.length === 0) return;
    const facts = { ...common, others: await this.#prekeysOf(others) };
    if (!repairPlan(log.reader, facts)) return;
    this.#tried.set(one.id, log.reader.epoch);
    await log.send({ kind: 'commit', plan: (reader) => repairPlan(reader, facts) }, this.#context.call);
  }

  #otherAdvisors(reader: LogReader): readonly VerifyKey[] {
    const { identityKey } = this.#keystore;
    return reader.members
      .filter(
        ({ role, id }) => (role === 'advisor' || role === 'cover_advisor') && !equalBytes(id, identityKey),
      )
      .map(({ id }) => id);
  }

  async #prekeysOf(advisors: readonly VerifyKey[]): Promise<readonly Prekey[]> {
    const found: Prekey[] = [];
    for (const advisorKey of advisors) {
      const facts = { advisorKey, revocations: [], now: now() };
      const asked = await askAdvisorKeys(this.#context.call, keyIdOf(advisorKey), facts);
      if (asked.ok) found.push(...asked.keys.prekeys);
    }
    return found;
  }

  isThisDevice(device: Uint8Array): boolean {
    return toHex(device) === toHex(this.#keystore.device);
  }
}
