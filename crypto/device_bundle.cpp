#include "crypto/device_bundle.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/hpke.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t magic = 0x4231;  // "B1"
/// The head without its wrap: magic, advisor, device, count.
constexpr std::size_t start_bytes = 36;

Bytes start_of(const BundlePlace& place, std::uint16_t parts) {
  return ByteWriter(start_bytes).u16(magic).raw(place.advisor).raw(place.device).u16(parts).take();
}

AeadKey part_key(const Secret<32>& key, std::uint16_t index, std::uint16_t parts) {
  return expand(key, labels::bundle_part, ByteWriter(4).u16(index).u16(parts).take());
}

Bytes wrap_info() {
  return ByteWriter().label(labels::device_bundle).take();
}

}  // namespace

std::optional<SealedBundle> seal_bundle(BytesView content, const BundlePlace& place,
                                        const KemPublicKey& kem_key, Random& random) {
  const std::size_t count = (content.size() + bundle_part_bytes - 1) / bundle_part_bytes;
  if (count < 1 || count > bundle_parts_max) return std::nullopt;
  const auto parts = static_cast<std::uint16_t>(count);
  const Secret<32> key = random.secret<32>();
  const Bytes start = start_of(place, parts);
  const auto wrapped = wrap(kem_key, {.info = wrap_info(), .associated = start}, key.expose(), random);
  if (!wrapped) return std::nullopt;
  SealedBundle bundle{.head = join({start, *wrapped}), .parts = {}};
  for (std::uint16_t index = 0; index < parts; ++index) {
    const BytesView rest = content.subspan(index * bundle_part_bytes);
    const auto nonce = random.fixed<Nonce>();
    const Bytes sealed = aead_seal(part_key(key, index, parts), nonce, start,
                                   rest.first(std::min(rest.size(), bundle_part_bytes)));
    bundle.parts.push_back(join({nonce, sealed}));
  }
  return bundle;
}

std::optional<SecretBytes> open_bundle(const SealedBundle& bundle, const BundlePlace& place,
                                       const KemKeyPair& kem_key) {
  if (bundle.head.size() != bundle_head_bytes || bundle.parts.empty() ||
      bundle.parts.size() > bundle_parts_max)
    return std::nullopt;
  const auto parts = static_cast<std::uint16_t>(bundle.parts.size());
  const Bytes start = start_of(place, parts);
  if (!std::ranges::equal(BytesView(bundle.head).first(start_bytes), start)) return std::nullopt;
  const auto unwrapped = unwrap(kem_key, {.info = wrap_info(), .associated = start},
                                BytesView(bundle.head).subspan(start_bytes));
  const auto key = unwrapped ? Secret<32>::from(unwrapped->expose()) : std::nullopt;
  if (!key || key->is_zero()) return std::nullopt;
  SecretBytes content((parts - 1) * bundle_part_bytes + bundle.parts.back().size());
  std::size_t size = 0;
  for (std::uint16_t index = 0; index < parts; ++index) {
    ByteReader reader(bundle.parts[index]);
    const auto nonce = reader.fixed<Nonce>();
    if (!reader.ok()) return std::nullopt;
    const auto opened = aead_open(part_key(*key, index, parts), nonce, start, reader.rest());
    const bool is_last = index + 1 == parts;
    if (!opened || (!is_last && opened->expose().size() != bundle_part_bytes) || opened->expose().empty() ||
        opened->expose().size() > bundle_part_bytes)
      return std::nullopt;
    std::ranges::copy(opened->expose(), content.expose_mutable().subspan(size).begin());
    size += opened->expose().size();
  }
  return SecretBytes(to_bytes(content.expose().first(size)));
}

}  // namespace kiezel::crypto
