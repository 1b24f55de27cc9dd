// A vault store in memory: what was written last, as the browser's would give it back.
import {
  encodeRecord,
  parseRecord,
  type VaultRecord,
  type VaultStore,
} from '../../src/worker/vault_store.ts';

export class MemoryVaultStore implements VaultStore {
  stored: unknown = undefined;
  writes = 0;

  read(): Promise<VaultRecord | null> {
    return Promise.resolve(parseRecord(this.stored));
  }

  write(record: VaultRecord): Promise<void> {
    this.stored = structuredClone(encodeRecord(record));
    this.writes += 1;
    return Promise.resolve();
  }
}
