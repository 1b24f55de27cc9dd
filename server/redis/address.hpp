// Where a Redis listens and how to log in there.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>

namespace kiezel::redis {

struct UnixAddress {
  std::string path;
  friend bool operator==(const UnixAddress&, const UnixAddress&) = default;
};

// hiredis 0.14 knows no TLS: `host` is this machine, a trusted network or the near end of a tunnel.
struct TcpAddress {
  std::string host;
  std::uint16_t port = 6379;
  friend bool operator==(const TcpAddress&, const TcpAddress&) = default;
};

struct Address {
  std::variant<UnixAddress, TcpAddress> place;
  std::uint32_t database = 0;
  std::string user{};      // Empty: the default user.
  std::string password{};  // Empty: no AUTH. Secret; from a file, never from the command line.
};

// `redis://[user@]host[:port][/database]` or `unix:///path/to/socket[?db=number]`. The error is a sentence. A
// password in the URL is refused, because command lines are public on a machine.
[[nodiscard]] std::expected<Address, std::string> parse_address(std::string_view url);

// The first line of the file, for Address::password. The error is a sentence; it never repeats what was read.
[[nodiscard]] std::expected<std::string, std::string> read_password_file(const std::string& path);

}  // namespace kiezel::redis
