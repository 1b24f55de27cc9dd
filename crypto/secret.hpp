// Secret bytes: moved, never copied by accident; wiped when they die; no way to print them; compared in
// constant time.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "crypto/bytes.hpp"

namespace kiezel::crypto {

/// Overwrites memory in a way the compiler may not leave out.
void wipe(std::span<std::uint8_t> bytes);
/// Time depends on the lengths only.
[[nodiscard]] bool equal_in_constant_time(BytesView a, BytesView b);
[[nodiscard]] bool is_all_zero(BytesView bytes);

template <std::size_t N>
class Secret {
 public:
  static constexpr std::size_t byte_count = N;

  /// All zeros: a place to write a secret into, never a usable key (every function that takes a key refuses
  /// it).
  Secret() = default;
  ~Secret() { wipe(bytes_); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    bytes_ = other.bytes_;
    wipe(other.bytes_);
    return *this;
  }

  /// Nothing unless `source` is exactly N bytes long. The caller still has to wipe `source`.
  [[nodiscard]] static std::optional<Secret> from(BytesView source) {
    if (source.size() != N) return std::nullopt;
    Secret result;
    for (std::size_t i = 0; i < N; ++i) result.bytes_[i] = source[i];
    return result;
  }

  /// A second owner, made on purpose.
  [[nodiscard]] Secret clone() const {
    Secret result;
    result.bytes_ = bytes_;
    return result;
  }

  [[nodiscard]] std::span<const std::uint8_t, N> expose() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t, N> expose_mutable() { return bytes_; }
  [[nodiscard]] bool is_zero() const { return is_all_zero(bytes_); }

  friend bool operator==(const Secret& a, const Secret& b) {
    return equal_in_constant_time(a.bytes_, b.bytes_);
  }

 private:
  std::array<std::uint8_t, N> bytes_{};
};

/// A secret whose length is known only when it runs, such as an opened wrap.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t byte_count) : bytes_(byte_count) {}
  /// Takes over `bytes`; nothing of them is left behind.
  explicit SecretBytes(Bytes&& bytes) : bytes_(std::move(bytes)) {}
  ~SecretBytes() { wipe(bytes_); }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    wipe(bytes_);
    bytes_ = std::exchange(other.bytes_, {});
    return *this;
  }

  [[nodiscard]] BytesView expose() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t> expose_mutable() { return bytes_; }

 private:
  Bytes bytes_;
};

}  // namespace kiezel::crypto
