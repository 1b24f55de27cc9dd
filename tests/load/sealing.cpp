#include "tests/load/sealing.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>

#include "crypto/attachment.hpp"
#include "crypto/random.hpp"
#include "tests/client/wire.hpp"

namespace kiezel::load {
namespace {

using clock = std::chrono::steady_clock;

constexpr int rounds = 5;

double megabytes_per_s(std::size_t bytes, clock::time_point start) {
  return static_cast<double>(bytes) / 1e6 / std::chrono::duration<double>(clock::now() - start).count();
}

}  // namespace

void seal_file(std::size_t bytes) {
  crypto::SystemRandom random;
  crypto::Bytes file(bytes);
  random.fill(file);
  const auto conversation = random.fixed<crypto::ConversationId>();
  double sealing = 0;
  double opening = 0;
  for (int i = 0; i < rounds; ++i) {
    auto start = clock::now();
    const auto sealed = crypto::seal_attachment(file, conversation, {.name = "foto.jpg"}, random);
    if (!sealed) throw client::Failure("the file is not sealed");
    sealing = std::max(sealing, megabytes_per_s(bytes, start));
    start = clock::now();
    const auto opened = crypto::open_attachment(sealed->ciphertext, sealed->manifest, conversation);
    opening = std::max(opening, megabytes_per_s(bytes, start));
    if (!opened || !std::ranges::equal(opened->expose(), file))
      throw client::Failure("another file came back");
  }
  std::cout << "{\"phase\":\"seal\",\"state\":\"done\",\"seal_mb_per_s\":" << sealing
            << ",\"open_mb_per_s\":" << opening << "}" << std::endl;
}

}  // namespace kiezel::load
