// What a browser and an authenticator say about a passkey (WebAuthn Level 2, RFC 8949, RFC 9053), and the
// JSON between them. What is read has one spelling; nothing but what a key signed for this ceremony opens
// anything. The first byte says which part is tried.
#include "server/factor/passkey.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "protocol/limits.hpp"
#include "server/factor/authenticator_data.hpp"
#include "server/factor/client_data.hpp"
#include "server/factor/signature.hpp"
#include "server/factor/totp.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/support/authenticator.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

constexpr std::string_view origin = "https://kiezel.example";
constexpr std::string_view rp_id = "kiezel.example";

crypto::Challenge challenge() {
  crypto::Challenge nonce{};
  nonce.bytes.fill(7);
  return nonce;
}

factor::Expected expected() {
  return {.rp_id = rp_id, .origin = origin, .challenge = challenge()};
}

crypto::Bytes client_data(std::string_view type) {
  const std::string text = R"({"type":")" + std::string(type) + R"(","challenge":")" +
                           crypto::to_base64url(challenge()) + R"(","origin":")" + std::string(origin) +
                           R"(","crossOrigin":false})";
  return crypto::to_bytes(crypto::as_bytes(text));
}

/// RFC 8949, 4.2.1: the shortest spelling.
crypto::Bytes head(std::uint8_t type, std::uint64_t value) {
  const auto first = static_cast<std::uint8_t>(type << 5U);
  const auto at = [first](unsigned size) { return static_cast<std::uint8_t>(first | size); };
  if (value < 24) return crypto::ByteWriter(1).u8(at(static_cast<unsigned>(value))).take();
  if (value <= 0xff) return crypto::ByteWriter(2).u8(at(24)).u8(static_cast<std::uint8_t>(value)).take();
  if (value <= 0xffff) return crypto::ByteWriter(3).u8(at(25)).u16(static_cast<std::uint16_t>(value)).take();
  if (value <= 0xffffffff)
    return crypto::ByteWriter(5).u8(at(26)).u32(static_cast<std::uint32_t>(value)).take();
  return crypto::ByteWriter(9).u8(at(27)).u64(value).take();
}

void reads_one_spelling(fuzz::Bytes bytes) {
  factor::CborReader integers(bytes);
  if (const auto value = integers.integer()) {
    const auto magnitude = static_cast<std::uint64_t>(*value < 0 ? -1 - *value : *value);
    const auto taken = bytes.first(bytes.size() - integers.rest().size());
    must_hold(std::ranges::equal(taken, head(*value < 0 ? 1 : 0, magnitude)));
  }
  factor::CborReader strings(bytes);
  if (const auto text = strings.byte_string()) {
    const auto taken = bytes.first(bytes.size() - strings.rest().size());
    must_hold(std::ranges::equal(taken, crypto::join({head(2, text->size()), *text})));
  }
  factor::CborReader maps(bytes);
  if (!maps.skip_map()) return;
  // What was skipped is whole in itself, and nothing shorter is.
  const auto taken = bytes.first(bytes.size() - maps.rest().size());
  factor::CborReader again(taken);
  must_hold(again.skip_map() && again.finished());
  factor::CborReader shorter(taken.first(taken.size() - 1));
  must_hold(!shorter.skip_map());
}

/// Keys of a map ascend, so that one map has one spelling and no key twice.
void keys_ascend(fuzz::Bytes bytes) {
  crypto::ByteReader reader(bytes.first(std::min<std::size_t>(bytes.size(), 9)));
  const std::uint8_t kinds = reader.u8();
  const auto first = head(kinds % 2, reader.u32() >> (kinds >> 3U));
  const auto second = head(kinds >> 1U & 1U, reader.u32() >> (kinds >> 3U));
  const crypto::Bytes null = head(7, 22);
  const crypto::Bytes map = crypto::join({head(5, 2), first, null, second, null});
  factor::CborReader cbor(map);
  must_hold(cbor.skip_map() == std::ranges::lexicographical_compare(first, second));
}

crypto::Bytes written(const factor::CoseKey& key) {
  crypto::ByteWriter out;
  if (const auto* es256 = std::get_if<factor::Es256Key>(&key)) {
    out.raw(head(5, 5)).raw(head(0, 1)).raw(head(0, 2)).raw(head(0, 3)).raw(head(1, 6));
    out.raw(head(1, 0)).raw(head(0, 1)).raw(head(1, 1)).raw(head(2, 32)).raw(es256->x);
    out.raw(head(1, 2)).raw(head(2, 32)).raw(es256->y);
  } else if (const auto* eddsa = std::get_if<factor::EddsaKey>(&key)) {
    out.raw(head(5, 4)).raw(head(0, 1)).raw(head(0, 1)).raw(head(0, 3)).raw(head(1, 7));
    out.raw(head(1, 0)).raw(head(0, 6)).raw(head(1, 1)).raw(head(2, 32)).raw(eddsa->key);
  } else {
    const auto& modulus = std::get<factor::Rs256Key>(key).modulus;
    out.raw(head(5, 4)).raw(head(0, 1)).raw(head(0, 3)).raw(head(0, 3)).raw(head(1, 256));
    out.raw(head(1, 0)).raw(head(2, modulus.size())).raw(modulus);
    out.raw(head(1, 1)).raw(head(2, 3)).u8(1).u8(0).u8(1);
  }
  return out.take();
}

void try_key(fuzz::Bytes bytes) {
  factor::CborReader reader(bytes);
  const auto key = factor::parse_cose_key(reader);
  if (!key) return;
  must_hold(std::ranges::equal(written(*key), bytes.first(bytes.size() - reader.rest().size())));
  must_hold(!factor::verify_signature(*key, crypto::as_bytes("nobody signed this"), crypto::Bytes(64, 1)));
  static_cast<void>(factor::is_usable(*key));
}

void try_authenticator_data(fuzz::Bytes bytes) {
  const auto data = factor::parse_authenticator_data(bytes);
  if (!data) return;
  // Every byte is accounted for: one more or one less is something else.
  must_hold(!factor::parse_authenticator_data(bytes.first(bytes.size() - 1)));
  must_hold(!factor::parse_authenticator_data(crypto::join({bytes, crypto::Bytes(1)})));
  if (!data->attested) return;
  must_hold(!data->attested->id.empty() &&
            data->attested->id.size() <= protocol::limits::credential_bytes_max);
  must_hold(std::ranges::equal(written(data->attested->key), data->attested->key_bytes));
}

void try_client_data(fuzz::Bytes bytes) {
  const factor::Ceremony ceremony{.type = "webauthn.get", .challenge = challenge(), .origin = origin};
  if (!factor::client_data_says(bytes, ceremony)) return;
  // Another reader of the same bytes understands the same.
  const auto json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
  must_hold(json.is_object() && json["type"] == "webauthn.get" && json["origin"] == origin);
  must_hold(json["challenge"] == crypto::to_base64url(challenge()) && !json.contains("topOrigin"));
  must_hold(!json.contains("crossOrigin") || json["crossOrigin"] == false);
  factor::Ceremony other = ceremony;
  other.challenge.bytes.fill(8);
  must_hold(!factor::client_data_says(bytes, other));
}

/// A registration whose authenticator data are the input's, for our domain.
void try_registration(fuzz::Bytes bytes) {
  const crypto::Bytes data = crypto::join({crypto::sha256(crypto::as_bytes(rp_id)), bytes});
  const auto passkey = factor::verify_registration(expected(), client_data("webauthn.create"), data);
  must_hold(!factor::verify_registration(expected(), client_data("webauthn.get"), data));
  if (!passkey) return;
  factor::CborReader reader(passkey->key);
  const auto key = factor::parse_cose_key(reader);
  must_hold(key && reader.finished() && factor::is_usable(*key));
}

struct Signed {
  factor::CoseKey key;
  support::PasskeyAnswer answer;
};

Signed make_signed() {
  const support::Authenticator authenticator(support::PasskeyAlgorithm::eddsa);
  factor::CborReader reader(authenticator.cose_key());
  support::Says says;
  says.challenge = challenge();
  says.sign_count = 3;
  return {*factor::parse_cose_key(reader), authenticator.get(says)};
}

/// A good answer with changes: it opens when there are none, and never else.
void try_assertion(fuzz::Input& input) {
  static const Signed made = make_signed();
  const support::PasskeyAnswer& good = made.answer;
  const crypto::Bytes said = fuzz::changed(good.client_data, input);
  const crypto::Bytes data = fuzz::changed(good.authenticator_data, input);
  const crypto::Bytes signature = fuzz::changed(good.signature, input);
  const bool unchanged =
      said == good.client_data && data == good.authenticator_data && signature == good.signature;
  const auto count = factor::verify_assertion(
      expected(), made.key, {.client_data = said, .authenticator_data = data, .signature = signature});
  must_hold(count.has_value() == unchanged && count.value_or(3) == 3);
}

void try_code(fuzz::Input& input) {
  crypto::ByteReader numbers(input.piece(12));
  const std::uint32_t code = numbers.u32();
  const std::uint64_t now_s = numbers.u64();
  const crypto::Bytes secret = crypto::to_bytes(input.piece(20));
  const auto step = factor::matching_step(secret, code, now_s);
  if (!step) return;
  const std::uint64_t now = now_s / factor::totp_step_s;
  must_hold(*step + factor::totp_steps_around >= now && *step <= now + factor::totp_steps_around);
  must_hold(factor::hotp(secret, *step) == code && code < 1'000'000);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input({data, size});
  const std::uint8_t which = input.byte();
  if (which % 7 == 5) {
    try_assertion(input);
    return 0;
  }
  if (which % 7 == 6) {
    try_code(input);
    return 0;
  }
  const fuzz::Bytes bytes = input.rest();
  switch (which % 7) {
    case 0:
      reads_one_spelling(bytes);
      keys_ascend(bytes);
      break;
    case 1:
      try_key(bytes);
      break;
    case 2:
      try_authenticator_data(bytes);
      break;
    case 3:
      try_client_data(bytes);
      break;
    default:
      try_registration(bytes);
  }
  return 0;
}
