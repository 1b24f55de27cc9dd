#include <catch2/catch.hpp>
#include <vector>

#include "crypto/encoding.hpp"
#include "protocol/base64url.hpp"

using kiezel::protocol::append_base64url;
using kiezel::protocol::decode_base64url;
using kiezel::protocol::decoded_size;

TEST_CASE("base64url: agrees with the plain implementation for every length", "[protocol]") {
  std::vector<std::uint8_t> bytes;
  for (int length = 0; length < 70; ++length) {
    std::string text;
    append_base64url(text, bytes);

    CHECK(text == kiezel::crypto::to_base64url(bytes));
    REQUIRE(decoded_size(text.size()) == bytes.size());
    std::vector<std::uint8_t> decoded(bytes.size());
    CHECK(decode_base64url(text, decoded));
    CHECK(decoded == bytes);

    bytes.push_back(static_cast<std::uint8_t>(length * 37 + 11));
  }
}

TEST_CASE("base64url: any one foreign character is refused, wherever it stands", "[protocol]") {
  for (const std::string text : {"AAAAAAAA", "AAAAAA", "AAAAAAA"}) {
    std::vector<std::uint8_t> out(decoded_size(text.size()).value());
    REQUIRE(decode_base64url(text, out));
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const char foreign : {'+', '/', '=', ' ', '\0', '\n', '\x80', '\xff'}) {
        std::string changed = text;
        changed[at] = foreign;
        CHECK_FALSE(decode_base64url(changed, out));
      }
    }
  }
}

TEST_CASE("base64url: unused bits must be zero", "[protocol]") {
  std::vector<std::uint8_t> one(1);
  std::vector<std::uint8_t> two(2);

  CHECK(decode_base64url("AQ", one));
  CHECK_FALSE(decode_base64url("AR", one));
  CHECK(decode_base64url("AAE", two));
  CHECK_FALSE(decode_base64url("AAF", two));
  CHECK_FALSE(decoded_size(5).has_value());
}
