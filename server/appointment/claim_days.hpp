// The UTC days whose claims a script needs: their keys, and their numbers as its last arguments (claims.lua).
#pragma once

#include <set>

#include "server/appointment/quarters.hpp"
#include "server/core/ids.hpp"
#include "server/redis/command.hpp"
#include "server/redis/keys.hpp"

namespace kiezel::appointment {

class ClaimDays {
 public:
  // `keys` must outlive it.
  ClaimDays(const redis::KeySpace& keys, core::AdvisorId advisor) : keys_(keys), advisor_(advisor) {}

  // A span of nothing adds nothing.
  ClaimDays& add(const QuarterSpan& span) {
    if (span.count == 0) return *this;
    for (std::int64_t day = day_of(span.first); day <= day_of(span.end() - 1); ++day) days_.insert(day);
    return *this;
  }

  void append_to(redis::Keys& keys, redis::Args& args) const {
    for (const std::int64_t day : days_) {
      keys.add(keys_.claims(advisor_, std::chrono::sys_days(std::chrono::days(day))));
      args.add(day);
    }
  }

 private:
  const redis::KeySpace& keys_;
  core::AdvisorId advisor_;
  std::set<std::int64_t> days_;
};

}  // namespace kiezel::appointment
