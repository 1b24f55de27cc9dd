#include "server/net/agenda_answer.hpp"

#include <memory>
#include <utility>

#include "protocol/base64url.hpp"

namespace kiezel::net {
namespace {

// Calendars show the ending as a kind of file; to us it says nothing.
constexpr std::string_view ending = ".ics";

}  // namespace

bool is_agenda_target(std::string_view target) {
  return target.starts_with(agenda_path);
}

std::optional<crypto::Secret<32>> agenda_token(std::string_view target) {
  std::string_view text = target.substr(agenda_path.size());
  if (!text.ends_with(ending)) return std::nullopt;
  text.remove_suffix(ending.size());
  crypto::Secret<32> token;
  if (protocol::decoded_size(text.size()) != token.byte_count) return std::nullopt;
  if (!protocol::decode_base64url(text, token.expose_mutable())) return std::nullopt;
  return token;
}

HttpAnswer agenda_answer(const Site& site, std::optional<std::string> calendar) {
  if (!calendar) return refusal(site, 404, "There is nothing here.");
  return calendar_bytes(site, std::make_shared<const std::string>(*std::move(calendar)));
}

}  // namespace kiezel::net
