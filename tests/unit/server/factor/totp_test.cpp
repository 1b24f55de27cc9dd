// The codes of an authenticator app.
#include "server/factor/totp.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace kiezel;

const crypto::BytesView rfc_secret = crypto::as_bytes("12345678901234567890");

}  // namespace

TEST_CASE("totp: the values of RFC 4226, appendix D", "[factor]") {
  constexpr std::uint32_t values[] = {755224, 287082, 359152, 969429, 338314,
                                      254676, 287922, 162583, 399871, 520489};
  for (std::uint64_t counter = 0; counter < 10; ++counter) {
    CHECK(factor::hotp(rfc_secret, counter) == values[counter]);
  }
}

TEST_CASE("totp: the values of RFC 6238, appendix B, in six digits", "[factor]") {
  const auto at = [](std::uint64_t time_s) { return factor::hotp(rfc_secret, time_s / factor::totp_step_s); };
  CHECK(at(59) == 287082);
  CHECK(at(1'111'111'109) == 81804);
  CHECK(at(1'111'111'111) == 50471);
  CHECK(at(1'234'567'890) == 5924);
  CHECK(at(2'000'000'000) == 279037);
  CHECK(at(20'000'000'000) == 353130);
}

TEST_CASE("totp: a code of this step or a neighbour is found, others are not", "[factor]") {
  constexpr std::uint64_t now_s = 1'234'567'890;
  constexpr std::uint64_t step = now_s / factor::totp_step_s;
  for (std::uint64_t near = step - 1; near <= step + 1; ++near) {
    CHECK(factor::matching_step(rfc_secret, factor::hotp(rfc_secret, near), now_s) == near);
  }
  CHECK_FALSE(factor::matching_step(rfc_secret, factor::hotp(rfc_secret, step - 2), now_s));
  CHECK_FALSE(factor::matching_step(rfc_secret, factor::hotp(rfc_secret, step + 2), now_s));
  CHECK_FALSE(
      factor::matching_step(crypto::as_bytes("another secret 12345"), factor::hotp(rfc_secret, step), now_s));
  // Seven digits that end the same are another number.
  CHECK_FALSE(factor::matching_step(rfc_secret, factor::hotp(rfc_secret, step) + 1'000'000, now_s));
}
