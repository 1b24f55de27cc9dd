// What must hold for every input, not only "it does not crash"; and a way to spend an input byte by byte.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <span>
#include <string_view>
#include <vector>

namespace kiezel::fuzz {

using Bytes = std::span<const std::uint8_t>;

/// Stops the fuzzer, which keeps the input and says where.
inline void must_hold(bool fact, std::source_location where = std::source_location::current()) {
  if (fact) return;
  std::fprintf(stderr, "%s:%u: this must hold for every input\n", where.file_name(), where.line());
  std::abort();
}

inline std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Gives the input out from the front; at its end zeros and empty pieces.
class Input {
 public:
  explicit Input(Bytes bytes) : rest_(bytes) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  std::uint8_t byte() {
    const Bytes one = piece(1);
    return one.empty() ? std::uint8_t{0} : one.front();
  }
  Bytes piece(std::size_t count) {
    const Bytes taken = rest_.first(std::min(count, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  /// Up to the next line feed, which is left out.
  std::string_view line() {
    const auto end = std::ranges::find(rest_, std::uint8_t{'\n'});
    const Bytes taken = piece(static_cast<std::size_t>(end - rest_.begin()));
    static_cast<void>(piece(1));
    return text_of(taken);
  }
  Bytes rest() { return piece(rest_.size()); }

 private:
  Bytes rest_;
};

/// `good` with a few bytes changed, cut off or added as the input says: what a thief or a server does to
/// something that was made well. The input's end leaves the rest as it is, so that an empty one changes
/// nothing.
inline std::vector<std::uint8_t> changed(Bytes good, Input& input) {
  constexpr int changes_max = 8;
  std::vector<std::uint8_t> bytes(good.begin(), good.end());
  for (int i = 0; i < changes_max && !input.empty(); ++i) {
    const std::uint8_t choice = input.byte();
    const std::size_t at = std::size_t{input.byte()} << 8U | input.byte();
    const std::uint8_t value = input.byte();
    if (choice == 0) break;
    if (choice % 4 == 1) bytes.resize(bytes.size() - std::min<std::size_t>(bytes.size(), value));
    if (choice % 4 == 2) bytes.push_back(value);
    if (choice % 4 != 3 || bytes.empty()) continue;
    bytes[at % bytes.size()] = static_cast<std::uint8_t>(bytes[at % bytes.size()] ^ value);
  }
  return bytes;
}

}  // namespace kiezel::fuzz
