// The strict CBOR of authenticators: what is read, and what is refused although RFC 8949 would allow it.
#include "server/factor/cbor.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/factor/authenticator_data.hpp"
#include "server/factor/client_data.hpp"
#include "tests/support/authenticator.hpp"

namespace {

using namespace kiezel;
using crypto::Bytes;
using factor::CborReader;

Bytes hex(std::string_view text) {
  return *crypto::from_hex(text);
}

std::optional<std::int64_t> integer(std::string_view text) {
  const Bytes bytes = hex(text);
  CborReader reader(bytes);
  const auto value = reader.integer();
  return value && reader.finished() ? value : std::nullopt;
}

bool is_map(std::string_view text) {
  const Bytes bytes = hex(text);
  CborReader reader(bytes);
  return reader.skip_map() && reader.finished();
}

}  // namespace

TEST_CASE("cbor: integers are read in their shortest spelling only", "[factor][cbor]") {
  CHECK(integer("00") == 0);
  CHECK(integer("17") == 23);
  CHECK(integer("1818") == 24);
  CHECK(integer("20") == -1);
  CHECK(integer("390100") == -257);
  CHECK(integer("1b7fffffffffffffff") == std::numeric_limits<std::int64_t>::max());

  for (const auto* longer : {"1800", "1817", "190018", "1900ff", "1a0000ffff", "1b00000000ffffffff"}) {
    CAPTURE(longer);
    CHECK_FALSE(integer(longer));
  }
  for (const auto* none : {"", "18", "1b8000000000000000", "1f", "40", "f5", "0000"}) {
    CAPTURE(none);
    CHECK_FALSE(integer(none));
  }
}

TEST_CASE("cbor: byte strings end where their bytes end", "[factor][cbor]") {
  const Bytes good = hex("4401020304");
  CborReader reader(good);
  CHECK(reader.byte_string()->size() == 4);
  CHECK(reader.finished());

  // Too long, of unknown length, longer than any memory, and text.
  for (const auto* bad : {"44010203", "5f4101ff", "5bffffffffffffffff00", "6161"}) {
    CAPTURE(bad);
    const Bytes bytes = hex(bad);
    CHECK_FALSE(CborReader(bytes).byte_string());
  }
}

TEST_CASE("cbor: a map is read over whole, in canonical order and not too deep", "[factor][cbor]") {
  CHECK(is_map("a0"));
  CHECK(is_map("a16b686d61632d736563726574f5"));    // {"hmac-secret": true}
  CHECK(is_map("a26161016162820304"));              // {"a": 1, "b": [3, 4]}
  CHECK(is_map("a161618181a16162f6"));              // four deep
  CHECK_FALSE(is_map("a16161818181a16162f6"));      // five deep
  CHECK_FALSE(is_map("a26162016161f5"));            // wrong order
  CHECK_FALSE(is_map("a26161016161f5"));            // a key twice
  CHECK_FALSE(is_map("a1f501"));                    // a key that is no key
  CHECK_FALSE(is_map("bf616101ff"));                // indefinite
  CHECK_FALSE(is_map("a16161c100"));                // a tag
  CHECK_FALSE(is_map("a16161fb3ff0000000000000"));  // a float
  CHECK_FALSE(is_map("a16161f7"));                  // undefined
  CHECK_FALSE(is_map("a161ff01"));                  // not UTF-8
  CHECK_FALSE(is_map("a26161"));                    // ends early
  CHECK_FALSE(is_map("bbffffffffffffffff"));        // more than there is
  CHECK_FALSE(is_map("80"));
}

TEST_CASE("factor: hostile bytes never do more than be refused", "[factor][cbor]") {
  crypto::SystemRandom random;
  const support::Authenticator passkey;
  support::Says says;
  says.extensions = hex("a16b686d61632d736563726574f5");
  const auto good = passkey.create(says);
  REQUIRE(factor::parse_authenticator_data(good.authenticator_data));

  for (std::size_t size = 0; size < good.authenticator_data.size(); ++size) {
    const crypto::BytesView cut = crypto::BytesView(good.authenticator_data).first(size);
    CHECK_FALSE(factor::parse_authenticator_data(cut));
  }
  for (int round = 0; round < 20'000; ++round) {
    std::array<std::uint8_t, 4> at{};
    random.fill(at);
    Bytes changed = good.authenticator_data;
    changed[(std::size_t{at[0]} * 256 + at[1]) % changed.size()] ^= static_cast<std::uint8_t>(at[2] | 1U);
    static_cast<void>(factor::parse_authenticator_data(changed));
    Bytes noise(at[3]);
    random.fill(noise);
    static_cast<void>(factor::parse_authenticator_data(noise));
    CHECK_FALSE(factor::client_data_says(noise, {"webauthn.get", {}, "https://kiezel.example"}));
  }
}
