// Registration and use of a passkey: one good message of each kind, and one refusal for each rule of
// WebAuthn.
#include "server/factor/passkey.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "server/factor/authenticator_data.hpp"
#include "server/factor/signature.hpp"
#include "tests/support/authenticator.hpp"
#include "tests/support/people.hpp"

namespace {

using namespace kiezel;
using crypto::Bytes;
using support::Authenticator;
using support::PasskeyAlgorithm;
using support::Says;

const auto challenge = support::named_bytes<crypto::Challenge>("challenge");
const factor::Expected expected{"kiezel.example", "https://kiezel.example", challenge};
const Bytes extensions = *crypto::from_hex("a16b686d61632d736563726574f5");

Says says() {
  Says good;
  good.challenge = challenge;
  return good;
}

std::optional<factor::NewPasskey> registered(const support::PasskeyAnswer& answer) {
  return factor::verify_registration(expected, answer.client_data, answer.authenticator_data);
}

factor::CoseKey key_of(const Authenticator& passkey) {
  factor::CborReader reader(passkey.cose_key());
  return *factor::parse_cose_key(reader);
}

std::optional<std::uint32_t> proven(const Authenticator& passkey, const support::PasskeyAnswer& answer) {
  return factor::verify_assertion(expected, key_of(passkey),
                                  {answer.client_data, answer.authenticator_data, answer.signature});
}

// Each with one thing wrong.
std::vector<std::pair<std::string, Says>> wrong_ones() {
  std::vector<std::pair<std::string, Says>> all;
  const auto add = [&](std::string name, auto change) {
    Says wrong = says();
    change(wrong);
    all.emplace_back(std::move(name), std::move(wrong));
  };
  add("another challenge", [](Says& s) { s.challenge.bytes[31] ^= 1; });
  add("another origin", [](Says& s) { s.origin = "https://kiezel.example.evil"; });
  add("another port", [](Says& s) { s.origin = "https://kiezel.example:8443"; });
  add("http", [](Says& s) { s.origin = "http://kiezel.example"; });
  add("another relying party", [](Says& s) { s.rp_id = "example"; });
  add("another type", [](Says& s) { s.type = "payment.get"; });
  add("within a foreign frame", [](Says& s) { s.more = R"(,"crossOrigin":true)"; });
  add("a foreign page around it",
      [](Says& s) { s.more = R"(,"crossOrigin":false,"topOrigin":"https://evil.example")"; });
  add("no boolean", [](Says& s) { s.more = R"(,"crossOrigin":"false")"; });
  add("a member twice", [](Says& s) { s.more = R"(,"origin":"https://kiezel.example")"; });
  add("no user present", [](Says& s) { s.user_present = false; });
  add("user not verified", [](Says& s) { s.user_verified = false; });
  add("extra bytes", [](Says& s) { s.extra = {0}; });
  add("extra bytes after extensions", [](Says& s) {
    s.extensions = extensions;
    s.extra = {0xa0};
  });
  add("extensions that are no map", [](Says& s) { s.extensions = {0x80}; });
  return all;
}

}  // namespace

TEST_CASE("passkey: every algorithm registers and proves", "[factor]") {
  for (const auto algorithm : {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256}) {
    CAPTURE(static_cast<int>(algorithm));
    const Authenticator passkey(algorithm);
    Says counted = says();
    counted.sign_count = 7;
    counted.extensions = extensions;

    const auto made = registered(passkey.create(counted));

    REQUIRE(made);
    CHECK(made->credential == passkey.credential());
    CHECK(made->key == passkey.cose_key());
    CHECK(made->sign_count == 7);
    CHECK(proven(passkey, passkey.get(counted)) == 7);
    CHECK(proven(passkey, passkey.get(says())) == 0);
  }
}

TEST_CASE("passkey: a message with one thing wrong is refused", "[factor]") {
  const Authenticator passkey;
  for (const auto& [name, wrong] : wrong_ones()) {
    CAPTURE(name);
    CHECK_FALSE(registered(passkey.create(wrong)));
    CHECK_FALSE(proven(passkey, passkey.get(wrong)));
  }
}

TEST_CASE("passkey: a registration is no proof, and a proof no registration", "[factor]") {
  const Authenticator passkey;
  Says as_get = says();
  as_get.type = "webauthn.get";
  Says as_create = says();
  as_create.type = "webauthn.create";

  CHECK_FALSE(registered(passkey.create(as_get)));
  CHECK_FALSE(registered(passkey.get(as_create)));
  CHECK_FALSE(proven(passkey, passkey.get(as_create)));
  // Signed, of the right type, but with a new key attested.
  auto mixed = passkey.get(says());
  mixed.authenticator_data = passkey.create(says()).authenticator_data;
  CHECK_FALSE(proven(passkey, mixed));
}

TEST_CASE("passkey: a signature of another key, over other bytes, or cut short is refused", "[factor]") {
  for (const auto algorithm : {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256}) {
    CAPTURE(static_cast<int>(algorithm));
    const Authenticator passkey(algorithm);
    const Authenticator other(algorithm);
    const auto good = passkey.get(says());
    REQUIRE(proven(passkey, good));

    CHECK_FALSE(proven(passkey, other.get(says())));
    const auto with = [&](auto change) {
      auto changed = good;
      change(changed);
      return proven(passkey, changed);
    };
    CHECK_FALSE(with([](auto& answer) { answer.authenticator_data[36] ^= 1; }));
    CHECK_FALSE(with([](auto& answer) { answer.client_data.insert(answer.client_data.end() - 1, ' '); }));
    CHECK_FALSE(with([](auto& answer) { answer.signature.pop_back(); }));
    CHECK_FALSE(with([](auto& answer) { answer.signature.push_back(0); }));
    CHECK_FALSE(with([](auto& answer) { answer.signature.clear(); }));
    CHECK_FALSE(with([](auto& answer) { answer.signature.back() ^= 1; }));
  }
}

TEST_CASE("passkey: only the three kinds of key, whole and in order", "[factor]") {
  const auto parses = [](const Bytes& bytes) {
    factor::CborReader reader(bytes);
    const auto key = factor::parse_cose_key(reader);
    return key && reader.finished() && factor::is_usable(*key);
  };
  const Bytes es256 = Authenticator().cose_key();
  const Bytes rs256 = Authenticator(PasskeyAlgorithm::rs256).cose_key();
  REQUIRE(parses(es256));
  REQUIRE(parses(rs256));
  const auto changed = [](Bytes bytes, std::size_t at, std::uint8_t to) {
    bytes.at(at) = to;
    return bytes;
  };

  CHECK_FALSE(parses(changed(es256, 4, 0x27)));                                        // EdDSA on P-256
  CHECK_FALSE(parses(changed(es256, 4, 0x38)));                                        // ES384, cut
  CHECK_FALSE(parses(changed(es256, 6, 0x02)));                                        // P-384
  CHECK_FALSE(parses(changed(es256, 0, 0xa6)));                                        // a member too many
  CHECK_FALSE(parses(changed(es256, 20, static_cast<std::uint8_t>(es256[20] ^ 1U))));  // off the curve
  CHECK_FALSE(parses(changed(rs256, rs256.size() - 1, 3)));                            // another exponent
  CHECK_FALSE(parses(changed(rs256, 11, 0x7f)));                                       // a short modulus
  CHECK_FALSE(parses(crypto::join(
      {*crypto::from_hex("a4010303390100205880"), Bytes(128, 0xff), *crypto::from_hex("2143010001")})));
  Bytes longer = es256;
  longer.push_back(0);
  CHECK_FALSE(parses(longer));
}

TEST_CASE("passkey: a credential id has a length, and what is backed up may be", "[factor]") {
  const Authenticator passkey;
  auto answer = passkey.create(says());
  REQUIRE(registered(answer));
  constexpr std::size_t flags_at = 32;
  constexpr std::size_t length_at = 53;

  const auto with = [&](std::size_t at, std::uint8_t to) {
    auto changed = answer;
    changed.authenticator_data.at(at) = to;
    return registered(changed);
  };
  CHECK(with(flags_at, 0x5d));        // eligible and backed up
  CHECK_FALSE(with(flags_at, 0x55));  // backed up and not eligible
  CHECK_FALSE(with(flags_at, 0x05));  // attested data that is not announced
  CHECK_FALSE(with(flags_at, 0xc5));  // extensions that are not there
  CHECK_FALSE(with(length_at, 0x04));
  CHECK_FALSE(with(length_at + 1, 0));
}
