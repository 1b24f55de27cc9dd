// Why the server ends a connection, as the other side is told (protocol/README.md, "Closing"; RFC 6455
// section 7.4).
#pragma once

#include <cstdint>
#include <string_view>

namespace kiezel::session {

enum class CloseReason : std::uint16_t {
  unsupported = 1003,     // a binary message
  policy = 1008,          // kept on sending what was refused
  restart = 1012,         // the server stops; connect again and resume from the cursors
  slow_consumer = 4000,   // did not read what was sent; connect again and resume from the cursors
  idle = 4001,            // asked nothing for too long
  words_replaced = 4002,  // the words it logged in with open nothing any more
  erased = 4003,          // what it followed was erased
};

[[nodiscard]] constexpr std::string_view text_of(CloseReason reason) {
  switch (reason) {
    case CloseReason::unsupported:
      return "text only";
    case CloseReason::policy:
      return "policy";
    case CloseReason::restart:
      return "restart: resume";
    case CloseReason::slow_consumer:
      return "resume";
    case CloseReason::idle:
      return "idle";
    case CloseReason::words_replaced:
      return "words replaced";
    case CloseReason::erased:
      return "erased";
  }
  return {};
}

}  // namespace kiezel::session
