// A whole log under a hostile server: real entries of one conversation, signed by its members, in an order
// and with changes that the input chooses. Whatever it does, a reader has read a beginning of what the
// members wrote, in their order, and nothing else (crypto/KZ1.md 5.2, 5.8).
#include <algorithm>
#include <vector>

#include "crypto/log_chain.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

constexpr std::uint64_t now_s = 1'800'000'000;
constexpr std::size_t entries = 10;

crypto::SigningKey key_of(std::uint8_t number) {
  crypto::Secret<32> seed;
  std::ranges::fill(seed.expose_mutable(), number);
  return *crypto::SigningKey::from_seed(std::move(seed));
}

struct Scene {
  crypto::SigningKey client = key_of(1);
  crypto::SigningKey identity = key_of(2);
  crypto::SigningKey device = key_of(3);
  crypto::SigningKey stranger = key_of(4);
  std::vector<crypto::Device> devices{{.key = device.verify_key(),
                                       .advisor = identity.verify_key(),
                                       .not_before_s = now_s - 10,
                                       .not_after_s = now_s + 10}};
  crypto::ConversationId conversation{};
  /// What the members wrote.
  std::vector<crypto::Bytes> written{};
  /// What others, or members elsewhere, signed: never part of it.
  std::vector<crypto::Bytes> foreign{};
};

crypto::Bytes founding(const Scene& scene) {
  crypto::Commit commit;
  crypto::Recipient client{.role = crypto::Role::client, .id = scene.client.verify_key()};
  client.kem_key.emplace();
  client.kem_key->bytes.fill(1);
  client.kem_id = crypto::kem_id(*client.kem_key);
  client.wrapped.resize(1120 + 16 + 34);
  crypto::Recipient advisor{.role = crypto::Role::advisor, .id = scene.identity.verify_key()};
  advisor.kem_id.bytes.fill(9);
  advisor.wrapped.resize(1120 + 16 + 34);
  commit.recipients = {client, advisor};
  commit.sealed_roster.resize(512 + 16);
  return crypto::encode(commit);
}

Scene make_scene() {
  Scene scene;
  scene.conversation.bytes.fill(7);
  crypto::LogChain chain(scene.conversation);
  for (std::size_t i = 0; i < entries; ++i) {
    const auto& state = chain.state();
    const crypto::EntryPosition position{scene.conversation, state.next_seq, state.head, 0};
    crypto::Nonce nonce;
    nonce.bytes.fill(static_cast<std::uint8_t>(i));
    const crypto::Bytes sealed(528, static_cast<std::uint8_t>(i));
    const auto& writer = i % 2 == 0 ? scene.client : scene.device;
    const crypto::Bytes entry =
        i == 0 ? crypto::sign_entry(crypto::EntryKind::commit, position, {}, founding(scene), scene.client)
               : crypto::sign_entry(crypto::EntryKind::message, position, nonce, sealed, writer);
    scene.foreign.push_back(
        crypto::sign_entry(crypto::EntryKind::message, position, nonce, sealed, scene.stranger));
    crypto::EntryPosition elsewhere = position;
    elsewhere.conversation.bytes.fill(8);
    scene.foreign.push_back(
        crypto::sign_entry(crypto::EntryKind::message, elsewhere, nonce, sealed, scene.client));
    const auto taken = chain.append(entry, {.devices = scene.devices, .at_s = now_s});
    must_hold(taken.has_value());
    scene.written.push_back(entry);
  }
  return scene;
}

// What the server hands out next: something written, something foreign, or something damaged.
crypto::Bytes next_offer(const Scene& scene, fuzz::Input& input) {
  const std::uint8_t choice = input.byte();
  const std::uint8_t which = input.byte();
  crypto::Bytes offer = choice % 4 == 1 ? scene.foreign[which % scene.foreign.size()]
                                        : scene.written[which % scene.written.size()];
  if (choice % 4 == 2) {
    const std::size_t at = (std::size_t{input.byte()} << 8U | input.byte()) % offer.size();
    offer[at] = static_cast<std::uint8_t>(offer[at] ^ input.byte());
  }
  if (choice % 4 == 3) offer.resize(offer.size() - std::min<std::size_t>(offer.size(), input.byte()));
  return offer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scene scene = make_scene();
  fuzz::Input input({data, size});
  crypto::LogChain reader(scene.conversation);
  std::size_t read = 0;
  for (int offers = 0; offers < 64 && !input.empty(); ++offers) {
    const crypto::Bytes offer = next_offer(scene, input);
    const auto before = reader.state().head;
    const auto taken = reader.append(offer, {.devices = scene.devices, .at_s = now_s});
    if (taken) {
      must_hold(read < scene.written.size() && offer == scene.written[read]);
      ++read;
    } else {
      must_hold(reader.state().head == before);
    }
    must_hold(reader.state().next_seq == read);
  }
  return 0;
}
