#include "server/factor/passkey.hpp"

#include "crypto/hash.hpp"
#include "server/factor/authenticator_data.hpp"
#include "server/factor/client_data.hpp"
#include "server/factor/signature.hpp"

namespace kiezel::factor {
namespace {

constexpr std::string_view type_create = "webauthn.create";
constexpr std::string_view type_get = "webauthn.get";

// For this relying party, with somebody there whom the authenticator recognised.
std::optional<AuthenticatorData> checked_data(const Expected& expected, crypto::BytesView bytes) {
  auto data = parse_authenticator_data(bytes);
  if (!data || data->rp_id_hash != crypto::sha256(crypto::as_bytes(expected.rp_id))) return std::nullopt;
  if (!data->user_present || !data->user_verified) return std::nullopt;
  return data;
}

}  // namespace

std::optional<NewPasskey> verify_registration(const Expected& expected, crypto::BytesView client_data,
                                              crypto::BytesView authenticator_data) {
  if (!client_data_says(client_data, {type_create, expected.challenge, expected.origin})) return std::nullopt;
  const auto data = checked_data(expected, authenticator_data);
  if (!data || !data->attested || !is_usable(data->attested->key)) return std::nullopt;
  return NewPasskey{crypto::to_bytes(data->attested->id), crypto::to_bytes(data->attested->key_bytes),
                    data->sign_count};
}

std::optional<std::uint32_t> verify_assertion(const Expected& expected, const CoseKey& key,
                                              const Assertion& assertion) {
  if (!client_data_says(assertion.client_data, {type_get, expected.challenge, expected.origin}))
    return std::nullopt;
  const auto data = checked_data(expected, assertion.authenticator_data);
  if (!data || data->attested) return std::nullopt;
  const crypto::Digest client_data_hash = crypto::sha256(assertion.client_data);
  const crypto::Bytes message = crypto::join({assertion.authenticator_data, client_data_hash});
  if (!verify_signature(key, message, assertion.signature)) return std::nullopt;
  return data->sign_count;
}

}  // namespace kiezel::factor
