#include "server/admin/moment.hpp"

#include <chrono>

namespace kiezel::admin {
namespace {

// The calendar of the standard library counts days in 32 bits; a file of others may name any second.
constexpr std::uint64_t last_second = 253'402'300'799;
constexpr const char* beyond = "after the year 9999";

std::string two_digits(std::uint64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

std::string day_of(std::uint64_t at_s) {
  if (at_s > last_second) return beyond;
  const std::chrono::sys_seconds at{std::chrono::seconds(at_s)};
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
  return std::to_string(static_cast<int>(day.year())) + "-" + two_digits(static_cast<unsigned>(day.month())) +
         "-" + two_digits(static_cast<unsigned>(day.day()));
}

std::string moment_of(std::uint64_t at_s) {
  if (at_s > last_second) return beyond;
  return day_of(at_s) + " " + two_digits(at_s / 3'600 % 24) + ":" + two_digits(at_s / 60 % 60) + " UTC";
}

}  // namespace kiezel::admin
