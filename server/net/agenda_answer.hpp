// An advisor's agenda over HTTP (protocol/README.md, "Appointments"): who knows the address may read it.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "server/net/http_answer.hpp"

namespace kiezel::net {

inline constexpr std::string_view agenda_path = "/api/agenda/";

[[nodiscard]] bool is_agenda_target(std::string_view target);
// Nothing when there is no token of the right form in it.
[[nodiscard]] std::optional<crypto::Secret<32>> agenda_token(std::string_view target);
// 404 without a calendar, whatever the reason.
[[nodiscard]] HttpAnswer agenda_answer(const Site& site, std::optional<std::string> calendar);

}  // namespace kiezel::net
