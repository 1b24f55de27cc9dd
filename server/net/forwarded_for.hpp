// Whose request this is: the peer's address, or what the proxy on this machine says about it.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string_view>

#include "server/session/address_budget.hpp"

namespace kiezel::net {

// `trusted_forwarded_for` is the last line of the X-Forwarded-For header, empty when it is not to be trusted;
// it counts only from a loopback peer.
// Its last element is the one that our proxy wrote; what stands before it may be invented.
[[nodiscard]] session::SourceAddress source_address(const boost::asio::ip::address& peer,
                                                    std::string_view trusted_forwarded_for);

}  // namespace kiezel::net
