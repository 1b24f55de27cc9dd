#include "server/session/login.hpp"

#include <catch2/catch.hpp>
#include <utility>

namespace kiezel::session {
namespace {

crypto::SigningKey key_from(std::uint8_t seed) {
  crypto::Secret<32> secret;
  secret.expose_mutable()[0] = seed;
  return std::move(*crypto::SigningKey::from_seed(secret));
}

// A login that is right in every respect.
struct Fixture {
  crypto::SigningKey key = key_from(1);
  LoginAttempt attempt = make();

  [[nodiscard]] LoginAttempt make() const {
    LoginAttempt made{.origin = "https://kiezel.example",
                      .challenge = {{{5}}, std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000))},
                      .id = {{6}},
                      .signature = {},
                      .key = key.verify_key(),
                      .id_is_known = true};
    made.signature = crypto::sign_login(transcript_of(made.origin, made.challenge, made.id), key);
    return made;
  }
};

}  // namespace

TEST_CASE("login: a signature over the challenge proves the id", "[login]") {
  Fixture f;

  CHECK(proves(f.attempt));
}

TEST_CASE("login: a good signature of an unknown id proves nothing", "[login]") {
  Fixture f;
  f.attempt.id_is_known = false;

  CHECK_FALSE(proves(f.attempt));
}

TEST_CASE("login: a signature for another origin is refused", "[login]") {
  Fixture f;
  f.attempt.origin = "https://kiezel.example.evil";

  CHECK_FALSE(proves(f.attempt));
}

TEST_CASE("login: a signature over another challenge is refused", "[login]") {
  Fixture f;
  f.attempt.challenge.nonce.bytes[31] ^= 1;

  CHECK_FALSE(proves(f.attempt));
}

TEST_CASE("login: a signature with another expiry is refused", "[login]") {
  Fixture f;
  f.attempt.challenge.expires_at += std::chrono::seconds(1);

  CHECK_FALSE(proves(f.attempt));
}

TEST_CASE("login: a signature for another id is refused", "[login]") {
  Fixture f;
  f.attempt.id.bytes[0] ^= 1;

  CHECK_FALSE(proves(f.attempt));
}

TEST_CASE("login: a signature by another key is refused", "[login]") {
  Fixture f;
  f.attempt.key = key_from(2).verify_key();

  CHECK_FALSE(proves(f.attempt));
}

}  // namespace kiezel::session
