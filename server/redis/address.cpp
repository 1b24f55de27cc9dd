#include "server/redis/address.hpp"

#include <charconv>
#include <fstream>
#include <optional>

namespace kiezel::redis {
namespace {

template <typename Number>
std::optional<Number> number_from(std::string_view text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (text.empty() || failure != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::unexpected<std::string> refuse(std::string_view why) {
  return std::unexpected("The Redis address is not usable: " + std::string(why) +
                         ". Write redis://[user@]host[:port][/database] or unix:///path[?db=number].");
}

std::expected<Address, std::string> parse_unix(std::string_view rest) {
  const std::size_t query = rest.find('?');
  const std::string_view path = rest.substr(0, query);
  if (!path.starts_with('/')) return refuse("the path of the socket must begin with /");
  Address address{.place = UnixAddress{std::string(path)}};
  if (query == std::string_view::npos) return address;
  const std::string_view option = rest.substr(query + 1);
  const auto database =
      option.starts_with("db=") ? number_from<std::uint32_t>(option.substr(3)) : std::nullopt;
  if (!database) return refuse("after ? only db=number may follow");
  address.database = *database;
  return address;
}

std::expected<Address, std::string> parse_tcp(std::string_view rest) {
  Address address;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    const std::string_view user = rest.substr(0, at);
    if (user.contains(':')) return refuse("a password does not belong in it, use redis_password_file");
    address.user = user;
    rest.remove_prefix(at + 1);
  }
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    const auto database = number_from<std::uint32_t>(rest.substr(slash + 1));
    if (!database) return refuse("after the / a database number must follow");
    address.database = *database;
    rest = rest.substr(0, slash);
  }
  TcpAddress place;
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    const auto port = number_from<std::uint16_t>(rest.substr(colon + 1));
    if (!port || *port == 0) return refuse("the port is not a number from 1 to 65535");
    place.port = *port;
    rest = rest.substr(0, colon);
  }
  if (rest.empty()) return refuse("the host is missing");
  place.host = rest;
  address.place = std::move(place);
  return address;
}

}  // namespace

std::expected<Address, std::string> parse_address(std::string_view url) {
  constexpr std::string_view unix_scheme = "unix://";
  constexpr std::string_view tcp_scheme = "redis://";
  if (url.starts_with(unix_scheme)) return parse_unix(url.substr(unix_scheme.size()));
  if (url.starts_with(tcp_scheme)) return parse_tcp(url.substr(tcp_scheme.size()));
  if (url.starts_with("rediss://")) return refuse("there is no TLS to Redis here, use a tunnel");
  return refuse("it begins with neither redis:// nor unix://");
}

std::expected<std::string, std::string> read_password_file(const std::string& path) {
  std::ifstream file(path);
  std::string password;
  std::getline(file, password);
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty())
    return std::unexpected("The file " + path + " holds no password of Redis on its first line.");
  return password;
}

}  // namespace kiezel::redis
