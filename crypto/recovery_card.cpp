#include "crypto/recovery_card.hpp"

#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/labels.hpp"
#include "crypto/words.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t magic = 0x5231;  // "R1"
constexpr unsigned word_bits = 11;
constexpr std::size_t unused_bits = 8 * recovery_code_bytes - recovery_words * word_bits;
constexpr std::uint8_t first_byte_mask = 0x0f;

Bytes start_of(const VerifyKey& identity_key) {
  return ByteWriter(34).u16(magic).raw(identity_key).take();
}

Bytes associated(BytesView start) {
  return ByteWriter().label(labels::recovery_seal).raw(start).take();
}

Bytes revocation(const KeyId& device, std::uint64_t at_s) {
  return ByteWriter(24).raw(device).u64(at_s).take();
}

}  // namespace

std::optional<RecoveryCode> RecoveryCode::from_integer(Secret<recovery_code_bytes> integer) {
  if ((integer.expose()[0] & ~first_byte_mask) != 0 || integer.is_zero()) return std::nullopt;
  return RecoveryCode(std::move(integer));
}

RecoveryCode RecoveryCode::generate(Random& random) {
  while (true) {
    auto integer = random.secret<recovery_code_bytes>();
    integer.expose_mutable()[0] &= first_byte_mask;
    if (auto code = from_integer(std::move(integer))) return std::move(*code);
  }
}

std::optional<RecoveryCode> RecoveryCode::from_indexes(
    std::span<const std::uint16_t, recovery_words> indexes) {
  Secret<recovery_code_bytes> integer;
  const auto bytes = integer.expose_mutable();
  std::size_t bit = unused_bits;
  for (const std::uint16_t index : indexes) {
    if (index >= word_list_size) return std::nullopt;
    for (unsigned shift = word_bits; shift-- > 0; ++bit) {
      const unsigned value = index >> shift & 1U;
      bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] | value << (7 - bit % 8));
    }
  }
  return from_integer(std::move(integer));
}

std::array<std::uint16_t, recovery_words> RecoveryCode::indexes() const {
  std::array<std::uint16_t, recovery_words> result{};
  const auto bytes = integer_.expose();
  std::size_t bit = unused_bits;
  for (std::uint16_t& index : result) {
    unsigned number = 0;
    for (unsigned i = 0; i < word_bits; ++i, ++bit) {
      number = number << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1U);
    }
    index = static_cast<std::uint16_t>(number);
  }
  return result;
}

std::optional<Secret<32>> recovery_root(const RecoveryCode& code, std::string_view deployment_id) {
  const Digest digest = hash(labels::recovery_salt, {as_bytes(deployment_id)});
  const auto salt = Argon2Salt::from(digest.view().first(Argon2Salt::byte_count)).value();
  return argon2id(code.integer().expose(), salt, client_argon2_cost);
}

Secret<32> recovery_token(const Secret<32>& root) {
  return expand(root, labels::recovery_token);
}

Bytes seal_identity(const SigningKey& identity, const Secret<32>& root, Random& random) {
  const Bytes start = start_of(identity.verify_key());
  const auto nonce = random.fixed<Nonce>();
  const Bytes sealed =
      aead_seal(expand(root, labels::recovery_seal), nonce, associated(start), identity.seed().expose());
  return join({start, nonce, sealed});
}

std::optional<SigningKey> open_identity(BytesView sealed, const Secret<32>& root) {
  if (sealed.size() != sealed_identity_bytes) return std::nullopt;
  ByteReader reader(sealed);
  const std::uint16_t magic_read = reader.u16();
  const auto identity_key = reader.fixed<VerifyKey>();
  const auto nonce = reader.fixed<Nonce>();
  if (magic_read != magic) return std::nullopt;
  const auto opened = aead_open(expand(root, labels::recovery_seal), nonce,
                                associated(start_of(identity_key)), reader.rest());
  const auto seed = opened ? Secret<32>::from(opened->expose()) : std::nullopt;
  auto identity = seed ? SigningKey::from_seed(*seed) : std::nullopt;
  if (!identity || identity->verify_key() != identity_key) return std::nullopt;
  return identity;
}

Signature sign_recovery_card(BytesView token_hash, BytesView sealed, const SigningKey& identity) {
  return sign(identity, labels::recovery_card, {token_hash, sha256(sealed)});
}

bool verify_recovery_card(BytesView token_hash, BytesView sealed, const VerifyKey& identity_key,
                          const Signature& signature) {
  return verify(identity_key, labels::recovery_card, {token_hash, sha256(sealed)}, signature);
}

Signature sign_revocation(const KeyId& device, std::uint64_t at_s, const SigningKey& identity) {
  return sign(identity, labels::device_revoke, {revocation(device, at_s)});
}

bool verify_revocation(const KeyId& device, std::uint64_t at_s, const VerifyKey& identity_key,
                       const Signature& signature) {
  return verify(identity_key, labels::device_revoke, {revocation(device, at_s)}, signature);
}

}  // namespace kiezel::crypto
