#include "crypto/work.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <new>
#include <vector>

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

int leading_zero_bits(BytesView bytes) {
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    bits += std::countl_zero(byte);
    if (byte != 0) break;
  }
  return bits;
}

}  // namespace

Digest work_subject(const WorkNonce& nonce, const ConversationId& conversation,
                    std::span<const KeyId> advisors) {
  std::vector<KeyId> sorted(advisors.begin(), advisors.end());
  std::ranges::sort(sorted);
  ByteWriter writer(nonce.byte_count + conversation.byte_count + 1 + sorted.size() * KeyId::byte_count);
  writer.raw(nonce).raw(conversation).u8(static_cast<std::uint8_t>(sorted.size()));
  for (const KeyId& advisor : sorted) writer.raw(advisor);
  return hash(labels::work, {writer.view()});
}

int work_bits(const Digest& subject, std::uint64_t counter) {
  const Bytes password = ByteWriter(40).raw(subject).u64(counter).take();
  const Argon2Salt salt = Argon2Salt::from(subject.view().first(Argon2Salt::byte_count)).value();
  std::array<std::uint8_t, 32> output{};
  if (!argon2id_fill(password, salt, work_argon2_cost, output)) return -1;
  return leading_zero_bits(output);
}

std::uint64_t solve_work(const Digest& subject, int bits) {
  for (std::uint64_t counter = 0;; ++counter) {
    const int found = work_bits(subject, counter);
    if (found < 0) throw std::bad_alloc();
    if (found >= bits) return counter;
  }
}

}  // namespace kiezel::crypto
