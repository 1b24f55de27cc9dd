#include "server/config/parse.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace kiezel::config {
namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

template <typename Integer>
std::optional<Integer> integer_from(std::string_view text) {
  Integer value{};
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (text.empty() || failure != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// `127.0.0.1:8080` or `[::1]:8080`; whether the address exists is found when it is listened on.
std::optional<Endpoint> endpoint_from(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto port = integer_from<std::uint16_t>(text.substr(colon + 1));
  if (host.empty() || !port || host.contains(':') != bracketed) return std::nullopt;
  return Endpoint{std::string(host), *port};
}

std::optional<bool> flag_from(std::string_view text) {
  if (text == "yes") return true;
  if (text == "no") return false;
  return std::nullopt;
}

std::vector<std::string> list_from(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    if (const std::string_view item = trimmed(text.substr(0, comma)); !item.empty()) items.emplace_back(item);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return items;
}

// The value that the row's target accepts, or nothing.
std::optional<std::string> parsed(const Text& target, std::string_view text) {
  return text.size() < target.bytes_min ? std::nullopt : std::optional(std::string(text));
}
std::optional<std::int64_t> parsed(const Number& target, std::string_view text) {
  const auto value = integer_from<std::int64_t>(text);
  if (value == 0 && target.or_never) return value;
  return value && *value >= target.min && *value <= target.max ? value : std::nullopt;
}
std::optional<bool> parsed(const Flag&, std::string_view text) {
  return flag_from(text);
}
std::optional<Endpoint> parsed(const Place&, std::string_view text) {
  return endpoint_from(text);
}
std::optional<std::vector<std::string>> parsed(const List&, std::string_view text) {
  return list_from(text);
}
std::optional<core::LogLevel> parsed(const Level&, std::string_view text) {
  return core::log_level_from(text);
}

}  // namespace

std::expected<void, std::string> assign(Config& config, const Setting& setting, std::string_view text) {
  const bool accepted = std::visit(
      [&](const auto& target) {
        auto value = parsed(target, text);
        if (value) config.*target.member = std::move(*value);
        return value.has_value();
      },
      setting.target);
  if (!accepted) return std::unexpected(expected_value(setting));
  return {};
}

std::string expected_value(const Setting& setting) {
  return std::visit(
      Overloaded{
          [](const Text& text) { return std::string(text.bytes_min > 0 ? "text, not empty" : "text"); },
          [](const Number& number) {
            return std::string(number.or_never ? "0 or " : "") + "a number from " +
                   std::to_string(number.min) + " to " + std::to_string(number.max);
          },
          [](const Flag&) { return std::string("yes or no"); },
          [](const Place&) { return std::string("address:port, such as 127.0.0.1:8080 or [::1]:8080"); },
          [](const List&) { return std::string("a list with commas"); },
          [](const Level&) { return std::string("error, warning, info or debug"); },
      },
      setting.target);
}

}  // namespace kiezel::config
