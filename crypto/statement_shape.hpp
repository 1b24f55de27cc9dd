// Which fields belong to which action (crypto/KZ1.md 5.5). A field without a use is refused: nobody shall be
// able to hide in a signature what no screen shows.
#pragma once

#include "crypto/commit.hpp"
#include "crypto/statement.hpp"

namespace kiezel::crypto {

[[nodiscard]] bool is_statement_shape(const Statement& statement);
/// Only the client's side says yes, no, or not any more; only an advisor asks and tells.
[[nodiscard]] bool may_issue(Role role, StatementAction action);

}  // namespace kiezel::crypto
