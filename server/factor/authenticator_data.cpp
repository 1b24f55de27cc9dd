#include "server/factor/authenticator_data.hpp"

#include "protocol/limits.hpp"
#include "server/factor/cbor.hpp"

namespace kiezel::factor {
namespace {

using crypto::BytesView;

constexpr std::uint8_t flag_user_present = 0x01;
constexpr std::uint8_t flag_user_verified = 0x04;
constexpr std::uint8_t flag_backup_eligible = 0x08;
constexpr std::uint8_t flag_backed_up = 0x10;
constexpr std::uint8_t flag_attested = 0x40;
constexpr std::uint8_t flag_extensions = 0x80;

constexpr std::size_t model_bytes = 16;

std::optional<AttestedCredential> parse_attested(BytesView& rest) {
  crypto::ByteReader reader(rest);
  // Which model it is. Nobody needs to know: attestation "none".
  static_cast<void>(reader.raw(model_bytes));
  const std::uint16_t id_bytes = reader.u16();
  if (id_bytes == 0 || id_bytes > protocol::limits::credential_bytes_max) return std::nullopt;
  const BytesView id = reader.raw(id_bytes);
  if (!reader.ok()) return std::nullopt;
  CborReader cbor(reader.rest());
  auto key = parse_cose_key(cbor);
  if (!key) return std::nullopt;
  const BytesView key_bytes = reader.rest().first(reader.rest().size() - cbor.rest().size());
  rest = cbor.rest();
  return AttestedCredential{id, key_bytes, *std::move(key)};
}

}  // namespace

std::optional<AuthenticatorData> parse_authenticator_data(BytesView bytes) {
  crypto::ByteReader reader(bytes);
  AuthenticatorData data;
  data.rp_id_hash = reader.fixed<crypto::Digest>();
  const std::uint8_t flags = reader.u8();
  data.sign_count = reader.u32();
  if (!reader.ok()) return std::nullopt;
  data.user_present = (flags & flag_user_present) != 0;
  data.user_verified = (flags & flag_user_verified) != 0;
  // What is backed up must have been allowed to be (Level 3, 6.1.3).
  if ((flags & flag_backed_up) != 0 && (flags & flag_backup_eligible) == 0) return std::nullopt;

  BytesView rest = reader.rest();
  if ((flags & flag_attested) != 0) {
    data.attested = parse_attested(rest);
    if (!data.attested) return std::nullopt;
  }
  if ((flags & flag_extensions) != 0) {
    CborReader cbor(rest);
    if (!cbor.skip_map()) return std::nullopt;
    rest = cbor.rest();
  }
  if (!rest.empty()) return std::nullopt;
  return data;
}

}  // namespace kiezel::factor
