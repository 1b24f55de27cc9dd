// What a browser that wants to become an advisor's device shows (crypto/KZ1.md 4.3): its offer, with an
// invitation or later its certificate and prekey, and the bundle that it is sent. Each is made well once and
// then changed as the input says: only what was left as it was is taken, and only at its time, for its
// advisor and device.
#include <algorithm>
#include <array>
#include <string>

#include "crypto/device_bundle.hpp"
#include "crypto/device_offer.hpp"
#include "server/account/presented.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/vectors/seeded_random.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

constexpr std::uint64_t begins_s = 1'800'000'000;
constexpr std::uint64_t ends_s = begins_s + 30 * 86'400;

crypto::SigningKey key_of(std::uint8_t number) {
  crypto::Secret<32> seed;
  std::ranges::fill(seed.expose_mutable(), number);
  return *crypto::SigningKey::from_seed(std::move(seed));
}

struct Scene {
  crypto::SigningKey identity = key_of(1);
  crypto::SigningKey device = key_of(2);
  crypto::KemKeyPair kem;
  crypto::BundlePlace place{};
  crypto::Bytes content{};
  crypto::SealedBundle bundle{};
  crypto::Bytes offer{};
  crypto::Bytes certificate{};
  crypto::Bytes prekey{};
};

Scene make_scene() {
  vectors::SeededRandom random("fuzz/devices");
  Scene scene{.kem = *crypto::KemKeyPair::from_seed(random.secret<32>())};
  scene.place = {.advisor = crypto::key_id(scene.identity.verify_key()),
                 .device = crypto::key_id(scene.device.verify_key())};
  // Two parts of one size, so that only their places tell them apart.
  scene.content.resize(2 * crypto::bundle_part_bytes);
  random.fill(scene.content);
  scene.bundle = *crypto::seal_bundle(scene.content, scene.place, scene.kem.public_key(), random);
  scene.offer = crypto::sign_device_offer({.kem_key = scene.kem.public_key()}, scene.device);
  scene.certificate = crypto::sign_device_certificate({.advisor = scene.place.advisor,
                                                       .device_key = scene.device.verify_key(),
                                                       .not_before_s = begins_s,
                                                       .not_after_s = ends_s},
                                                      scene.identity);
  scene.prekey = crypto::sign_prekey({.advisor = scene.place.advisor,
                                      .device = scene.place.device,
                                      .number = 1,
                                      .not_before_s = begins_s,
                                      .not_after_s = ends_s,
                                      .kem_key = scene.kem.public_key()},
                                     scene.device);
  return scene;
}

void try_offer(const Scene& scene, fuzz::Input& input) {
  const crypto::Bytes bytes = fuzz::changed(scene.offer, input);
  const auto parsed = crypto::parse_device_offer(bytes);
  must_hold(!parsed || bytes.size() == crypto::device_offer_bytes);
  const bool taken = parsed && crypto::verify(*parsed).has_value();
  must_hold(taken == (bytes == scene.offer));
}

/// A moment around the two ends that are looked at.
std::uint64_t moment(fuzz::Input& input) {
  const std::array<std::uint64_t, 6> steps{
      0, 1, account::clock_skew_s - 1, account::clock_skew_s, account::clock_skew_s + 1, input.byte()};
  const std::uint8_t choice = input.byte();
  const std::uint64_t end = choice % 2 == 0 ? begins_s : ends_s;
  const std::uint64_t step = steps[(choice >> 2U) % steps.size()];
  return (choice & 2U) == 0 ? end - step : end + step;
}

void try_certificate(const Scene& scene, fuzz::Input& input) {
  const std::uint64_t now_s = moment(input);
  const crypto::Bytes bytes = fuzz::changed(scene.certificate, input);
  const bool holds = now_s + account::clock_skew_s >= begins_s && now_s < ends_s;
  const auto taken = account::certificate_from(bytes, scene.identity.verify_key(), now_s);
  must_hold(taken.has_value() == (holds && bytes == scene.certificate));
  must_hold(!account::certificate_from(bytes, scene.device.verify_key(), now_s));
}

void try_prekey(const Scene& scene, fuzz::Input& input) {
  const std::uint64_t now_s = moment(input);
  const crypto::Bytes bytes = fuzz::changed(scene.prekey, input);
  const core::AdvisorId advisor{scene.place.advisor.bytes};
  const core::DeviceId device{scene.place.device.bytes};
  const auto parsed = account::prekey_from(bytes, advisor, device, now_s);
  if (parsed) {
    const auto& fields = parsed->fields;
    must_hold(fields.advisor == scene.place.advisor && fields.device == scene.place.device);
    must_hold(fields.not_before_s <= now_s + account::clock_skew_s && now_s < fields.not_after_s);
    must_hold(fields.not_after_s - fields.not_before_s <= crypto::prekey_lifetime_s_max);
  }
  const auto certificate =
      account::certificate_from(scene.certificate, scene.identity.verify_key(), begins_s);
  must_hold(certificate.has_value());
  const bool vouched = parsed && crypto::verify(*parsed, *certificate).has_value();
  const bool holds = now_s + account::clock_skew_s >= begins_s && now_s < ends_s;
  must_hold(vouched == (holds && bytes == scene.prekey));
}

void try_bundle(const Scene& scene, fuzz::Input& input) {
  crypto::SealedBundle bundle = scene.bundle;
  const std::uint8_t order = input.byte();
  bundle.head = fuzz::changed(bundle.head, input);
  bundle.parts[0] = fuzz::changed(bundle.parts[0], input);
  bundle.parts[1] = fuzz::changed(bundle.parts[1], input);
  if (order % 4 == 1) std::swap(bundle.parts[0], bundle.parts[1]);
  if (order % 4 == 2) bundle.parts.pop_back();
  if (order % 4 == 3) bundle.parts.push_back(bundle.parts[order % 2]);
  const auto opened = crypto::open_bundle(bundle, scene.place, scene.kem);
  must_hold(opened.has_value() == (bundle.head == scene.bundle.head && bundle.parts == scene.bundle.parts));
  if (opened) must_hold(std::ranges::equal(opened->expose(), scene.content));
}

/// Whatever stands between the digits on a screen, they name one offer.
void try_digits(fuzz::Bytes bytes) {
  const std::string_view text = fuzz::text_of(bytes);
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return '0' <= c && c <= '9'; });
  must_hold(crypto::offer_id(text) == crypto::offer_id(digits));
  must_hold(crypto::offer_id(digits) != crypto::offer_id(digits + "0"));
}

/// Bytes of no making of ours. Who signed an offer for another device may well have: it then says just that.
void try_anything(const Scene& scene, fuzz::Bytes bytes) {
  const auto parsed = crypto::parse_device_offer(bytes);
  if (parsed && crypto::verify(*parsed)) {
    auto other = *parsed;
    other.fields.device_key = scene.device.verify_key();
    must_hold(!crypto::verify(other) || other.fields.device_key == parsed->fields.device_key);
  }
  const crypto::SealedBundle bundle{.head = crypto::to_bytes(bytes), .parts = {crypto::to_bytes(bytes)}};
  must_hold(!crypto::open_bundle(bundle, scene.place, scene.kem));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scene scene = make_scene();
  fuzz::Input input({data, size});
  switch (input.byte() % 6) {
    case 0:
      try_offer(scene, input);
      break;
    case 1:
      try_certificate(scene, input);
      break;
    case 2:
      try_prekey(scene, input);
      break;
    case 3:
      try_bundle(scene, input);
      break;
    case 4:
      try_digits(input.rest());
      break;
    default:
      try_anything(scene, input.rest());
  }
  return 0;
}
