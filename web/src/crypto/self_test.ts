// Known answers: a library that is broken, or was damaged by an Argon2id call, must stop the program, not weaken it
// (crypto/KZ1.md 2.4, T1, T2). Takes the raw library so that it stands below everything that it checks.
import { equalBytes, isZero } from './bytes.ts';
import { fromHex, toUtf8 } from './encoding.ts';
import type { Sodium } from './sodium.ts';

/** Made with this library and checked against OpenSSL (SHA-256, HMAC), RFC 8032 and a second X-Wing. */
const EXPECTED = {
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  hmac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  argon2id: '0fad13257ee5c6e8d61e79c7da7832cc2bc823320c0175442dfb7eb90ba09ad6',
  verifyKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  signature:
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  xchacha: 'ed81be71c5c4d6acd81820e4dae78d2b3c5c8c',
  chacha: '655ee64d6829608a728cb1f56d6667411fe53b',
  kemPublicKeyHash: 'f37b99b2db732a7df55f61fa442606133b1aeea462df9f8225fb5c82674523db',
  kemCiphertextHash: '1cdf3d1365a6ec9ec8cd9df00d47693a67f5f7211871bbbc323e8fe08c22a9d3',
  kemSharedSecret: '719e91c44c2453f268f42cde1cdcee9657777be93c5b922aa6b6d56ff5786b44',
};
const SIGNING_SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const EMPTY = new Uint8Array(0);
const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

const PARTS = [
  ['hashing', testHashing],
  ['argon2id', testArgon2id],
  ['signing', testSigning],
  ['sealing', testSealing],
  ['x-wing', testKem],
] as const;

/** The name of the first part that does not give its known answer; null when all do. About a millisecond. */
export function selfTest(sodium: Sodium): string | null {
  for (const [name, part] of PARTS) {
    if (!holds(() => part(sodium))) return name;
  }
  return null;
}

function holds(part: () => boolean): boolean {
  try {
    return part();
  } catch {
    return false;
  }
}

function is(bytes: Uint8Array, expected: keyof typeof EXPECTED): boolean {
  return !isZero(bytes) && equalBytes(bytes, hex(EXPECTED[expected]));
}

function hex(text: string): Uint8Array {
  return fromHex(text) ?? EMPTY;
}

function testHashing(sodium: Sodium): boolean {
  const state = sodium.crypto_auth_hmacsha256_init(filled(20, 0x0b));
  sodium.crypto_auth_hmacsha256_update(state, toUtf8('Hi There'));
  return (
    is(sodium.crypto_auth_hmacsha256_final(state), 'hmac') &&
    is(sodium.crypto_hash_sha256(toUtf8('abc')), 'sha256')
  );
}

function testArgon2id(sodium: Sodium): boolean {
  const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
  return is(sodium.crypto_pwhash(32, toUtf8('kiezel'), filled(16, 7), 1, 8192, algorithm), 'argon2id');
}

function testSigning(sodium: Sodium): boolean {
  const pair = sodium.crypto_sign_seed_keypair(hex(SIGNING_SEED));
  const made = sodium.crypto_sign_detached(EMPTY, pair.privateKey);
  return (
    is(pair.publicKey, 'verifyKey') &&
    is(made, 'signature') &&
    sodium.crypto_sign_verify_detached(made, EMPTY, pair.publicKey) &&
    !sodium.crypto_sign_verify_detached(made, filled(1, 0), pair.publicKey)
  );
}

function testSealing(sodium: Sodium): boolean {
  const plaintext = new Uint8Array([1, 2, 3]);
  const [associated, key] = [filled(1, 4), filled(32, 6)];
  const long = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    plaintext,
    associated,
    null,
    filled(24, 5),
    key,
  );
  const short = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(
    plaintext,
    associated,
    null,
    filled(12, 5),
    key,
  );
  const opened = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    null,
    long,
    associated,
    filled(24, 5),
    key,
  );
  return is(long, 'xchacha') && is(short, 'chacha') && equalBytes(opened, plaintext);
}

function testKem(sodium: Sodium): boolean {
  const seed = filled(32, 1);
  const { publicKey } = sodium.crypto_kem_xwing_seed_keypair(seed);
  const made = sodium.crypto_kem_xwing_enc_deterministic(publicKey, filled(64, 2));
  return (
    is(sodium.crypto_hash_sha256(publicKey), 'kemPublicKeyHash') &&
    is(sodium.crypto_hash_sha256(made.ciphertext), 'kemCiphertextHash') &&
    is(made.sharedSecret, 'kemSharedSecret') &&
    equalBytes(sodium.crypto_kem_xwing_dec(made.ciphertext, seed), made.sharedSecret)
  );
}
