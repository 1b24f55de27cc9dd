// Commands and their arguments, encoded as they are added (RESP2, arrays of bulk strings), so that a command
// is one buffer however many arguments it has and any byte may occur in any argument.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kiezel::redis {

template <typename T>
concept ByteRange = std::convertible_to<const T&, std::span<const std::uint8_t>>;

// Text goes as its bytes, bytes as they are, integers in decimal.
class Arguments {
 public:
  Arguments() = default;

  template <typename... Values>
  explicit Arguments(const Values&... values) {
    encoded_.reserve((std::size_t{0} + ... + room_for(values)));
    (add(values), ...);
  }

  Arguments& add(std::string_view text);
  Arguments& add(const char* text) { return add(std::string_view(text)); }
  Arguments& add(const ByteRange auto& bytes) {
    const std::span<const std::uint8_t> view = bytes;
    return add(std::string_view(reinterpret_cast<const char*>(view.data()), view.size()));
  }
  template <std::integral Number>
  Arguments& add(Number number) {
    char digits[24];
    const auto [end, failure] = std::to_chars(digits, digits + sizeof(digits), number);
    return add(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }
  Arguments& add(const Arguments& others) {
    encoded_ += others.encoded_;
    count_ += others.count_;
    return *this;
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::string_view encoded() const { return encoded_; }

 private:
  // The header of a bulk string takes at most this much: $, 10 digits, twice CR LF.
  static constexpr std::size_t bulk_overhead_max = 15;

  static std::size_t room_for(std::string_view text) { return text.size() + bulk_overhead_max; }
  static std::size_t room_for(const char* text) { return room_for(std::string_view(text)); }
  static std::size_t room_for(const ByteRange auto& bytes) {
    return std::span<const std::uint8_t>(bytes).size() + bulk_overhead_max;
  }
  static std::size_t room_for(std::integral auto) { return 24 + bulk_overhead_max; }
  static std::size_t room_for(const Arguments& others) { return others.encoded_.size(); }

  std::string encoded_{};
  std::size_t count_ = 0;
};

// The two lists of a script call: Keys{key} and Args{bytes, number}. Two types, because swapping them would
// be a bug that only a Cluster notices.
class Keys : public Arguments {
 public:
  using Arguments::Arguments;
};

class Args : public Arguments {
 public:
  using Arguments::Arguments;
};

// Command{"HGET", key, "head_seq"}. The first argument is the command's name.
class Command : public Arguments {
 public:
  template <typename... Values>
  explicit Command(std::string_view name, const Values&... values) : Arguments(name, values...) {}

  // The line that goes before encoded(): the number of arguments.
  void append_to(std::string& out) const;
  [[nodiscard]] std::size_t size_max() const { return encoded().size() + 16; }
};

}  // namespace kiezel::redis
