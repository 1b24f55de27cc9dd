import { createCipheriv, createDecipheriv } from 'node:crypto';
import { AeadId, type AeadInterface } from '@hpke/core';

/** ChaCha20-Poly1305 of OpenSSL for @hpke/core, so that nothing of libsodium is in the other half of the check. */
export class OpensslChaCha implements AeadInterface {
  readonly id = AeadId.Chacha20Poly1305;
  readonly keySize = 32;
  readonly nonceSize = 12;
  readonly tagSize = 16;

  createEncryptionContext(
    rawKey: ArrayBufferLike | ArrayBufferView,
  ): ReturnType<AeadInterface['createEncryptionContext']> {
    const key = toBytes(rawKey);
    return {
      seal: async (iv, data, aad) => {
        const cipher = createCipheriv('chacha20-poly1305', key, toBytes(iv), { authTagLength: 16 });
        cipher.setAAD(toBytes(aad), { plaintextLength: toBytes(data).length });
        return toBuffer(Buffer.concat([cipher.update(toBytes(data)), cipher.final(), cipher.getAuthTag()]));
      },
      open: async (iv, data, aad) => {
        const bytes = toBytes(data);
        const decipher = createDecipheriv('chacha20-poly1305', key, toBytes(iv), { authTagLength: 16 });
        decipher.setAAD(toBytes(aad), { plaintextLength: bytes.length - 16 });
        decipher.setAuthTag(bytes.slice(-16));
        return toBuffer(Buffer.concat([decipher.update(bytes.slice(0, -16)), decipher.final()]));
      },
    };
  }
}

function toBytes(data: ArrayBufferLike | ArrayBufferView): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

export function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
