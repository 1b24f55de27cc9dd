#include "server/reminder/address.hpp"

#include <algorithm>
#include <utility>

#include "protocol/limits.hpp"

namespace kiezel::reminder {
namespace {

bool is_plain(char c) {
  constexpr std::string_view refused = R"( <>()[]\,;:")";
  return c > ' ' && c < '\x7f' && !refused.contains(c);
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || std::ranges::count(text, '@') != 1) return false;
  const std::string_view domain = text.substr(at + 1);
  const bool dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
  return at > 0 && dotted && std::ranges::all_of(text, is_plain) &&
         std::cmp_less_equal(text.size(), protocol::limits::mail_address_bytes_max);
}

}  // namespace kiezel::reminder
