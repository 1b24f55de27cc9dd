// What a browser that wants to become a device of an advisor shows to the others (crypto/KZ1.md 4.3). It vouches for
// nobody: the advisor compares its digits on two screens. 1314 bytes.
import { ByteReader, concat, equalBytes } from './bytes.ts';
import { toUtf8 } from './encoding.ts';
import { hash } from './hash.ts';
import { type Branded, type DeviceId, type Signature, signature } from './ids.ts';
import { accept, type Checked, refuse } from './refusal.ts';
import { keyIdOf, type SigningKey, sign, type VerifyKey, verify, verifyKey } from './sign.ts';
import { KEM_PUBLIC_KEY_BYTES, type KemPublicKey, kemPublicKey } from './xwing.ts';

export const DEVICE_OFFER_BYTES = 1314;
const MAGIC = toUtf8('O1');

/** Under which an offer waits at the server. */
export type OfferId = Branded<'OfferId'>;

export type DeviceOfferFields = {
  readonly deviceKey: VerifyKey;
  /** The device's first prekey: what it is sent is wrapped to this. */
  readonly kemKey: KemPublicKey;
};

export type ParsedDeviceOffer = { readonly fields: DeviceOfferFields; readonly signature: Signature };

declare const verified: unique symbol;
/** Signed by the device's own key: whoever compared the digits has the right KEM key too. */
export type DeviceOffer = {
  readonly fields: DeviceOfferFields;
  readonly device: DeviceId;
  readonly [verified]: true;
};

function encodeFields({ deviceKey, kemKey }: DeviceOfferFields): Uint8Array {
  return concat(MAGIC, deviceKey, kemKey);
}

/** Wrong size (syntax); magic or a zero key (shape). */
export function parseDeviceOffer(bytes: Uint8Array): Checked<ParsedDeviceOffer> {
  if (bytes.length !== DEVICE_OFFER_BYTES) return refuse('syntax');
  const reader = new ByteReader(bytes);
  const magic = reader.take(2);
  const deviceKey = verifyKey(reader.take(32));
  const kemKey = kemPublicKey(reader.take(KEM_PUBLIC_KEY_BYTES));
  if (!equalBytes(magic, MAGIC) || deviceKey === null || kemKey === null) return refuse('shape');
  return accept({ fields: { deviceKey, kemKey }, signature: signature(reader.take(64)) });
}

export function verifyDeviceOffer({ fields, signature }: ParsedDeviceOffer): DeviceOffer | null {
  if (!verify(fields.deviceKey, 'kz1/device-offer', [encodeFields(fields)], signature)) return null;
  return { fields, device: keyIdOf(fields.deviceKey) } as DeviceOffer;
}

export function signDeviceOffer(kemKey: KemPublicKey, device: SigningKey): Uint8Array {
  const fields = encodeFields({ deviceKey: device.verifyKey, kemKey });
  return concat(fields, sign(device, 'kz1/device-offer', fields));
}

/** From deviceDigits() (safety_number.ts); whatever is no digit does not count. */
export function offerIdOf(digits: string): OfferId {
  return hash('kz1/offer-id', toUtf8(digits.replace(/\D/g, ''))).slice(0, 16) as OfferId;
}
