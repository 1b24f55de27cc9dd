// One tab at a time has the vault: two would overwrite each other's keys.

// A worker that was just ended lets go a moment later.
const PATIENCE_MS = 3000;
const NAME = 'kiezel-vault';

// Held until this worker ends. False when another tab holds it.
export function claimVault(): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const hold = () => {
      resolve(true);
      return new Promise<void>(() => {});
    };
    locks.request(NAME, { signal: AbortSignal.timeout(PATIENCE_MS) }, hold).catch(() => resolve(false));
  });
}
