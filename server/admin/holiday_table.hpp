// The school holidays that the organisation keeps, from a table that a person can type over from the
// government's pages.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/messages/availability.hpp"
#include "server/admin/school_register.hpp"

namespace kiezel::admin {

struct HolidayFile {
  /// In the order of time. A row for all regions counts as three.
  std::vector<protocol::Holiday> holidays;
  std::vector<RowError> errors;
};

/// Columns REGIO (noord, midden, zuid or alle), NAAM, VAN and TOT, the last day included; dates as YYYY-MM-DD
/// or DD-MM-YYYY. The error is a sentence for the person who chose the file.
[[nodiscard]] std::expected<HolidayFile, std::string> parse_holidays(std::string_view utf8);

}  // namespace kiezel::admin
