// ERASE entries: the client's order to the server to erase everything, in the clear and signed; the last
// entry of a log (crypto/KZ1.md 5.5).
#pragma once

#include "crypto/entry.hpp"
#include "crypto/refusal.hpp"

namespace kiezel::crypto {

/// 2, some entries only, is reserved.
enum class EraseScope : std::uint8_t { everything = 1 };

/// Exactly one byte (syntax) with a scope that there is (shape).
[[nodiscard]] Checked<EraseScope> parse_erase_order(BytesView payload);
/// The whole signed entry, by the client's key in this conversation.
[[nodiscard]] Bytes sign_erase_order(const EntryPosition& position, const SigningKey& client);

}  // namespace kiezel::crypto
