#include "server/blob/ticket.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"

namespace kiezel::blob {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds now{seconds(1'795'000'000)};

TicketKey key_of(std::uint8_t byte) {
  TicketKey key;
  key.expose_mutable()[0] = byte;
  return key;
}

Claim a_claim() {
  Claim claim{.permission = Permission::write, .name = {}, .bytes = 1234, .expires_at = now + seconds(600)};
  claim.name.conversation.bytes.fill(1);
  claim.name.blob.bytes.fill(2);
  return claim;
}

std::string text_of(const Ticket& ticket) {
  return crypto::to_base64url(ticket);
}

}  // namespace

TEST_CASE("ticket: says what it was made for", "[blob]") {
  const Claim claim = a_claim();

  const auto opened = open_ticket(text_of(seal_ticket(claim, key_of(1))), key_of(1), Permission::write, now);

  REQUIRE(opened);
  CHECK(opened->name.conversation == claim.name.conversation);
  CHECK(opened->name.blob == claim.name.blob);
  CHECK(opened->bytes == 1234);
  CHECK(opened->expires_at == claim.expires_at);
}

TEST_CASE("ticket: none of its bytes can be changed", "[blob]") {
  const Ticket ticket = seal_ticket(a_claim(), key_of(1));
  for (std::size_t i = 0; i < ticket.size(); ++i) {
    Ticket changed = ticket;
    changed[i] ^= 1;
    CHECK_FALSE(open_ticket(text_of(changed), key_of(1), Permission::write, now));
  }
}

TEST_CASE("ticket: serves one purpose, until it expires, on its own server", "[blob]") {
  const std::string ticket = text_of(seal_ticket(a_claim(), key_of(1)));

  CHECK(open_ticket(ticket, key_of(1), Permission::write, now + seconds(599)));
  CHECK_FALSE(open_ticket(ticket, key_of(1), Permission::write, now + seconds(600)));
  CHECK_FALSE(open_ticket(ticket, key_of(1), Permission::read, now));
  CHECK_FALSE(open_ticket(ticket, key_of(2), Permission::write, now));
}

TEST_CASE("ticket: other texts are none", "[blob]") {
  const std::string ticket = text_of(seal_ticket(a_claim(), key_of(1)));

  for (const std::string& text : {std::string(), ticket.substr(1), ticket + "A", ticket + "=",
                                  std::string(ticket.size(), '!'), std::string(100'000, 'A')}) {
    CHECK_FALSE(open_ticket(text, key_of(1), Permission::write, now));
  }
}

}  // namespace kiezel::blob
