// A vault store on a disk in memory: what was written last, as the browser's would give it back.
import { type Slot, type VaultRecord, type VaultSlots, VaultStore } from '../../src/worker/vault_store.ts';

export class MemorySlots implements VaultSlots {
  readonly kept = new Map<Slot, unknown>();
  // How many steps until the machine stops; what comes after never happens.
  stepsLeft = Number.POSITIVE_INFINITY;

  #step(): void {
    if (this.stepsLeft <= 0) throw new Error('the machine stopped');
    this.stepsLeft -= 1;
  }

  async get(slot: Slot): Promise<unknown> {
    this.#step();
    return structuredClone(this.kept.get(slot));
  }

  async set(slot: Slot, value: object): Promise<void> {
    this.#step();
    this.kept.set(slot, structuredClone(value));
  }

  async setDevice(value: object): Promise<void> {
    this.#step();
    this.kept.set('device', structuredClone(value));
    this.kept.delete('next');
  }

  async drop(slot: 'next'): Promise<void> {
    this.#step();
    this.kept.delete(slot);
  }
}

export class MemoryVaultStore extends VaultStore {
  readonly slots: MemorySlots;
  writes = 0;

  constructor(slots = new MemorySlots()) {
    super(slots);
    this.slots = slots;
  }

  override write(record: VaultRecord): Promise<void> {
    this.writes += 1;
    return super.write(record);
  }
}
