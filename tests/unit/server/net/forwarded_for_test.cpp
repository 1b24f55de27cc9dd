#include "server/net/forwarded_for.hpp"

#include <boost/asio/ip/address.hpp>
#include <catch2/catch.hpp>

namespace kiezel::net {
namespace {

using boost::asio::ip::make_address;

std::array<std::uint8_t, 16> mapped(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d};
}

}  // namespace

TEST_CASE("source address: without a header it is the peer", "[source address]") {
  CHECK(source_address(make_address("192.0.2.1"), "").bytes == mapped(192, 0, 2, 1));
  CHECK(source_address(make_address("2001:db8::1"), "").bytes[0] == 0x20);
}

TEST_CASE("source address: the proxy on this machine is believed", "[source address]") {
  CHECK(source_address(make_address("127.0.0.1"), "192.0.2.1").bytes == mapped(192, 0, 2, 1));
  CHECK(source_address(make_address("::ffff:127.0.0.1"), "192.0.2.1").bytes == mapped(192, 0, 2, 1));
}

TEST_CASE("source address: what stands before the proxy's own element is not believed", "[source address]") {
  CHECK(source_address(make_address("::1"), "203.0.113.9, 192.0.2.1").bytes == mapped(192, 0, 2, 1));
}

TEST_CASE("source address: nobody else is believed", "[source address]") {
  CHECK(source_address(make_address("198.51.100.7"), "192.0.2.1").bytes == mapped(198, 51, 100, 7));
}

TEST_CASE("source address: nonsense from the proxy is the proxy itself", "[source address]") {
  CHECK(source_address(make_address("127.0.0.1"), "unknown").bytes == mapped(127, 0, 0, 1));
}

}  // namespace kiezel::net
