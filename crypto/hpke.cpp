#include "crypto/hpke.hpp"

#include <sodium.h>

#include <array>
#include <string_view>

#include "crypto/hkdf.hpp"

namespace kiezel::crypto {
namespace {

// "HPKE" || kem_id || kdf_id || aead_id (RFC 9180 section 5.1).
constexpr std::array<std::uint8_t, 10> suite_id{'H', 'P', 'K', 'E', 0x64, 0x7a, 0x00, 0x01, 0x00, 0x03};
constexpr std::string_view version = "HPKE-v1";
constexpr std::uint8_t base_mode = 0x00;
constexpr std::size_t key_bytes = crypto_aead_chacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_bytes = crypto_aead_chacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_chacha20poly1305_ietf_ABYTES;

/// LabeledExtract (section 4).
PseudoRandomKey labelled_extract(BytesView salt, std::string_view label, BytesView input_key_material) {
  const SecretBytes input(join({as_bytes(version), suite_id, as_bytes(label), input_key_material}));
  return hkdf_extract(salt, input.expose());
}

/// LabeledExpand (section 4).
template <std::size_t N>
Secret<N> labelled_expand(const PseudoRandomKey& key, std::string_view label, BytesView info) {
  const Bytes labelled_info = ByteWriter()
                                  .u16(static_cast<std::uint16_t>(N))
                                  .raw(as_bytes(version))
                                  .raw(suite_id)
                                  .raw(as_bytes(label))
                                  .raw(info)
                                  .take();
  Secret<N> result;
  hkdf_expand(key, labelled_info, result.expose_mutable());
  return result;
}

struct KeySchedule {
  Secret<key_bytes> key;
  Secret<nonce_bytes> nonce;
};

/// KeySchedule for base mode, first message only (section 5.1).
KeySchedule schedule(const SharedSecret& shared_secret, BytesView info) {
  const PseudoRandomKey no_psk_id = labelled_extract({}, "psk_id_hash", {});
  const PseudoRandomKey info_hash = labelled_extract({}, "info_hash", info);
  const Bytes context = join({{&base_mode, 1}, no_psk_id.expose(), info_hash.expose()});
  const PseudoRandomKey secret = labelled_extract(shared_secret.expose(), "secret", {});
  return {.key = labelled_expand<key_bytes>(secret, "key", context),
          .nonce = labelled_expand<nonce_bytes>(secret, "base_nonce", context)};
}

}  // namespace

std::optional<Bytes> wrap(const KemPublicKey& their_key, const WrapContext& context, BytesView plaintext,
                          Random& random) {
  const auto encapsulation = encapsulate(their_key, random.secret<EncapsulationSeed::byte_count>());
  if (!encapsulation) return std::nullopt;
  const KeySchedule keys = schedule(encapsulation->shared_secret, context.info);
  Bytes wrapped(KemCiphertext::byte_count + plaintext.size() + tag_bytes);
  std::copy_n(encapsulation->ciphertext.bytes.begin(), KemCiphertext::byte_count, wrapped.begin());
  crypto_aead_chacha20poly1305_ietf_encrypt(wrapped.data() + KemCiphertext::byte_count, nullptr,
                                            plaintext.data(), plaintext.size(), context.associated.data(),
                                            context.associated.size(), nullptr, keys.nonce.expose().data(),
                                            keys.key.expose().data());
  return wrapped;
}

std::optional<SecretBytes> unwrap(const KemKeyPair& our_key, const WrapContext& context, BytesView wrapped) {
  if (wrapped.size() < wrap_overhead_bytes) return std::nullopt;
  const auto encapsulated = KemCiphertext::from(wrapped.first(KemCiphertext::byte_count)).value();
  const BytesView ciphertext = wrapped.subspan(KemCiphertext::byte_count);
  const auto shared_secret = decapsulate(our_key, encapsulated);
  if (!shared_secret) return std::nullopt;
  const KeySchedule keys = schedule(*shared_secret, context.info);
  SecretBytes plaintext(ciphertext.size() - tag_bytes);
  const int refused = crypto_aead_chacha20poly1305_ietf_decrypt(
      plaintext.expose_mutable().data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(),
      context.associated.data(), context.associated.size(), keys.nonce.expose().data(),
      keys.key.expose().data());
  if (refused != 0) return std::nullopt;
  return plaintext;
}

}  // namespace kiezel::crypto
