#include "crypto/entry.hpp"

#include <catch2/catch.hpp>

#include "crypto/log_chain.hpp"
#include "crypto/message.hpp"
#include "tests/vectors/scene.hpp"

namespace kiezel::crypto {
namespace {

struct Written {
  vectors::SeededRandom random{"entry test"};
  SigningKey signer = SigningKey::from_seed(random.secret<32>()).value();
  EntryPosition position{.conversation = random.fixed<ConversationId>(),
                         .seq = 4,
                         .prev = random.fixed<EntryHash>(),
                         .epoch = 1};
  Bytes bytes = sign_entry(EntryKind::message, position, random.fixed<Nonce>(), Bytes(40, 7), signer);
};

}  // namespace

TEST_CASE("entry: parsing borrows and copies nothing", "[entry]") {
  const Written written;

  const auto parsed = ParsedEntry::parse(written.bytes);

  REQUIRE(parsed);
  CHECK(parsed->payload().data() == written.bytes.data() + entry_header_bytes);
  CHECK(parsed->header_bytes().data() == written.bytes.data());
}

TEST_CASE("entry: every flipped bit is refused", "[entry]") {
  const Written written;
  for (std::size_t bit = 0; bit < written.bytes.size() * 8; ++bit) {
    Bytes flipped = written.bytes;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
    const auto parsed = ParsedEntry::parse(flipped);
    const bool accepted = parsed && verify(*parsed, written.signer.verify_key());

    if (accepted) FAIL("bit " << bit);
  }
  SUCCEED();
}

TEST_CASE("entry: every cut is refused", "[entry]") {
  const Written written;
  for (std::size_t size = 0; size < written.bytes.size(); ++size) {
    const auto parsed = ParsedEntry::parse(BytesView(written.bytes).first(size));

    REQUIRE_FALSE(parsed);
    CHECK(parsed.error() == Refusal::syntax);
  }
}

TEST_CASE("entry: a payload over the bound is refused before it is looked for", "[entry]") {
  Written written;
  EntryHeader header = ParsedEntry::parse(written.bytes).value().header();
  header.payload_bytes = entry_payload_bytes_max + 1;

  CHECK(ParsedEntry::parse(encode(header)).error() == Refusal::limit);
}

TEST_CASE("entry: the largest message fits", "[entry]") {
  const Written written;
  const EpochKeys keys = EpochKeys::derive(ConversationShare::from(Bytes(32, 1)).value(),
                                           EpochSecret::from(Bytes(32, 2)).value(),
                                           written.position.conversation, written.position.epoch)
                             .value();
  vectors::SeededRandom random("largest message");
  Message message;
  message.text = std::string();
  for (int i = 0; i < 8000; ++i) *message.text += "\xf0\x9f\x8c\xb1";

  const auto entry = seal_message(message, written.position, keys, written.signer, random);

  REQUIRE(entry);
  CHECK(entry->size() <= 66'000);
  *message.text += "k";
  CHECK_FALSE(seal_message(message, written.position, keys, written.signer, random));
}

TEST_CASE("entry: sealing with another epoch's keys is refused", "[entry]") {
  Written written;
  const EpochKeys keys = EpochKeys::derive(ConversationShare::from(Bytes(32, 1)).value(),
                                           EpochSecret::from(Bytes(32, 2)).value(),
                                           written.position.conversation, written.position.epoch + 1)
                             .value();
  Message message;
  message.text = "hoi";

  CHECK_FALSE(seal_message(message, written.position, keys, written.signer, written.random));
}

TEST_CASE("log chain: goes on from a state that was kept", "[log_chain]") {
  vectors::SeededRandom random("kept state");
  const vectors::ClientActor client = vectors::make_client(random);
  ChainState kept;
  kept.conversation = random.fixed<ConversationId>();
  kept.next_seq = 12;
  kept.head = random.fixed<EntryHash>();
  kept.epoch = 2;
  kept.members = {{.role = Role::client, .id = client.signing_key.verify_key(), .kem_id = client.kem.id()}};
  const EntryPosition position{.conversation = kept.conversation, .seq = 12, .prev = kept.head, .epoch = 2};
  const Bytes entry =
      sign_entry(EntryKind::message, position, random.fixed<Nonce>(), Bytes(40), client.signing_key);

  LogChain chain(kept);
  const auto accepted = chain.append(entry, ChainFacts{});

  REQUIRE(accepted);
  CHECK(chain.state().next_seq == 13);
  CHECK(chain.state().head == accepted->hash());
  CHECK(chain.append(entry, ChainFacts{}).error() == Refusal::rule);
}

TEST_CASE("members: what is kept is what comes back", "[commit]") {
  vectors::SeededRandom random("members");
  const std::vector<Member> members{
      {.role = Role::client, .id = random.fixed<VerifyKey>(), .kem_id = random.fixed<KemId>()},
      {.role = Role::advisor, .id = random.fixed<VerifyKey>(), .kem_id = {}}};
  const Bytes bytes = encode_members(members);

  CHECK(parse_members(bytes) == members);
  CHECK(parse_members(BytesView(bytes).first(bytes.size() - 1)).error() == Refusal::syntax);
  CHECK(parse_members(Bytes{17}).error() == Refusal::limit);
  CHECK(parse_members({}).error() == Refusal::syntax);
}

TEST_CASE("history: a grant counts only when the log committed to its key", "[commit]") {
  vectors::SeededRandom random("history");
  const auto share = random.secret<32>();
  const auto conversation = random.fixed<ConversationId>();
  const HistoryGrant grant{.epoch = 3, .secret = random.secret<32>()};
  const auto keys = EpochKeys::derive(share, grant.secret, conversation, 3).value();

  CHECK(is_genuine(grant, share, conversation, keys.commitment()));
  CHECK_FALSE(
      is_genuine({.epoch = 4, .secret = grant.secret.clone()}, share, conversation, keys.commitment()));
  CHECK_FALSE(
      is_genuine({.epoch = 3, .secret = random.secret<32>()}, share, conversation, keys.commitment()));
}

}  // namespace kiezel::crypto
