// What scripts answer: a word, and what belongs to it.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "server/redis/reply.hpp"

namespace kiezel::appointment {

// The word that a script answers first; empty when it answers something else.
[[nodiscard]] inline std::string_view outcome_of(const redis::Reply& reply) {
  if (!reply.is_array() || reply.elements.empty()) return {};
  return reply.elements.front().text;
}

// The value whose name the word is.
template <class Enum>
[[nodiscard]] std::optional<Enum> named(std::string_view word,
                                        std::initializer_list<std::pair<std::string_view, Enum>> names) {
  for (const auto& [name, value] : names) {
    if (name == word) return value;
  }
  return std::nullopt;
}

}  // namespace kiezel::appointment
