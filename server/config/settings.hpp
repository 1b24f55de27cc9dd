// The table of everything that can be set: one row a setting.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "server/config/config.hpp"

namespace kiezel::config {

struct Text {
  std::string Config::* member;
  std::size_t bytes_min = 0;
};
struct Number {
  std::int64_t Config::* member;
  std::int64_t min;
  std::int64_t max;
  // 0 is allowed too, and means never.
  bool or_never = false;
};
struct Flag {
  bool Config::* member;
};
struct Place {
  Endpoint Config::* member;
};
struct List {
  std::vector<std::string> Config::* member;
};
struct Level {
  core::LogLevel Config::* member;
};

using Target = std::variant<Text, Number, Flag, Place, List, Level>;

struct Setting {
  std::string_view name;
  std::string_view initially;  // The default, as a person would write it.
  Target target;
  std::string_view sentence;
};

[[nodiscard]] std::span<const Setting> settings();
[[nodiscard]] const Setting* find_setting(std::string_view name);

}  // namespace kiezel::config
