#include "server/net/listener.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

namespace kiezel::net {
namespace {

const Endpoint local(boost::asio::ip::make_address("127.0.0.1"), 0);

}  // namespace

TEST_CASE("listener: shards share an address, a second server does not", "[listener]") {
  boost::asio::io_context loop(1);
  const core::Log log(core::LogLevel::error);
  core::Metrics metrics;
  Listener first(loop.get_executor(), log, metrics, 10);
  REQUIRE(first.open(local));

  Listener second(loop.get_executor(), log, metrics, 10);
  CHECK(second.open(first.endpoint()));

  const auto free = check_is_free(first.endpoint());
  REQUIRE_FALSE(free);
  CHECK(free.error().find("is in use by another program") != std::string::npos);
}

TEST_CASE("listener: an address of another machine is refused with a sentence", "[listener]") {
  const auto free = check_is_free(Endpoint(boost::asio::ip::make_address("192.0.2.1"), 0));

  REQUIRE_FALSE(free);
  CHECK(free.error() == "192.0.2.1:0 is not an address of this machine.");
}

}  // namespace kiezel::net
