// Text that people and programs type: return words, hexadecimal, base64url, UTF-8 (crypto/KZ1.md 3; RFC
// 4648).
#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/utf8.hpp"
#include "crypto/words.hpp"
#include "protocol/base64url.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

void try_words(std::string_view text) {
  const auto code = crypto::read_words(text);
  if (!code) return;
  must_hold(text.size() <= crypto::code_text_bytes_max);
  const auto again = crypto::read_words(code->words());
  must_hold(again.has_value() && again->indexes() == code->indexes());
  const auto same = crypto::Code::from_indexes(code->indexes());
  must_hold(same.has_value() && same->words() == code->words());
}

void try_base64url(std::string_view text) {
  const auto bytes = crypto::from_base64url(text);
  const auto size = protocol::decoded_size(text.size());
  crypto::Bytes decoded(size.value_or(0));
  const bool accepted = size && protocol::decode_base64url(text, decoded);
  must_hold(accepted == bytes.has_value());
  if (!bytes) return;
  must_hold(*bytes == decoded);
  std::string written;
  protocol::append_base64url(written, *bytes);
  must_hold(written == text && crypto::to_base64url(*bytes) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Bytes bytes(data, size);
  const std::string_view text = fuzz::text_of(bytes);
  try_words(text);
  try_base64url(text);
  if (const auto hex = crypto::from_hex(text)) must_hold(crypto::to_hex(*hex) == text);
  if (const auto characters = crypto::utf8_length(bytes)) {
    must_hold(*characters <= size && *characters * 4 >= size);
  }
  return 0;
}
