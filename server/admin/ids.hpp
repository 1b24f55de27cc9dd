// Ids as people copy them from a listing: 32 hexadecimal characters.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "crypto/encoding.hpp"
#include "server/admin/command_line.hpp"
#include "server/admin/workbench.hpp"

namespace kiezel::admin {

template <class Id>
[[nodiscard]] std::expected<Id, std::string> id_from(const std::string& text, std::string_view what) {
  const auto bytes = crypto::from_hex(text);
  const auto id = bytes ? Id::from(*bytes) : std::nullopt;
  if (!id)
    return std::unexpected("The id of " + std::string(what) +
                           " has 32 characters 0-9 and a-f; kiezel-admin advisor list shows it.");
  return *id;
}

[[nodiscard]] inline std::expected<core::AdvisorId, std::string> advisor_id_from(const std::string& text) {
  return id_from<core::AdvisorId>(text, "an advisor");
}

/// From the options --data and --redis.
[[nodiscard]] inline std::expected<std::unique_ptr<Workbench>, std::string> open_workbench(
    const Arguments& arguments) {
  return Workbench::open(arguments.text_or("data", "data"), arguments.text("redis"));
}

}  // namespace kiezel::admin
