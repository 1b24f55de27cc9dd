// Known answers at start: a library that is broken or missing a part must stop the program, not weaken it
// (crypto/KZ1.md 2.4, T1, T2).
#pragma once

namespace kiezel::crypto {

/// Starts libsodium; then SHA-256, HKDF, Ed25519 sign, verify and refuse, XChaCha20-Poly1305, Argon2id
/// (small). Call once before anything else in this library, from one thread; a second call is harmless.
[[nodiscard]] bool self_test();
/// X-Wing and HPKE. In the target kiezel_crypto_kem.
[[nodiscard]] bool self_test_kem();

}  // namespace kiezel::crypto
