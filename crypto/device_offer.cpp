#include "crypto/device_offer.hpp"

#include <algorithm>
#include <string>

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t magic = 0x4f31;  // "O1"

/// All that is signed.
Bytes encode(const DeviceOfferFields& fields) {
  return ByteWriter(device_offer_bytes).u16(magic).raw(fields.device_key).raw(fields.kem_key).take();
}

}  // namespace

Checked<ParsedDeviceOffer> parse_device_offer(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint16_t magic_read = reader.u16();
  ParsedDeviceOffer offer;
  offer.fields.device_key = reader.fixed<VerifyKey>();
  offer.fields.kem_key = reader.fixed<KemPublicKey>();
  offer.signature = reader.fixed<Signature>();
  if (!reader.finished()) return std::unexpected(Refusal::syntax);
  if (magic_read != magic || offer.fields.device_key.is_zero() || offer.fields.kem_key.is_zero())
    return std::unexpected(Refusal::shape);
  return offer;
}

std::optional<DeviceOffer> verify(const ParsedDeviceOffer& offer) {
  if (!verify(offer.fields.device_key, labels::device_offer, {encode(offer.fields)}, offer.signature))
    return std::nullopt;
  DeviceOffer verified;
  verified.fields_ = offer.fields;
  return verified;
}

Bytes sign_device_offer(DeviceOfferFields fields, const SigningKey& device) {
  fields.device_key = device.verify_key();
  const Bytes content = encode(fields);
  return join({content, sign(device, labels::device_offer, {content})});
}

OfferId offer_id(std::string_view digits) {
  std::string plain;
  std::ranges::copy_if(digits, std::back_inserter(plain), [](char c) { return c >= '0' && c <= '9'; });
  return OfferId::from(hash(labels::offer_id, {as_bytes(plain)}).view().first(OfferId::byte_count)).value();
}

}  // namespace kiezel::crypto
