// What is inside a device's bundle (crypto/KZ1.md 4.3): the identity key, the passphrase that all devices of an advisor
// share, the advisor's name, and what the vault holds of notes, cases and names.
import { fromUtf8, toUtf8 } from './encoding.ts';
import { receivedSecret32, type SigningSeed } from './secret.ts';
import { encodeTlv, parseTlv } from './tlv.ts';
import { padBlocks, unpadBlocks } from './vault.ts';
import { parseSharedFields, type SharedContent, sharedFields, valueFor } from './vault_content.ts';

export type BundleContent = SharedContent & {
  readonly identitySeed: SigningSeed;
  readonly passphrase: string;
  readonly advisorName: string;
};

const TAG = { identitySeed: 16, passphrase: 17, advisorName: 18 };

/** Sizes tell how many cases there are in steps of 4 KiB only. */
export function encodeBundleContent(content: BundleContent): Uint8Array {
  return padBlocks(
    encodeTlv([
      ...sharedFields(content),
      [TAG.identitySeed, content.identitySeed.reveal()],
      [TAG.passphrase, toUtf8(content.passphrase)],
      [TAG.advisorName, toUtf8(content.advisorName)],
    ]),
  );
}

/** Null for anything that encodeBundleContent did not write; tags of later versions are skipped. */
export function parseBundleContent(padded: Uint8Array): BundleContent | null {
  const bytes = unpadBlocks(padded);
  const items = bytes && parseTlv(bytes);
  if (!items?.ok) return null;
  const shared = parseSharedFields(items.value);
  const identitySeed = receivedSecret32('signing-seed', valueFor(items.value, TAG.identitySeed));
  const passphrase = fromUtf8(valueFor(items.value, TAG.passphrase));
  const advisorName = fromUtf8(valueFor(items.value, TAG.advisorName));
  if (!shared || !identitySeed || !passphrase || advisorName === null) return null;
  return { ...shared, identitySeed, passphrase, advisorName };
}
