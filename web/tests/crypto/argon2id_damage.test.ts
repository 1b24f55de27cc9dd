// A file of its own, because a broken library stays broken for the rest of the process (crypto/KZ1.md 2.4, T2).
import libsodium from 'libsodium-wrappers-sumo';
import { beforeAll, expect, test } from 'vitest';
import { argon2id, argon2Salt } from '../../src/crypto/argon2id.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { loadSodium, SodiumBroken, sodium } from '../../src/crypto/sodium.ts';

beforeAll(loadSodium);

test('argon2id: damage that it did is noticed at once, and nothing works afterwards', () => {
  const healthy = libsodium.crypto_hash_sha256;
  const derive = () =>
    argon2id(new Uint8Array(1), argon2Salt(new Uint8Array(16)), { memoryKib: 8, passes: 1 });
  expect(derive()).not.toBeNull();
  Reflect.set(libsodium, 'crypto_hash_sha256', () => new Uint8Array(32));

  expect(derive).toThrow(SodiumBroken);

  Reflect.set(libsodium, 'crypto_hash_sha256', healthy);
  expect(() => sha256()).toThrow(SodiumBroken);
  expect(sodium).toThrow(SodiumBroken);
});
