// The agenda as it should be, in the plainest form: who has which quarters.
#pragma once

#include <algorithm>
#include <array>
#include <map>

#include "server/core/caller.hpp"
#include "tests/integration/appointment/on_record.hpp"

namespace kiezel::support {

// A call with the quarter of an hour after it.
inline Quarters room_of(const protocol::Slot& slot) {
  return quarters(slot.start, slot.end + 900);
}

// What should be so: who has which quarters.
struct AgendaModel {
  struct Talk {
    core::Caller owner;
    Quarters span;
    Quarters moved = {};
    bool cancelled = false;
  };
  std::map<std::array<std::uint8_t, 16>, Quarters> holds;
  std::map<std::array<std::uint8_t, 16>, Talk> talks;

  [[nodiscard]] Quarters taken() const {
    Quarters all;
    for (const auto& [id, span] : holds) all.insert(span.begin(), span.end());
    for (const auto& [id, talk] : talks) {
      if (talk.cancelled) continue;
      all.insert(talk.span.begin(), talk.span.end());
      all.insert(talk.moved.begin(), talk.moved.end());
    }
    return all;
  }
  [[nodiscard]] bool is_free(const Quarters& wanted) const {
    const Quarters all = taken();
    return std::ranges::none_of(wanted, [&all](std::int64_t quarter) { return all.contains(quarter); });
  }
};

}  // namespace kiezel::support
