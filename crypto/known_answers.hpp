// What the primitives must give: from the RFCs where they have it, else checked against a second
// implementation.
#pragma once

#include <string_view>

namespace kiezel::crypto::known_answers {

/// SHA-256("abc"), FIPS 180-4.
inline constexpr std::string_view sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
/// First 32 bytes of the output of RFC 5869 test case 1.
inline constexpr std::string_view hkdf = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf";
/// RFC 8032 section 7.1, test 1.
inline constexpr std::string_view signing_seed =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
inline constexpr std::string_view verify_key =
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
inline constexpr std::string_view signature =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0"
    "595bbe24655141"
    "438e7a100b";
/// Plaintext 010203, associated data 04, nonce 05.., key 06..
inline constexpr std::string_view xchacha = "ed81be71c5c4d6acd81820e4dae78d2b3c5c8c";
/// Password "kiezel", salt 07.., 8 KiB, one pass.
inline constexpr std::string_view argon2id =
    "0fad13257ee5c6e8d61e79c7da7832cc2bc823320c0175442dfb7eb90ba09ad6";
/// Seed 01.., encapsulation seed 02..; as libsodium 1.0.22 and @noble/post-quantum give it.
inline constexpr std::string_view kem_id = "f37b99b2db732a7df55f61fa442606133b1aeea462df9f8225fb5c82674523db";
inline constexpr std::string_view kem_ciphertext_hash =
    "1cdf3d1365a6ec9ec8cd9df00d47693a67f5f7211871bbbc323e8fe08c22a9d3";
inline constexpr std::string_view kem_shared_secret =
    "719e91c44c2453f268f42cde1cdcee9657777be93c5b922aa6b6d56ff5786b44";

}  // namespace kiezel::crypto::known_answers
