// A stream that looks random and is always the same: block i = hash("kz1/test-rng", seed || u64 i). For
// vectors only.
#pragma once

#include <string_view>

#include "crypto/hash.hpp"
#include "crypto/random.hpp"

namespace kiezel::vectors {

class SeededRandom final : public crypto::Random {
 public:
  explicit SeededRandom(std::string_view seed) : seed_(crypto::to_bytes(crypto::as_bytes(seed))) {}

  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) {
      if (next_ == block_.bytes.size()) refill();
      byte = block_.bytes[next_++];
      used_.push_back(byte);
    }
  }

  /// Everything handed out since the last call, so that a vector can carry it.
  [[nodiscard]] crypto::Bytes take_used() { return std::exchange(used_, {}); }

 private:
  void refill() {
    const crypto::Bytes counter = crypto::ByteWriter(8).u64(counter_++).take();
    block_ = crypto::hash("kz1/test-rng", {seed_, counter});
    next_ = 0;
  }

  crypto::Bytes seed_;
  crypto::Digest block_;
  std::size_t next_ = crypto::Digest::byte_count;
  std::uint64_t counter_ = 0;
  crypto::Bytes used_;
};

/// Hands out given bytes, in order: how a runner repeats what a vector did.
class GivenRandom final : public crypto::Random {
 public:
  explicit GivenRandom(crypto::Bytes bytes) : bytes_(std::move(bytes)) {}

  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = bytes_.at(next_++);
  }
  [[nodiscard]] bool is_used_up() const { return next_ == bytes_.size(); }

 private:
  crypto::Bytes bytes_;
  std::size_t next_ = 0;
};

}  // namespace kiezel::vectors
