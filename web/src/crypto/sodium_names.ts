// What Kiezel uses of libsodium: nothing else is in the type `Sodium`, nothing else reaches a browser
// (build/trim_sodium.ts), and all of it must be there when the library loads.
export const SODIUM_FUNCTIONS = [
  'crypto_aead_chacha20poly1305_ietf_decrypt',
  'crypto_aead_chacha20poly1305_ietf_encrypt',
  'crypto_aead_xchacha20poly1305_ietf_decrypt',
  'crypto_aead_xchacha20poly1305_ietf_encrypt',
  'crypto_auth_hmacsha256_final',
  'crypto_auth_hmacsha256_init',
  'crypto_auth_hmacsha256_update',
  'crypto_hash_sha256',
  'crypto_hash_sha256_final',
  'crypto_hash_sha256_init',
  'crypto_hash_sha256_update',
  'crypto_kem_xwing_dec',
  'crypto_kem_xwing_enc_deterministic',
  'crypto_kem_xwing_seed_keypair',
  'crypto_pwhash',
  'crypto_secretstream_xchacha20poly1305_init_pull',
  'crypto_secretstream_xchacha20poly1305_init_push',
  'crypto_secretstream_xchacha20poly1305_pull',
  'crypto_secretstream_xchacha20poly1305_push',
  'crypto_sign_detached',
  'crypto_sign_seed_keypair',
  'crypto_sign_verify_detached',
] as const;

export const SODIUM_CONSTANTS = [
  'crypto_pwhash_ALG_ARGON2ID13',
  'crypto_secretstream_xchacha20poly1305_TAG_FINAL',
  'crypto_secretstream_xchacha20poly1305_TAG_MESSAGE',
] as const;
