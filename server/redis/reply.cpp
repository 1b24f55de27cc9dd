#include "server/redis/reply.hpp"

#include <charconv>

namespace kiezel::redis {

std::optional<std::int64_t> Reply::as_integer() const {
  if (kind == Kind::integer) return integer;
  if (kind != Kind::bulk) return std::nullopt;
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::span<const std::uint8_t> Reply::bytes() const {
  if (kind != Kind::bulk) return {};
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

const Reply* Reply::field(std::string_view field) const {
  for (std::size_t i = 0; i + 1 < elements.size(); i += 2) {
    if (elements[i].text == field) return &elements[i + 1];
  }
  return nullptr;
}

}  // namespace kiezel::redis
