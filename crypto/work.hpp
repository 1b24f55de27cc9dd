// The proof of work of a new conversation (crypto/KZ1.md 3.5): cheap for one, dear for a thousand. It is
// bound to one conversation and its advisors, and to a nonce of the server that ends.
#pragma once

#include <cstdint>
#include <span>

#include "crypto/argon2id.hpp"
#include "crypto/ids.hpp"

namespace kiezel::crypto {

using WorkNonce = FixedBytes<struct WorkNonceTag, 32>;

/// 1 MiB and one pass: a millisecond for whoever checks, and memory enough that a card full of small cores
/// gains little.
inline constexpr Argon2Cost work_argon2_cost{.memory_kib = 1024, .passes = 1};
/// More is never asked, so that an old phone is done within seconds.
inline constexpr int work_bits_max = 8;

/// What is worked on: `advisors` are the ids of the advisors in COMMIT 0, in any order, each once.
[[nodiscard]] Digest work_subject(const WorkNonce& nonce, const ConversationId& conversation,
                                  std::span<const KeyId> advisors);

/// Zero bits at the front of one hash. -1 when its memory cannot be had.
[[nodiscard]] int work_bits(const Digest& subject, std::uint64_t counter);

/// The first counter that gives `bits` bits; on average it takes 2^bits hashes. Throws std::bad_alloc.
[[nodiscard]] std::uint64_t solve_work(const Digest& subject, int bits);

}  // namespace kiezel::crypto
