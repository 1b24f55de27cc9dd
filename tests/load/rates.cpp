// kiezel-rates: how many messages a second one core seals, verifies and opens, and how long it takes to check
// the work of a new conversation. ./scripts/dev bench crypto runs it beside the same in Chromium.
#include <array>
#include <chrono>
#include <iostream>
#include <string>

#include "crypto/epoch.hpp"
#include "crypto/message.hpp"
#include "crypto/self_test.hpp"
#include "crypto/work.hpp"

using namespace kiezel::crypto;

namespace {

constexpr std::size_t characters = 300;
constexpr std::size_t repetitions = 5'000;
constexpr std::size_t proofs = 500;

template <class Work>
double a_second(Work work) {
  const auto started = std::chrono::steady_clock::now();
  std::size_t succeeded = 0;
  for (std::size_t i = 0; i < repetitions; ++i) succeeded += work() ? 1U : 0U;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  return succeeded == repetitions ? static_cast<double>(repetitions) / took.count() : 0;
}

/// Microseconds of the server for one claim: what it is bound to, and one hash.
double check_us(Random& random) {
  const auto nonce = random.fixed<WorkNonce>();
  const auto conversation = random.fixed<ConversationId>();
  const std::array<KeyId, 1> advisors{random.fixed<KeyId>()};
  const auto started = std::chrono::steady_clock::now();
  std::size_t done = 0;
  for (std::size_t i = 0; i < proofs; ++i)
    done += work_bits(work_subject(nonce, conversation, advisors), i) >= 0 ? 1U : 0U;
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - started;
  return done == proofs ? took.count() / static_cast<double>(proofs) : 0;
}

}  // namespace

int main() {
  if (!self_test()) return 1;
  SystemRandom random;
  const auto signer = SigningKey::from_seed(random.secret<32>());
  EntryPosition position;
  position.conversation = random.fixed<ConversationId>();
  position.seq = 1;
  const auto keys = EpochKeys::derive(random.secret<32>(), random.secret<32>(), position.conversation, 0);
  if (!signer || !keys) return 1;
  Message message;
  message.text = std::string(characters, 'a');
  const auto entry = seal_message(message, position, *keys, *signer, random);
  if (!entry) return 1;
  const auto verified = [&] {
    const auto parsed = ParsedEntry::parse(*entry);
    return parsed ? verify(*parsed, signer->verify_key()) : std::nullopt;
  };
  const double seal =
      a_second([&] { return seal_message(message, position, *keys, *signer, random).has_value(); });
  const double check = a_second([&] { return verified().has_value(); });
  const double open = a_second([&] {
    const auto known = verified();
    return known && open_message(*known, *keys).has_value();
  });
  std::cout << R"({"seal":)" << seal << R"(,"verify":)" << check << R"(,"open":)" << open << R"(,"check_us":)"
            << check_us(random) << "}\n";
  return 0;
}
