#include "server/appointment/rules.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kiezel::appointment {
namespace {

using protocol::Availability;
using protocol::Kind;
using protocol::KindRules;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr std::int64_t quarter_min = 15;
constexpr std::int64_t changing_hour_from_min = 120;
constexpr std::int64_t changing_hour_until_min = 180;

// What a window of a week and one of a single day have in common.
struct Window {
  std::int64_t from_min = 0;
  std::int64_t until_min = 0;
  const std::vector<Kind>* kinds = nullptr;
};

struct AwayDays {
  local_days from;
  local_days until;
};

std::vector<AwayDays> away_days(const Rules& rules) {
  std::vector<AwayDays> away;
  const auto add = [&away](std::string_view from_text, std::string_view until_text) {
    const auto from = parse_date(from_text);
    const auto until = parse_date(until_text);
    if (from && until) away.push_back({.from = *from, .until = *until});
  };
  for (const protocol::Absence& absence : rules.availability.absences) add(absence.from, absence.until);
  const protocol::Region region = rules.availability.holiday_region;
  for (const protocol::Holiday& holiday : rules.holidays) {
    if (region != protocol::Region::none && holiday.region == region) add(holiday.from, holiday.until);
  }
  return away;
}

std::vector<Window> windows_of(const Availability& availability, local_days day) {
  std::vector<Window> windows;
  for (const protocol::DatedWindow& window : availability.dated) {
    if (parse_date(window.date) == day) windows.push_back({window.from_min, window.until_min, &window.kinds});
  }
  if (!windows.empty()) return windows;
  const auto weekday = static_cast<std::int64_t>(std::chrono::weekday(day).iso_encoding());
  for (const protocol::WeeklyWindow& window : availability.weekly) {
    if (window.weekday == weekday) windows.push_back({window.from_min, window.until_min, &window.kinds});
  }
  return windows;
}

// From one start to the next in a window that begins at this minute.
std::int64_t stride_min(const KindRules& kind, std::int64_t from_min) {
  const Slot at_midnight{.start = sys_seconds(minutes(from_min)),
                         .end = sys_seconds(minutes(from_min + kind.duration_min))};
  return quarters_of(with_room(at_midnight, kind)).count * quarter_min;
}

bool touches_changing_hour(std::int64_t from_min, std::int64_t until_min) {
  return from_min < changing_hour_until_min && until_min > changing_hour_from_min;
}

// Collects what is offered; one offer for each time, whatever the number of its kinds.
class Expansion {
 public:
  Expansion(const Rules& rules, const LocalTime& local, Period within, sys_seconds now)
      : rules_(rules), local_(local), within_(within), now_(now) {}

  void add(local_days day, const Window& window) {
    for (const KindRules& kind : rules_.availability.kinds) {
      if (std::ranges::find(*window.kinds, kind.kind) != window.kinds->end()) add(day, window, kind);
    }
  }

  [[nodiscard]] std::vector<Offer> take() {
    std::vector<Offer> offers;
    offers.reserve(found_.size());
    for (auto& [slot, spans] : found_) {
      std::ranges::sort(spans, {}, &KindSpan::kind);
      offers.push_back({.slot = slot, .spans = std::move(spans)});
    }
    return offers;
  }

 private:
  void add(local_days day, const Window& window, const KindRules& kind) {
    const std::int64_t stride = stride_min(kind, window.from_min);
    for (std::int64_t at = window.from_min; at + kind.duration_min <= window.until_min; at += stride) {
      if (touches_changing_hour(at, at + kind.duration_min)) continue;
      const auto start = local_.to_utc(day, minutes(at));
      if (start) add({.start = *start, .end = *start + minutes(kind.duration_min)}, kind);
    }
  }

  void add(const Slot& slot, const KindRules& kind) {
    const bool in_time = slot.start >= within_.from && slot.start < within_.until &&
                         slot.start >= now_ + minutes(kind.notice_min);
    if (!in_time) return;
    const Period room = with_room(slot, kind);
    const bool busy =
        std::ranges::any_of(rules_.busy, [&room](const Period& block) { return overlap(block, room); });
    if (!busy) found_[slot].push_back({.kind = kind.kind, .span = quarters_of(room)});
  }

  const Rules& rules_;
  const LocalTime& local_;
  Period within_;
  sys_seconds now_;
  std::map<Slot, std::vector<KindSpan>> found_;
};

// Midnight is never skipped or doubled in Amsterdam, so the value is always there.
sys_seconds midnight(const LocalTime& local, local_days day) {
  return local.to_utc(day, minutes(0)).value_or(sys_seconds{});
}

}  // namespace

Period with_room(const Slot& slot, const KindRules& kind) {
  return {.from = slot.start - minutes(kind.buffer_before_min + kind.travel_min),
          .until = slot.end + minutes(kind.buffer_after_min + kind.travel_min)};
}

Period bookable(const Availability& availability, const LocalTime& local, sys_seconds now) {
  const local_days last = local.local_date(now) + days(availability.horizon_days);
  std::int64_t notice_min = availability.kinds.empty() ? 0 : availability.kinds.front().notice_min;
  for (const KindRules& kind : availability.kinds) notice_min = std::min(notice_min, kind.notice_min);
  return {.from = now + minutes(notice_min), .until = midnight(local, last + days(1))};
}

std::vector<Offer> expand(const Rules& rules, const LocalTime& local, Period period, sys_seconds now) {
  const Period allowed = bookable(rules.availability, local, now);
  const Period within{.from = std::max(period.from, allowed.from),
                      .until = std::min(period.until, allowed.until)};
  if (within.from >= within.until) return {};
  const std::vector<AwayDays> away = away_days(rules);
  Expansion expansion(rules, local, within, now);
  const local_days last = local.local_date(within.until - std::chrono::seconds(1));
  for (local_days day = local.local_date(within.from); day <= last; day += days(1)) {
    const bool is_away = std::ranges::any_of(
        away, [day](const AwayDays& days_away) { return days_away.from <= day && day <= days_away.until; });
    if (is_away) continue;
    for (const Window& window : windows_of(rules.availability, day)) expansion.add(day, window);
  }
  return expansion.take();
}

QuarterSpan local_day(const LocalTime& local, sys_seconds instant) {
  const local_days day = local.local_date(instant);
  return quarters_of({.from = midnight(local, day), .until = midnight(local, day + days(1))});
}

std::vector<Offer> nearest(std::vector<Offer> offers, sys_seconds wanted, std::size_t count) {
  // Of two that are equally near, the earlier comes first.
  const auto distance = [wanted](const Offer& offer) {
    return std::pair(std::chrono::abs(offer.slot.start - wanted), offer.slot);
  };
  std::ranges::sort(offers, {}, distance);
  offers.resize(std::min(offers.size(), count));
  std::ranges::sort(offers, {}, &Offer::slot);
  return offers;
}

}  // namespace kiezel::appointment
