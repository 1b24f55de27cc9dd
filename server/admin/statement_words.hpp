// A checked statement in words: who said what, when, about what, and what does not hold.
#pragma once

#include <cstddef>
#include <string>

#include "server/admin/statement_check.hpp"

namespace kiezel::admin {

/// Lines without anything that a terminal could obey. Of a statement that nobody signed no word is shown.
[[nodiscard]] std::string words_of(const CheckedStatement& checked, std::size_t number);
/// A conversation's id is a secret of its members: sixteen signs of its hash tell two of them apart.
[[nodiscard]] std::string short_hash(const crypto::ConversationId& conversation);

}  // namespace kiezel::admin
