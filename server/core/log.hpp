// The server's log: one line on standard error, key=value. `error` is a bug that someone must read, `warning`
// is degraded service, `info` is lifecycle, `debug` is for developers.
//
// A field takes only what cannot be a secret: literals, numbers, yes or no, spans of time and error
// codes. Strings and bytes do not compile; text that we made ourselves is wrapped in `own_words` where it
// is logged, so that each such place can be found and judged. No content, keys, tokens, network addresses
// or text that a user typed.
#pragma once

#include <atomic>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/error_codes.hpp"

namespace kiezel::core {

enum class LogLevel { error, warning, info, debug };

[[nodiscard]] std::optional<LogLevel> log_level_from(std::string_view name);
[[nodiscard]] std::string_view name_of(LogLevel level);

// A piece of text that the server itself composed. It must outlive the call only.
struct OwnWords {
  std::string_view text;
};
[[nodiscard]] inline OwnWords own_words(std::string_view text) {
  return {text};
}

class LogField {
 public:
  template <std::size_t N, std::size_t M>
  LogField(const char (&key)[N], const char (&literal)[M]) : key_(key, N - 1), text_(literal, M - 1) {}

  template <std::size_t N>
  LogField(const char (&key)[N], OwnWords words) : key_(key, N - 1), text_(words.text) {}

  template <std::size_t N>
  LogField(const char (&key)[N], protocol::ErrorCode code) : key_(key, N - 1), text_(protocol::name(code)) {}

  template <std::size_t N, std::same_as<bool> B>
  LogField(const char (&key)[N], B flag) : key_(key, N - 1), text_(flag ? "yes" : "no") {}

  template <std::size_t N, std::integral I>
    requires(!std::same_as<I, bool> && !std::same_as<I, char>)
  LogField(const char (&key)[N], I number) : key_(key, N - 1) {
    digits_size_ =
        static_cast<std::size_t>(std::to_chars(digits_, digits_ + sizeof(digits_), number).ptr - digits_);
  }

  template <std::size_t N, typename Rep, typename Period>
  LogField(const char (&key)[N], std::chrono::duration<Rep, Period> span)
      : LogField(key, static_cast<std::int64_t>(
                          std::chrono::duration_cast<std::chrono::milliseconds>(span).count())) {}

  [[nodiscard]] std::string_view key() const { return key_; }
  [[nodiscard]] std::string_view value() const {
    return digits_size_ > 0 ? std::string_view(digits_, digits_size_) : text_;
  }

 private:
  std::string_view key_;
  std::string_view text_{};
  char digits_[24]{};
  std::size_t digits_size_ = 0;
};

// Thread safe: a line is one write. Cheap when the level is off. Lives as long as
// the process's main function.
class Log {
 public:
  // `descriptor` is borrowed. 2 is standard error.
  explicit Log(LogLevel level, int descriptor = 2);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void error(std::string_view event, std::initializer_list<LogField> fields = {}) const;
  void warning(std::string_view event, std::initializer_list<LogField> fields = {}) const;
  void info(std::string_view event, std::initializer_list<LogField> fields = {}) const;
  void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const;

  [[nodiscard]] bool writes(LogLevel level) const { return level <= level_.load(std::memory_order_relaxed); }
  void set_level(LogLevel level) { level_.store(level, std::memory_order_relaxed); }

 private:
  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const;

  std::atomic<LogLevel> level_;
  int descriptor_;
};

// One line as it is written, without the time. Values with spaces, quotes or control bytes are quoted and
// escaped, so that a line can never be forged.
[[nodiscard]] std::string log_line(LogLevel level, std::string_view event,
                                   std::initializer_list<LogField> fields);

}  // namespace kiezel::core
