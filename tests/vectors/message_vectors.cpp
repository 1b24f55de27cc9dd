#include "crypto/message.hpp"

#include <algorithm>

#include "crypto/tlv.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/talk_cases.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Json json_of(const Message& message) {
  Json result = Json::object();
  if (message.text) result["text"] = *message.text;
  if (message.client_time_ms) result["client_time_ms"] = *message.client_time_ms;
  if (!message.attachments.empty()) {
    result["attachments"] = Json::array();
    for (const auto& manifest : message.attachments)
      result["attachments"].push_back(vectors::json_of(manifest));
  }
  if (message.reply_to) result["reply_to"] = hex(*message.reply_to);
  if (message.directory_seen) {
    result["directory_seen"] = {{"hash", hex(message.directory_seen->hash)},
                                {"version", message.directory_seen->version}};
  }
  if (message.read_up_to_seq) result["read_up_to_seq"] = *message.read_up_to_seq;
  if (message.talk) result["talk"] = vectors::json_of(*message.talk);
  return result;
}

struct MessageScene {
  SeededRandom random{"message"};
  ConversationShare share = random.secret<32>();
  EpochSecret secret = random.secret<32>();
  SigningKey sender = SigningKey::from_seed(random.secret<32>()).value();
  EntryPosition position{.conversation = random.fixed<ConversationId>(),
                         .seq = 14,
                         .prev = random.fixed<EntryHash>(),
                         .epoch = 3};
  EpochKeys keys = EpochKeys::derive(share, secret, position.conversation, position.epoch).value();
};

Json entry_vector(std::string_view name, std::string_view expect, const MessageScene& scene,
                  BytesView entry) {
  Json result = vector(name, expect);
  result["op"] = "open";
  result["share"] = hex(scene.share);
  result["secret"] = hex(scene.secret);
  result["public_key"] = hex(scene.sender.verify_key());
  result["entry"] = hex(entry);
  return result;
}

Json sealed_vector(std::string_view name, MessageScene& scene, const Message& message) {
  static_cast<void>(scene.random.take_used());
  const Bytes entry = seal_message(message, scene.position, scene.keys, scene.sender, scene.random).value();
  Json result = entry_vector(name, "accept", scene, entry);
  result["op"] = "seal";
  result["seed"] = hex(scene.sender.seed());
  result.update(vectors::json_of(scene.position));
  result["random"] = hex(scene.random.take_used());
  result["message"] = json_of(message);
  return result;
}

Json tlv_vector(std::string_view name, std::string_view expect, BytesView tlv) {
  Json result = vector(name, expect);
  result["op"] = "tlv";
  result["tlv"] = hex(tlv);
  if (expect != "accept") return result;
  const Message message = parse_message(tlv).value();
  result["message"] = json_of(message);
  const Bytes encoded = encode(message);
  if (!std::ranges::equal(encoded, tlv)) result["encoded"] = hex(encoded);
  return result;
}

void add_tlv(Json& vectors) {
  const auto text = [](BytesView bytes) { return TlvWriter().add(1, bytes).take(); };
  vectors.push_back(tlv_vector("nothing at all", "accept", {}));
  vectors.push_back(
      tlv_vector("an unknown tag", "accept", TlvWriter().add_u64(7, 3).add(99, Bytes(5)).take()));
  vectors.push_back(tlv_vector("8000 characters", "accept", text(Bytes(8000, 'k'))));
  vectors.push_back(tlv_vector("8001 characters", "limit", text(Bytes(8001, 'k'))));
  vectors.push_back(tlv_vector("32001 bytes", "limit", text(Bytes(32'001, 'k'))));
  vectors.push_back(tlv_vector("text that is not UTF-8", "shape", text(Bytes{0xc3, 0x28})));
  vectors.push_back(tlv_vector("an overlong encoding", "shape", text(Bytes{0xc0, 0xaf})));
  vectors.push_back(tlv_vector("half a surrogate pair", "shape", text(Bytes{0xed, 0xa0, 0x80})));
  vectors.push_back(tlv_vector("text twice", "shape", join({text({}), text({})})));
  vectors.push_back(tlv_vector("a time of seven bytes", "shape", TlvWriter().add(2, Bytes(7)).take()));
  vectors.push_back(
      tlv_vector("a time above 2^53", "limit", TlvWriter().add_u64(2, std::uint64_t{1} << 53).take()));
  vectors.push_back(tlv_vector("a reply to 31 bytes", "shape", TlvWriter().add(4, Bytes(31)).take()));
  vectors.push_back(
      tlv_vector("a directory head of 41 bytes", "shape", TlvWriter().add(6, Bytes(41)).take()));
}

/// A message of manifests only; `blobs` tell how many and which.
Bytes attachments_tlv(BytesView blobs) {
  TlvWriter writer;
  for (const std::uint8_t blob : blobs) {
    AttachmentManifest manifest{.bytes = 5, .name = "foto.jpg"};
    manifest.blob.bytes.fill(blob);
    manifest.key.expose_mutable()[0] = 1;
    writer.add_again(3, encode(manifest));
  }
  return writer.take();
}

void add_attachments(Json& vectors) {
  const auto add = [&](std::string_view name, std::string_view expect, BytesView tlv) {
    vectors.push_back(tlv_vector(name, expect, tlv));
  };
  add("two attachments", "accept", attachments_tlv(Bytes{1, 2}));
  add("four attachments", "accept", attachments_tlv(Bytes{1, 2, 3, 4}));
  add("five attachments", "limit", attachments_tlv(Bytes{1, 2, 3, 4, 5}));
  add("a blob twice", "shape", attachments_tlv(Bytes{1, 2, 1}));
  add("an attachment of four bytes", "syntax", TlvWriter().add(3, Bytes(4)).take());
  add("attachments that do not stand together", "shape",
      join({attachments_tlv(Bytes{1}), TlvWriter().add_u64(7, 3).take(), attachments_tlv(Bytes{2})}));
}

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

/// Signs a payload again: the signature is right, only the seal is not.
Bytes signed_again(const EntryPosition& position, const ParsedEntry& original, BytesView payload,
                   const SigningKey& key) {
  return sign_entry(EntryKind::message, position, original.header().nonce, payload, key);
}

void add_refused_opening(Json& vectors, MessageScene& scene) {
  const Message message{.text = "Durf je het nog niet te zeggen? Dat is goed."};
  const Bytes entry = seal_message(message, scene.position, scene.keys, scene.sender, scene.random).value();
  const ParsedEntry parsed = ParsedEntry::parse(entry).value();
  const Bytes payload = to_bytes(parsed.payload());
  const SigningKey thief = SigningKey::from_seed(scene.random.secret<32>()).value();
  EntryPosition later = scene.position;
  later.seq += 1;

  const auto refuse = [&](std::string_view name, BytesView bytes) {
    vectors.push_back(entry_vector(name, "decrypt", scene, bytes));
  };
  refuse("a changed ciphertext",
         signed_again(scene.position, parsed, with_flipped(payload, 0), scene.sender));
  refuse("a changed tag",
         signed_again(scene.position, parsed, with_flipped(payload, payload.size() - 1), scene.sender));
  refuse("replayed at a later place", signed_again(later, parsed, payload, scene.sender));
  Json stolen = entry_vector("signed again by somebody else", "decrypt", scene,
                             signed_again(scene.position, parsed, payload, thief));
  stolen["public_key"] = hex(thief.verify_key());
  vectors.push_back(stolen);
  Json wrong_share = entry_vector("another share", "decrypt", scene, entry);
  wrong_share["share"] = hex(scene.random.secret<32>());
  vectors.push_back(wrong_share);
  const Nonce nonce = scene.random.fixed<Nonce>();
  const Bytes unpadded = seal_entry(EntryKind::message, TlvWriter().add(2, Bytes(7)).take(), scene.position,
                                    scene.keys, scene.sender, nonce)
                             .value();
  refuse("opens, but what is inside is malformed", unpadded);
}

}  // namespace

VectorFile make_message() {
  Json content = file_content(
      "MESSAGEs: their tagged values, sealed and opened (KZ1 5.5). `random` is the nonce that sealing "
      "draws; `encoded` is what writing the values again gives, where it is not `tlv`.");
  Json& vectors = content["vectors"];
  MessageScene scene;
  Random& random = scene.random;
  vectors.push_back(
      sealed_vector("a text", scene, {.text = "Hoi, ik wil iets vertellen. \xe2\x80\x93 \xf0\x9f\x99\x82"}));
  vectors.push_back(sealed_vector("a read mark", scene, {.read_up_to_seq = 13}));
  const Talk talk{.action = TalkAction::booked,
                  .id = random.fixed<AppointmentId>(),
                  .time = {.start_s = 1'795'003'200, .end_s = 1'795'005'000},
                  .kind = TalkKind::call,
                  .mode = CallMode::advisor_calls};
  vectors.push_back(
      sealed_vector("everything", scene,
                    {.text = "Tot dan!",
                     .client_time_ms = 1'795'000'000'123,
                     .reply_to = random.fixed<EntryHash>(),
                     .directory_seen = DirectoryHead{.hash = random.fixed<Digest>(), .version = 12},
                     .read_up_to_seq = 13,
                     .talk = talk}));
  vectors.push_back(sealed_vector("two size classes up", scene, {.text = std::string(1100, 'k')}));
  add_refused_opening(vectors, scene);
  add_tlv(vectors);
  add_attachments(vectors);
  for (const auto& cases : {talk_cases(), talk_bound_cases()}) {
    for (const TalkCase& one : cases)
      vectors.push_back(tlv_vector(one.name, one.expect, TlvWriter().add(8, one.value).take()));
  }
  return {.name = "message.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
