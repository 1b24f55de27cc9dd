// A device's prekey is made anew at the first unlock after a week (crypto/KZ1.md 5.7).
import { systemRandom } from '../crypto/random.ts';
import { now } from './context.ts';
import type { Keystore } from './keystore.ts';
import { makePrekey, signedPrekey } from './new_device.ts';
import { keptPrekeys, newestPrekey, prekeyIsDue } from './prekey_schedule.ts';

// The secret is on the disk before anybody can use the public key.
export async function renewPrekey(
  keystore: Keystore,
  publish: (prekey: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const kept = keptPrekeys(keystore.prekeys, now());
  if (!prekeyIsDue(kept, now())) {
    if (kept.length < keystore.prekeys.length) await keystore.replacePrekeys(kept);
    return;
  }
  const next = makePrekey((newestPrekey(kept)?.number ?? 0) + 1, now(), systemRandom);
  await keystore.replacePrekeys([...kept, next]);
  await publish(signedPrekey(next, keystore.advisor, keystore.signing));
}
