// Bytes from Redis to replies, with hiredis as the codec: the only place that includes it. Pure: no socket,
// so that hostile bytes can be tried on it alone.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string_view>

#include "server/redis/reply.hpp"

struct redisReader;

namespace kiezel::redis {

// Far above what any of our commands answers (a register of 10,000 schools as fields and values), and what
// one announced array may make us allocate before a byte of it came.
inline constexpr std::size_t reply_elements_max = 1U << 16U;

class ReplyDecoder {
 public:
  // The bytes are not RESP2, or an array is announced over the bound. The decoder is then of no further use.
  struct NotReadable {};

  ReplyDecoder();
  ~ReplyDecoder();
  ReplyDecoder(const ReplyDecoder&) = delete;
  ReplyDecoder& operator=(const ReplyDecoder&) = delete;

  // Copies the bytes behind those that came before.
  void feed(std::string_view bytes);
  // The next whole reply, or nothing until more bytes come.
  [[nodiscard]] std::expected<std::optional<Reply>, NotReadable> next();

 private:
  struct ReaderDeleter {
    void operator()(redisReader* reader) const;
  };

  // On the heap: hiredis keeps its address.
  std::unique_ptr<Reply> root_;
  std::unique_ptr<redisReader, ReaderDeleter> reader_;
};

}  // namespace kiezel::redis
