// Reads a zip of stored files by the book and with none of the writer's code: APPNOTE 6.3, and WinZip's AE-2 (PBKDF2 with
// SHA-1, AES-256 counting from 1 in little-endian order, HMAC-SHA1 over what was encrypted).
import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';

const CENTRAL = 0x02014b50;
const AES_METHOD = 99;
const [SALT, CHECK, KEY, MAC] = [16, 2, 32, 10];
const ROUNDS = 1000;

export type ZipEntry = { readonly encrypted: boolean; readonly aes: boolean; readonly bytes: Buffer };

export function readZip(zip: Uint8Array, phrase: string | null): ReadonlyMap<string, ZipEntry> {
  const file = Buffer.from(zip);
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = file.readUInt32LE(end + 16);
  const entries = new Map<string, ZipEntry>();
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new Error('no central header');
    const flags = file.readUInt16LE(at + 8);
    const method = file.readUInt16LE(at + 10);
    const size = file.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      file.readUInt16LE(at + offset),
    );
    const name = file.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const extra = file.subarray(
      at + 46 + (nameLength ?? 0),
      at + 46 + (nameLength ?? 0) + (extraLength ?? 0),
    );
    const stored = dataAt(file, file.readUInt32LE(at + 42), size);
    const aes = method === AES_METHOD;
    if (aes) assertAes256(extra);
    else if (method !== 0) throw new Error(`method ${method}`);
    const bytes = aes ? decrypted(stored, phrase ?? '') : stored;
    entries.set(name, { encrypted: (flags & 1) === 1, aes, bytes });
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function dataAt(file: Buffer, header: number, size: number): Buffer {
  const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
  return file.subarray(start, start + size);
}

// 0x9901: version 2 (no checksum of the text), vendor AE, strength 3, then the method below it: stored.
function assertAes256(extra: Buffer): void {
  const at = extra.indexOf(Buffer.from([0x01, 0x99, 7, 0]));
  const [version, vendor, strength, method] = [
    extra.readUInt16LE(at + 4),
    extra.toString('latin1', at + 6, at + 8),
    extra[at + 8],
    extra.readUInt16LE(at + 9),
  ];
  if (at < 0 || version !== 2 || vendor !== 'AE' || strength !== 3 || method !== 0)
    throw new Error('not AES-256');
}

function decrypted(stored: Buffer, phrase: string): Buffer {
  const salt = stored.subarray(0, SALT);
  const keys = pbkdf2Sync(phrase, salt, ROUNDS, 2 * KEY + CHECK, 'sha1');
  const [key, macKey, check] = [keys.subarray(0, KEY), keys.subarray(KEY, 2 * KEY), keys.subarray(2 * KEY)];
  if (!check.equals(stored.subarray(SALT, SALT + CHECK))) throw new Error('wrong passphrase');
  const body = stored.subarray(SALT + CHECK, stored.length - MAC);
  const mac = createHmac('sha1', macKey).update(body).digest().subarray(0, MAC);
  if (!timingSafeEqual(mac, stored.subarray(stored.length - MAC))) throw new Error('changed');
  return unmasked(body, key);
}

function unmasked(body: Buffer, key: Buffer): Buffer {
  const counters = Buffer.alloc(Math.ceil(body.length / 16) * 16);
  for (let block = 0; block * 16 < body.length; block += 1) counters.writeUInt32LE(block + 1, block * 16);
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const mask = Buffer.concat([cipher.update(counters), cipher.final()]);
  return Buffer.from(body.map((byte, at) => byte ^ (mask[at] ?? 0)));
}
