// An agenda as a calendar (RFC 5545) that says when, and whether it is a talk or just taken: no name, no
// place, no kind. Pure.
#pragma once

#include <span>
#include <string>

#include "server/appointment/stored.hpp"

namespace kiezel::appointment {

// Times are UTC, so that every calendar shows the same wall time; `now` is when it was made. A cancelled
// appointment stays as such, so that calendars which took it over let it go.
[[nodiscard]] std::string calendar_text(std::span<const StoredAppointment> appointments, bool neutral,
                                        sys_seconds now);

}  // namespace kiezel::appointment
