#include "crypto/erase_order.hpp"

#include <array>

namespace kiezel::crypto {

Checked<EraseScope> parse_erase_order(BytesView payload) {
  if (payload.size() != 1) return std::unexpected(Refusal::syntax);
  if (payload.front() != static_cast<std::uint8_t>(EraseScope::everything))
    return std::unexpected(Refusal::shape);
  return EraseScope::everything;
}

Bytes sign_erase_order(const EntryPosition& position, const SigningKey& client) {
  constexpr std::array payload{static_cast<std::uint8_t>(EraseScope::everything)};
  return sign_entry(EntryKind::erase, position, {}, payload, client);
}

}  // namespace kiezel::crypto
