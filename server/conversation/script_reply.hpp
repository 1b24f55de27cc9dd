// Reading what the scripts of this folder answer: a word, or a word and numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/redis/reply.hpp"

namespace kiezel::conversation {

/// The word that a script answers with; empty when it answers something else.
[[nodiscard]] inline std::string_view outcome_of(const redis::Reply& reply) {
  if (reply.is_bulk()) return reply.text;
  if (!reply.is_array() || reply.elements.empty()) return {};
  return reply.elements.front().text;
}

[[nodiscard]] inline std::optional<std::int64_t> integer_at(const redis::Reply& reply, std::size_t i) {
  if (!reply.is_array() || i >= reply.elements.size()) return std::nullopt;
  return reply.elements[i].as_integer();
}

}  // namespace kiezel::conversation
