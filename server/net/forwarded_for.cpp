#include "server/net/forwarded_for.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <string>

namespace kiezel::net {
namespace {

namespace ip = boost::asio::ip;

session::SourceAddress as_source(const ip::address& address) {
  const ip::address_v6 wide =
      address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
  return {wide.to_bytes()};
}

}  // namespace

session::SourceAddress source_address(const ip::address& peer, std::string_view trusted_forwarded_for) {
  const bool from_proxy =
      peer.is_loopback() || (peer.is_v6() && peer.to_v6().is_v4_mapped() &&
                             ip::make_address_v4(ip::v4_mapped, peer.to_v6()).is_loopback());
  if (trusted_forwarded_for.empty() || !from_proxy) return as_source(peer);
  std::string_view last = trusted_forwarded_for.substr(trusted_forwarded_for.find_last_of(", ") + 1);
  boost::system::error_code failure;
  const ip::address said = ip::make_address(std::string(last), failure);
  return as_source(failure ? peer : said);
}

}  // namespace kiezel::net
